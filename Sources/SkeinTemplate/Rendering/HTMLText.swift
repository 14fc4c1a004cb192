// SPDX-License-Identifier: Apache-2.0

/// The characters that mean something in HTML, and what stands for them.
enum HTMLText {
    /// The position of the first special character at or after a position.
    static func special(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var position = start
        let raw = UnsafeRawBufferPointer(bytes)
        // Most texts have few, so eight bytes are looked at in one go.
        while position + 8 <= bytes.count {
            let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            let marks = Self.special(word)
            if marks != 0 { return position + marks.trailingZeroBitCount / 8 }
            position += 8
        }
        // The rest, as the low bytes of a word whose other bytes are zero, which is not special.
        var rest: UInt64 = 0
        for index in (position..<bytes.count).reversed() { rest = rest << 8 | UInt64(bytes[index]) }
        let marks = Self.special(rest)
        return marks == 0 ? nil : position + marks.trailingZeroBitCount / 8
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
        return Self.zeros(pairs ^ 0x2727_2727_2727_2727) | Self.zeros(pairs ^ 0x3D3D_3D3D_3D3D_3D3D)
            | Self.zeros(bytes ^ 0x3E3E_3E3E_3E3E_3E3E) | Self.zeros(bytes ^ 0x2222_2222_2222_2222)
            | Self.zeros(bytes ^ 0x6060_6060_6060_6060)
    }

    /// The high bits of the bytes that are zero; above the first of them, of some others as well.
    private static func zeros(_ bytes: UInt64) -> UInt64 {
        (bytes &- 0x0101_0101_0101_0101) & ~bytes & 0x8080_8080_8080_8080
    }
}
