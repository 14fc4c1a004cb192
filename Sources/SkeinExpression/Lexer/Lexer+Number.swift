// SPDX-License-Identifier: Apache-2.0

extension Lexer {
    /// Reads `12`, `0x1F`, `12u`, `1.5`, `.5` or `1e9`; a sign is not part of the token.
    mutating func number() throws(ExpressionError) -> Token {
        let start = self.position
        if self.peek() == UInt8(ascii: "0"), let x = self.peek(1), x | 0x20 == UInt8(ascii: "x") {
            return try self.hexadecimal(from: start)
        }
        self.skipDigits()
        var isWhole = true
        if self.peek() == UInt8(ascii: "."), let digit = self.peek(1), Self.isDigit(digit) {
            isWhole = false
            self.position += 1
            self.skipDigits()
        }
        if self.skipExponent() { isWhole = false }
        let text = self.slice(start, self.position)
        guard isWhole else {
            try self.requireEnd(from: start)
            guard let value = Double(text), value.isFinite else {
                throw ExpressionError(.literalInvalid, "The number is too large for a 64-bit float.", at: start)
            }
            return self.literal(.double(value), from: start)
        }
        return try self.whole(UInt64(text), from: start)
    }

    private mutating func hexadecimal(from start: Int) throws(ExpressionError) -> Token {
        self.position += 2
        let digits = self.position
        while let byte = self.peek(), Self.hexDigit(byte) != nil { self.position += 1 }
        guard self.position > digits else {
            throw ExpressionError(.literalInvalid, "Hexadecimal digits must follow '0x'.", at: start)
        }
        return try self.whole(UInt64(self.slice(digits, self.position), radix: 16), from: start)
    }

    private mutating func whole(_ magnitude: UInt64?, from start: Int) throws(ExpressionError) -> Token {
        let isUnsigned = self.peek().map { $0 | 0x20 == UInt8(ascii: "u") } ?? false
        if isUnsigned { self.position += 1 }
        try self.requireEnd(from: start)
        if let magnitude {
            if isUnsigned { return self.literal(.uint(magnitude), from: start) }
            if let value = Int64(exactly: magnitude) { return self.literal(.int(value), from: start) }
            if magnitude == UInt64(Int64.max) + 1 {
                var token = self.literal(.uint(magnitude), from: start)
                token.isIntegerMinimum = true
                return token
            }
        }
        throw ExpressionError(.literalInvalid, "The integer does not fit 64 bits.", at: start)
    }

    private mutating func skipDigits() {
        while let byte = self.peek(), Self.isDigit(byte) { self.position += 1 }
    }

    private mutating func skipExponent() -> Bool {
        guard let e = self.peek(), e | 0x20 == UInt8(ascii: "e") else { return false }
        let hasSign = self.peek(1) == UInt8(ascii: "+") || self.peek(1) == UInt8(ascii: "-")
        guard let digit = self.peek(hasSign ? 2 : 1), Self.isDigit(digit) else { return false }
        self.position += hasSign ? 2 : 1
        self.skipDigits()
        return true
    }

    /// Refuses `12abc`, which would otherwise read as two tokens.
    private func requireEnd(from start: Int) throws(ExpressionError) {
        guard let byte = self.peek(), Self.isLetter(byte) || Self.isDigit(byte) else { return }
        throw ExpressionError(.literalInvalid, "A number runs into a name.", at: start)
    }

    private func literal(_ value: Value, from start: Int) -> Token {
        var token = Token(.literal, start, self.position)
        token.value = value
        return token
    }
}
