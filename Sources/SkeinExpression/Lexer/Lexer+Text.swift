// SPDX-License-Identifier: Apache-2.0

extension Lexer {
    /// Reads a text in quotes; three quotes let it run over lines.
    mutating func text(isRaw: Bool) throws(ExpressionError) -> String {
        let start = self.position
        let quote = self.bytes[start]
        let isTriple = self.peek(1) == quote && self.peek(2) == quote
        let width = isTriple ? 3 : 1
        self.position += width
        var result: [UInt8] = []
        while let byte = self.peek() {
            if byte == quote, !isTriple || self.peek(1) == quote && self.peek(2) == quote {
                self.position += width
                return String(decoding: result, as: UTF8.self)
            }
            if byte == UInt8(ascii: "\\"), !isRaw {
                try self.escape(into: &result)
            } else if byte == 0x0A || byte == 0x0D, !isTriple {
                throw ExpressionError("expression-malformed", "A text ends before its closing quote.", at: start)
            } else {
                result.append(byte)
                self.position += 1
            }
        }
        throw ExpressionError("expression-malformed", "A text ends before its closing quote.", at: start)
    }

    private mutating func escape(into result: inout [UInt8]) throws(ExpressionError) {
        let start = self.position
        guard let letter = self.peek(1) else { throw Self.malformedEscape(start) }
        self.position += 2
        switch letter {
        case UInt8(ascii: "a"): result.append(0x07)
        case UInt8(ascii: "b"): result.append(0x08)
        case UInt8(ascii: "f"): result.append(0x0C)
        case UInt8(ascii: "n"): result.append(0x0A)
        case UInt8(ascii: "r"): result.append(0x0D)
        case UInt8(ascii: "t"): result.append(0x09)
        case UInt8(ascii: "v"): result.append(0x0B)
        case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "?"):
            result.append(letter)
        case UInt8(ascii: "x"), UInt8(ascii: "X"): try self.code(2, radix: 16, start, into: &result)
        case UInt8(ascii: "u"): try self.code(4, radix: 16, start, into: &result)
        case UInt8(ascii: "U"): try self.code(8, radix: 16, start, into: &result)
        case UInt8(ascii: "0")...UInt8(ascii: "3"):
            self.position -= 1
            try self.code(3, radix: 8, start, into: &result)
        default: throw Self.malformedEscape(start)
        }
    }

    private mutating func code(
        _ count: Int,
        radix: Int,
        _ start: Int,
        into result: inout [UInt8]
    ) throws(ExpressionError) {
        guard self.position + count <= self.bytes.count else { throw Self.malformedEscape(start) }
        let digits = String(decoding: self.bytes[self.position..<self.position + count], as: UTF8.self)
        guard let code = UInt32(digits, radix: radix), let scalar = Unicode.Scalar(code) else {
            throw Self.malformedEscape(start)
        }
        self.position += count
        result += Array(String(Character(scalar)).utf8)
    }

    private static func malformedEscape(_ offset: Int) -> ExpressionError {
        ExpressionError("expression-malformed", "A text has an escape that expressions do not know.", at: offset)
    }
}
