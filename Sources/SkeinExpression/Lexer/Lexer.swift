// SPDX-License-Identifier: Apache-2.0

/// Cuts an expression's text into tokens, by the lexical rules of CEL with `$` in front of roots.
struct Lexer {
    let bytes: [UInt8]
    var position = 0

    private static let symbols = [
        "??", "&&", "||", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", ".", ",", "(", ")",
        "[", "]", "{", "}",
    ].map { (text: $0, bytes: Array($0.utf8)) }

    /// The words that stand for operators.
    private static let words = ["AND": "&&", "OR": "||", "NOT": "!", "IN": "in", "in": "in"]

    /// The words that CEL reserves.
    private static let reserved: Set<String> = [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
        "namespace", "return", "var", "void", "while",
    ]

    static func tokens(_ source: String) throws(ExpressionError) -> [Token] {
        var lexer = Lexer(bytes: Array(source.utf8))
        var tokens: [Token] = []
        while true {
            let token = try lexer.next()
            tokens.append(token)
            if token.kind == .end { return tokens }
        }
    }

    private mutating func next() throws(ExpressionError) -> Token {
        self.skipSpace()
        let start = self.position
        guard let byte = self.peek() else { return Token(kind: .end, offset: start) }
        if Self.isDigit(byte) || byte == UInt8(ascii: ".") && self.peek(1).map(Self.isDigit) == true {
            return Token(kind: try self.number(), offset: start)
        }
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
            return Token(kind: .string(try self.text(isRaw: false)), offset: start)
        }
        if Self.isNameStart(byte) || byte == UInt8(ascii: "$") { return try self.name() }
        for symbol in Self.symbols where self.bytes[start...].starts(with: symbol.bytes) {
            self.position += symbol.bytes.count
            return Token(kind: .symbol(symbol.text), offset: start)
        }
        let found = byte < 0x7F ? "'\(Unicode.Scalar(byte))'" : "a character"
        throw ExpressionError("expression-malformed", "Found \(found), which no expression has there.", at: start)
    }

    private mutating func name() throws(ExpressionError) -> Token {
        let start = self.position
        self.position += 1
        while let byte = self.peek(), Self.isNameStart(byte) || Self.isDigit(byte) { self.position += 1 }
        let name = String(decoding: self.bytes[start..<self.position], as: UTF8.self)
        if name == "$" {
            throw ExpressionError(
                "expression-malformed",
                "A '$' has no name after it.",
                at: start,
                hint: "Write $input."
            )
        }
        if let quote = self.peek(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            switch name {
            case "r", "R": return Token(kind: .string(try self.text(isRaw: true)), offset: start)
            case "b", "B", "rb", "br", "bR", "Rb", "RB", "BR":
                throw ExpressionError("literal-unsupported", "JSON has no bytes, so expressions have none.", at: start)
            default: break
            }
        }
        if let word = Self.words[name] { return Token(kind: .symbol(word), offset: start) }
        if Self.reserved.contains(name) {
            throw ExpressionError("expression-malformed", "'\(name)' is a reserved word.", at: start)
        }
        return Token(kind: .name(name), offset: start)
    }

    private mutating func number() throws(ExpressionError) -> Token.Kind {
        let start = self.position
        if self.peek() == UInt8(ascii: "0"), let x = self.peek(1), x | 0x20 == UInt8(ascii: "x") {
            self.position += 2
            let digits = self.take { Character(Unicode.Scalar($0)).isHexDigit }
            guard let value = Int64(digits, radix: 16) else { throw self.malformedNumber(start) }
            return .int(value)
        }
        var text = self.take(Self.isDigit)
        var isWhole = true
        if self.peek() == UInt8(ascii: "."), self.peek(1).map(Self.isDigit) == true {
            isWhole = false
            self.position += 1
            text += "." + self.take(Self.isDigit)
        }
        if let byte = self.peek(), byte | 0x20 == UInt8(ascii: "e") {
            isWhole = false
            self.position += 1
            text += "e"
            if let sign = self.peek(), sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
                text += String(Unicode.Scalar(sign))
                self.position += 1
            }
            text += self.take(Self.isDigit)
        }
        if let byte = self.peek(), Self.isNameStart(byte) {
            if byte | 0x20 == UInt8(ascii: "u") {
                throw ExpressionError(
                    "literal-unsupported",
                    "Unsigned numbers are not available; leave the 'u' out.",
                    at: start
                )
            }
            throw self.malformedNumber(start)
        }
        if isWhole {
            if let value = Int64(text) { return .int(value) }
            guard text == "9223372036854775808" else { throw self.malformedNumber(start) }
            return .integerLimit
        }
        guard let value = Double("0" + text), value.isFinite else { throw self.malformedNumber(start) }
        return .double(value)
    }

    private func malformedNumber(_ start: Int) -> ExpressionError {
        ExpressionError("expression-malformed", "This is no number, or one that does not fit 64 bits.", at: start)
    }

    private mutating func skipSpace() {
        while let byte = self.peek() {
            if byte == 0x20 || (0x09...0x0D).contains(byte) {
                self.position += 1
            } else if byte == UInt8(ascii: "/"), self.peek(1) == UInt8(ascii: "/") {
                while let byte = self.peek(), byte != 0x0A { self.position += 1 }
            } else {
                return
            }
        }
    }

    func peek(_ offset: Int = 0) -> UInt8? {
        self.position + offset < self.bytes.count ? self.bytes[self.position + offset] : nil
    }

    private mutating func take(_ isPart: (UInt8) -> Bool) -> String {
        let start = self.position
        while let byte = self.peek(), isPart(byte) { self.position += 1 }
        return String(decoding: self.bytes[start..<self.position], as: UTF8.self)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isNameStart(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
    }
}
