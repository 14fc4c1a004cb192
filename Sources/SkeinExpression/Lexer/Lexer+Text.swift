// SPDX-License-Identifier: Apache-2.0

extension Lexer {
    /// Reads a text or bytes literal; the position is at its opening quote.
    mutating func text(from start: Int, isRaw: Bool, isBytes: Bool) throws(ExpressionError) -> Token {
        let quote = self.bytes[self.position]
        let isTriple = self.peek(1) == quote && self.peek(2) == quote
        self.position += isTriple ? 3 : 1
        var content: [UInt8] = []
        while true {
            guard let byte = self.peek() else {
                throw ExpressionError(.literalInvalid, "The text is not closed.", at: start)
            }
            if byte == quote, !isTriple || self.peek(1) == quote && self.peek(2) == quote {
                self.position += isTriple ? 3 : 1
                break
            }
            if byte == UInt8(ascii: "\\") {
                if isRaw {
                    self.copyRawPair(to: &content)
                } else {
                    try self.escape(isBytes: isBytes, to: &content)
                }
                continue
            }
            if !isTriple, byte == 0x0A || byte == 0x0D {
                throw ExpressionError(
                    .literalInvalid,
                    "The text is not closed before the end of the line.",
                    at: start,
                    hint: "Use three quotes for a text of several lines, or \\n for a line break."
                )
            }
            content.append(byte)
            self.position += 1
        }
        var token = Token(.literal, start, self.position)
        token.value = isBytes ? .bytes(content) : .string(String(decoding: content, as: UTF8.self))
        return token
    }

    /// In a raw text a backslash stands for itself.
    private mutating func copyRawPair(to content: inout [UInt8]) {
        content.append(UInt8(ascii: "\\"))
        self.position += 1
    }

    private mutating func escape(isBytes: Bool, to content: inout [UInt8]) throws(ExpressionError) {
        let start = self.position
        self.position += 2
        guard start + 1 < self.bytes.count else {
            throw ExpressionError(.literalInvalid, "The text is not closed.", at: start)
        }
        let byte = self.bytes[start + 1]
        switch byte {
        case UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
            content.append(byte)
        case UInt8(ascii: "a"): content.append(0x07)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "v"): content.append(0x0B)
        case UInt8(ascii: "x"), UInt8(ascii: "X"):
            try self.append(try self.digits(2, radix: 16, from: start), isOctet: isBytes, from: start, to: &content)
        case UInt8(ascii: "u") where !isBytes:
            try self.append(try self.utf16(from: start), isOctet: false, from: start, to: &content)
        case UInt8(ascii: "U") where !isBytes:
            try self.append(try self.digits(8, radix: 16, from: start), isOctet: false, from: start, to: &content)
        case UInt8(ascii: "0")...UInt8(ascii: "3"):
            self.position -= 1
            try self.append(try self.digits(3, radix: 8, from: start), isOctet: isBytes, from: start, to: &content)
        default:
            throw ExpressionError(
                .literalInvalid,
                "The escape is unknown.",
                at: start,
                hint: "Write \\\\ for a backslash, or a raw text: r'...'."
            )
        }
    }

    /// Four hexadecimal digits, and four more of a second escape when they are half of a surrogate pair.
    private mutating func utf16(from start: Int) throws(ExpressionError) -> UInt32 {
        let high = try self.digits(4, radix: 16, from: start)
        guard (0xD800..<0xDC00).contains(high), self.peek() == UInt8(ascii: "\\"), self.peek(1) == UInt8(ascii: "u")
        else { return high }
        self.position += 2
        let low = try self.digits(4, radix: 16, from: start)
        guard (0xDC00..<0xE000).contains(low) else { return high }
        return 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
    }

    private mutating func digits(_ count: Int, radix: UInt32, from start: Int) throws(ExpressionError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<count {
            guard let byte = self.peek(), let digit = Self.hexDigit(byte), digit < radix else {
                throw ExpressionError(.literalInvalid, "The escape needs \(count) digits.", at: start)
            }
            // Eight hexadecimal digits fill 32 bits exactly.
            value = value &* radix &+ digit
            self.position += 1
        }
        return value
    }

    private func append(
        _ code: UInt32,
        isOctet: Bool,
        from start: Int,
        to content: inout [UInt8]
    ) throws(ExpressionError) {
        if isOctet {
            content.append(UInt8(truncatingIfNeeded: code))
        } else if let scalar = Unicode.Scalar(code) {
            content.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        } else {
            throw ExpressionError(.literalInvalid, "The escape is not a Unicode code point.", at: start)
        }
    }
}
