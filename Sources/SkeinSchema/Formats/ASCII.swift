// SPDX-License-Identifier: Apache-2.0

/// Classes of ASCII bytes that formats are made of.
enum ASCII {
    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A }

    static func isAlphanumeric(_ byte: UInt8) -> Bool { Self.isDigit(byte) || Self.isLetter(byte) }

    static func isHexDigit(_ byte: UInt8) -> Bool {
        Self.isDigit(byte) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66)
    }

    /// Whether the byte is one of those in the text.
    static func isOne(_ byte: UInt8, of text: StaticString) -> Bool {
        for offset in 0..<text.utf8CodeUnitCount where text.utf8Start[offset] == byte { return true }
        return false
    }
}

/// A place in a text that a format reads from front to back.
struct FormatScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private(set) var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { self.position == self.bytes.count }

    var next: UInt8? { self.position < self.bytes.count ? self.bytes[self.position] : nil }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let next = self.next, UInt32(next) == character.value else { return false }
        self.position += 1
        return true
    }

    mutating func take(anyOf text: StaticString) -> Bool {
        guard let next = self.next, ASCII.isOne(next, of: text) else { return false }
        self.position += 1
        return true
    }

    /// Takes as many bytes as satisfy the condition; how many they were.
    mutating func skip(while condition: (UInt8) -> Bool) -> Int {
        let start = self.position
        while let next = self.next, condition(next) { self.position += 1 }
        return self.position - start
    }

    /// Takes exactly so many digits; their value.
    mutating func digits(_ count: Int) -> Int64? {
        guard self.position + count <= self.bytes.count else { return nil }
        var value: Int64 = 0
        for offset in 0..<count {
            let byte = self.bytes[self.position + offset]
            guard ASCII.isDigit(byte) else { return nil }
            value = value * 10 + Int64(byte - 0x30)
        }
        self.position += count
        return value
    }
}
