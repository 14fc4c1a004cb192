// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// The text that a plain program makes: bytes that grow at the end.
///
/// It writes to memory that it is given and, when that is full, to memory of its own: appending a few bytes is a
/// comparison and a copy.
struct TextBuffer: ~Copyable {
    private var bytes: UnsafeMutableBufferPointer<UInt8>
    /// Whether `bytes` are its own.
    private var isOwner = false
    private(set) var count = 0
    private let limit: Int

    /// Makes a buffer.
    ///
    /// - Parameters:
    ///   - scratch: Where it writes first; it must be there as long as the buffer.
    ///   - limit: How many bytes the text may have.
    init(_ scratch: UnsafeMutableBufferPointer<UInt8>, limit: Int) {
        self.bytes = scratch
        self.limit = limit
    }

    deinit {
        if self.isOwner { self.bytes.deallocate() }
    }

    var text: String { String(decoding: UnsafeBufferPointer(rebasing: self.bytes[..<self.count]), as: UTF8.self) }

    mutating func append(_ text: UnsafeBufferPointer<UInt8>) throws(PlainRenderer.GivesUp) {
        self.write(text)
        try self.check()
    }

    @inline(never)
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
        if self.count + text.count > self.bytes.count { self.grow(text.count) }
        self.bytes.baseAddress.unsafelyUnwrapped.advanced(by: self.count).update(from: source, count: text.count)
        self.count += text.count
    }

    @inline(never)
    private mutating func grow(_ more: Int) {
        let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(self.count + more, 2 * self.bytes.count))
        _ = larger.update(fromContentsOf: UnsafeBufferPointer(rebasing: self.bytes[..<self.count]))
        if self.isOwner { self.bytes.deallocate() }
        self.bytes = larger
        self.isOwner = true
    }

    private func check() throws(PlainRenderer.GivesUp) {
        guard self.count <= self.limit else { throw PlainRenderer.GivesUp() }
    }
}
