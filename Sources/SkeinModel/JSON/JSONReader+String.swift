// SPDX-License-Identifier: Apache-2.0

extension JSONReader {
    /// Parses the string whose opening quote stands at the current position.
    mutating func parseString() throws(JSONError) -> String {
        let start = self.position + 1
        var end = start
        var isASCII = true
        scan: while end < self.bytes.count {
            let byte = self.bytes[end]
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): break scan
            case 0..<0x20: throw self.controlCharacter(at: end)
            case 0x80...: isASCII = false
            default: break
            }
            end += 1
        }
        guard end < self.bytes.count else {
            throw self.error(.unexpectedEnd, "The text ends inside a string.", at: self.bytes.count)
        }
        if self.bytes[end] == UInt8(ascii: "\\") { return try self.parseEscapedString(from: start, firstEscape: end) }
        self.position = end + 1
        let text = UnsafeBufferPointer(rebasing: self.bytes[start..<end])
        if !isASCII { try self.checkUTF8(text, from: start) }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func parseEscapedString(from start: Int, firstEscape: Int) throws(JSONError) -> String {
        var text = Array(self.bytes[start..<firstEscape])
        self.position = firstEscape
        while self.position < self.bytes.count {
            let byte = self.bytes[self.position]
            switch byte {
            case UInt8(ascii: "\""):
                self.position += 1
                let invalid = text.withUnsafeBufferPointer { UTF8Check.firstInvalid(in: $0) }
                guard invalid == nil else {
                    throw self.error(.malformedUTF8, "The string is not valid UTF-8.", at: start)
                }
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try self.parseEscape(into: &text)
            case 0..<0x20: throw self.controlCharacter(at: self.position)
            default:
                text.append(byte)
                self.position += 1
            }
        }
        throw self.error(.unexpectedEnd, "The text ends inside a string.")
    }

    private mutating func parseEscape(into text: inout [UInt8]) throws(JSONError) {
        guard self.position + 1 < self.bytes.count else {
            throw self.error(.unexpectedEnd, "The text ends inside an escape.", at: self.bytes.count)
        }
        let plain: UInt8
        switch self.bytes[self.position + 1] {
        case UInt8(ascii: "\""): plain = UInt8(ascii: "\"")
        case UInt8(ascii: "\\"): plain = UInt8(ascii: "\\")
        case UInt8(ascii: "/"): plain = UInt8(ascii: "/")
        case UInt8(ascii: "b"): plain = 0x08
        case UInt8(ascii: "f"): plain = 0x0C
        case UInt8(ascii: "n"): plain = 0x0A
        case UInt8(ascii: "r"): plain = 0x0D
        case UInt8(ascii: "t"): plain = 0x09
        case UInt8(ascii: "u"): return try self.parseUnicodeEscape(into: &text)
        default: throw self.error(.malformedEscape, "The string has an escape that JSON does not know.")
        }
        text.append(plain)
        self.position += 2
    }

    private mutating func parseUnicodeEscape(into text: inout [UInt8]) throws(JSONError) {
        let start = self.position
        var code = try self.hexadecimal(at: start + 2)
        self.position = start + 6
        if (0xD800..<0xDC00).contains(code) {
            guard self.position + 1 < self.bytes.count, self.bytes[self.position] == UInt8(ascii: "\\"),
                self.bytes[self.position + 1] == UInt8(ascii: "u")
            else { throw self.error(.malformedEscape, "Half of a surrogate pair stands alone.", at: start) }
            let low = try self.hexadecimal(at: self.position + 2)
            guard (0xDC00..<0xE000).contains(low) else {
                throw self.error(.malformedEscape, "Half of a surrogate pair stands alone.", at: start)
            }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            self.position += 6
        }
        guard let scalar = Unicode.Scalar(code) else {
            throw self.error(.malformedEscape, "Half of a surrogate pair stands alone.", at: start)
        }
        text.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
    }

    private func hexadecimal(at offset: Int) throws(JSONError) -> UInt32 {
        guard offset + 4 <= self.bytes.count else {
            throw self.error(.unexpectedEnd, "The text ends inside an escape.", at: self.bytes.count)
        }
        var code: UInt32 = 0
        for position in offset..<offset + 4 {
            guard let digit = Character(Unicode.Scalar(self.bytes[position])).hexDigitValue else {
                throw self.error(.malformedEscape, "A \\u escape needs four hexadecimal digits.", at: offset - 2)
            }
            code = code << 4 + UInt32(digit)
        }
        return code
    }

    private func checkUTF8(_ text: UnsafeBufferPointer<UInt8>, from start: Int) throws(JSONError) {
        guard let invalid = UTF8Check.firstInvalid(in: text) else { return }
        throw self.error(.malformedUTF8, "The string is not valid UTF-8.", at: start + invalid)
    }

    private func controlCharacter(at offset: Int) -> JSONError {
        self.error(.controlCharacter, "A control character stands in a string; write it as an escape.", at: offset)
    }
}

/// A check of UTF-8 that allocates nothing (Unicode 15, table 3-7).
package enum UTF8Check {
    /// The offset of the first byte that cannot stand there, or `nil` for valid UTF-8.
    package static func firstInvalid(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var position = 0
        while position < bytes.count {
            let lead = bytes[position]
            let length: Int
            var second: ClosedRange<UInt8> = 0x80...0xBF
            switch lead {
            case 0..<0x80: length = 1
            case 0xC2...0xDF: length = 2
            case 0xE0: (length, second) = (3, 0xA0...0xBF)
            case 0xED: (length, second) = (3, 0x80...0x9F)
            case 0xE1...0xEF: length = 3
            case 0xF0: (length, second) = (4, 0x90...0xBF)
            case 0xF1...0xF3: length = 4
            case 0xF4: (length, second) = (4, 0x80...0x8F)
            default: return position
            }
            guard position + length <= bytes.count else { return position }
            if length > 1 {
                guard second.contains(bytes[position + 1]) else { return position }
                for offset in 2..<max(length, 2) where bytes[position + offset] & 0xC0 != 0x80 { return position }
            }
            position += length
        }
        return nil
    }
}
