// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// The text that a plain program makes: bytes that grow at the end.
///
/// It owns its memory, so that appending a few bytes is a comparison and a copy.
struct TextBuffer: ~Copyable {
    private var bytes: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0
    private let limit: Int

    /// Makes a buffer.
    ///
    /// - Parameters:
    ///   - capacity: How many bytes to make room for.
    ///   - limit: How many bytes the text may have.
    init(capacity: Int, limit: Int) {
        self.bytes = .allocate(capacity: max(64, capacity))
        self.limit = limit
    }

    deinit { self.bytes.deallocate() }

    var text: String { String(decoding: UnsafeBufferPointer(rebasing: self.bytes[..<self.count]), as: UTF8.self) }

    mutating func append(_ text: UnsafeBufferPointer<UInt8>) throws(PlainRenderer.GivesUp) {
        self.write(text)
        try self.check()
    }

    mutating func append(_ text: String, isEscaped: Bool) throws(PlainRenderer.GivesUp) {
        let done: Void? = text.utf8.withContiguousStorageIfAvailable { self.append($0, isEscaped: isEscaped) }
        if done == nil { Array(text.utf8).withUnsafeBufferPointer { self.append($0, isEscaped: isEscaped) } }
        try self.check()
    }

    mutating func append(_ number: Int64) throws(PlainRenderer.GivesUp) {
        // The digits from the last to the first, in the room for the longest number.
        var magnitude = number.magnitude
        var position = 20
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            repeat {
                position -= 1
                digits[position] = 0x30 + UInt8(truncatingIfNeeded: magnitude % 10)
                magnitude /= 10
            } while magnitude > 0
            if number < 0 {
                position -= 1
                digits[position] = UInt8(ascii: "-")
            }
            self.write(UnsafeBufferPointer(rebasing: digits[position...]))
        }
        try self.check()
    }

    private mutating func append(_ text: UnsafeBufferPointer<UInt8>, isEscaped: Bool) {
        guard isEscaped, var special = HTMLText.special(in: text, from: 0) else { return self.write(text) }
        var clean = 0
        while true {
            self.write(UnsafeBufferPointer(rebasing: text[clean..<special]))
            HTMLText.entity(text[special]).withUTF8Buffer { self.write($0) }
            clean = special + 1
            guard let next = HTMLText.special(in: text, from: clean) else { break }
            special = next
        }
        self.write(UnsafeBufferPointer(rebasing: text[clean...]))
    }

    private mutating func write(_ text: UnsafeBufferPointer<UInt8>) {
        guard let source = text.baseAddress, text.count > 0 else { return }
        self.reserve(text.count)
        self.bytes.baseAddress.unsafelyUnwrapped.advanced(by: self.count).update(from: source, count: text.count)
        self.count += text.count
    }

    private mutating func reserve(_ more: Int) {
        guard self.count + more > self.bytes.count else { return }
        let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(self.count + more, 2 * self.bytes.count))
        _ = larger.update(fromContentsOf: UnsafeBufferPointer(rebasing: self.bytes[..<self.count]))
        self.bytes.deallocate()
        self.bytes = larger
    }

    private func check() throws(PlainRenderer.GivesUp) {
        guard self.count <= self.limit else { throw PlainRenderer.GivesUp() }
    }
}
