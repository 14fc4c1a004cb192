// SPDX-License-Identifier: Apache-2.0

/// The characters that mean something in HTML, and what stands for them.
enum HTMLText {
    /// The position of the first special character at or after a position.
    static func special(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var position = start
        let raw = UnsafeRawBufferPointer(bytes)
        // Most texts have few, so eight bytes are looked at in one go.
        while position + 8 <= bytes.count {
            let marks = Self.special(Self.word(raw, position))
            if marks != 0 { return position + marks.trailingZeroBitCount / 8 }
            position += 8
        }
        guard position < bytes.count else { return nil }
        let marks = Self.special(Self.rest(raw, from: position))
        return marks == 0 ? nil : position + marks.trailingZeroBitCount / 8
    }

    private static func word(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
    }

    /// The last one to seven bytes, as the low bytes of a word whose other bytes are zero, which is not special.
    private static func rest(_ bytes: UnsafeRawBufferPointer, from position: Int) -> UInt64 {
        let count = bytes.count - position
        // Of the last eight bytes, those that are left.
        guard bytes.count < 8 else { return Self.word(bytes, bytes.count - 8) >> (64 - 8 * UInt64(count)) }
        // Two halves that overlap in what both have.
        func half(_ offset: Int) -> UInt64 {
            let half = bytes.loadUnaligned(fromByteOffset: position + offset, as: UInt32.self)
            return UInt64(UInt32(littleEndian: half)) << UInt64(8 * offset)
        }
        guard count < 4 else { return half(0) | half(count - 4) }
        return (0..<count).reduce(0) { $0 | UInt64(bytes[position + $1]) << UInt64(8 * $1) }
    }

    static func entity(_ byte: UInt8) -> StaticString {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#x27;"
        case UInt8(ascii: "`"): "&#x60;"
        default: "&#x3D;"
        }
    }

    /// Not zero when one of eight bytes is special; the lowest bit that is set belongs to the first that is.
    private static func special(_ bytes: UInt64) -> UInt64 {
        // `&` and `'` differ in their lowest bit alone, as do `<` and `=`.
        let pairs = bytes | 0x0101_0101_0101_0101
        let marks =
            Self.zeros(pairs ^ 0x2727_2727_2727_2727) | Self.zeros(pairs ^ 0x3D3D_3D3D_3D3D_3D3D)
            | Self.zeros(bytes ^ 0x3E3E_3E3E_3E3E_3E3E) | Self.zeros(bytes ^ 0x2222_2222_2222_2222)
            | Self.zeros(bytes ^ 0x6060_6060_6060_6060)
        return marks & 0x8080_8080_8080_8080
    }

    /// Has the high bits of the bytes that are zero; above the first of them, of some others as well.
    private static func zeros(_ bytes: UInt64) -> UInt64 { (bytes &- 0x0101_0101_0101_0101) & ~bytes }
}
