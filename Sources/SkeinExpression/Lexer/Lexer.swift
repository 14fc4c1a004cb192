// SPDX-License-Identifier: Apache-2.0

/// Splits the source into tokens, as the language definition's lexis says, with `$name`, `??` and the words of Skein.
struct Lexer {
    let bytes: [UInt8]
    var position = 0

    init(_ source: String) { self.bytes = Array(source.utf8) }

    /// All tokens, closed by one of the kind `end`.
    mutating func tokens() throws(ExpressionError) -> [Token] {
        var result: [Token] = []
        while true {
            let token = try self.next()
            result.append(token)
            if token.kind == .end { return result }
        }
    }

    private mutating func next() throws(ExpressionError) -> Token {
        self.skipBlanks()
        let start = self.position
        guard let byte = self.peek() else { return Token(.end, start, start) }
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return try self.number()
        case UInt8(ascii: ".") where self.peek(1).map(Self.isDigit) ?? false: return try self.number()
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return try self.text(from: start, isRaw: false, isBytes: false)
        case UInt8(ascii: "$"): return try self.root()
        case UInt8(ascii: "`"): return try self.quotedIdentifier()
        default:
            if Self.isLetter(byte) { return try self.word() }
            return try self.symbol(byte)
        }
    }

    private mutating func skipBlanks() {
        while let byte = self.peek() {
            if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0C || byte == 0x0D {
                self.position += 1
            } else if byte == UInt8(ascii: "/"), self.peek(1) == UInt8(ascii: "/") {
                while let other = self.peek(), other != 0x0A, other != 0x0D { self.position += 1 }
            } else {
                return
            }
        }
    }

    private mutating func root() throws(ExpressionError) -> Token {
        let start = self.position
        self.position += 1
        guard let first = self.peek(), Self.isLetter(first) else {
            throw ExpressionError(
                .syntaxInvalid,
                "A name must follow '$'.",
                at: start,
                hint: "Write a root such as `$input`; to compare with a text, put it in quotes."
            )
        }
        self.skipName()
        var token = Token(.root, start, self.position)
        token.word = self.slice(start + 1, self.position)
        return token
    }

    private mutating func quotedIdentifier() throws(ExpressionError) -> Token {
        let start = self.position
        self.position += 1
        while let byte = self.peek(), Self.isLetter(byte) || Self.isDigit(byte) || " .-/".utf8.contains(byte) {
            self.position += 1
        }
        guard self.peek() == UInt8(ascii: "`"), self.position > start + 1 else {
            throw ExpressionError(.syntaxInvalid, "A name in backquotes is malformed or not closed.", at: start)
        }
        self.position += 1
        var token = Token(.quotedIdentifier, start, self.position)
        token.word = self.slice(start + 1, self.position - 1)
        return token
    }

    private mutating func word() throws(ExpressionError) -> Token {
        let start = self.position
        if let prefix = self.textPrefix() {
            self.position += prefix.length
            return try self.text(from: start, isRaw: prefix.isRaw, isBytes: prefix.isBytes)
        }
        self.skipName()
        let word = self.slice(start, self.position)
        var token = Token(Self.words[word] ?? .identifier, start, self.position)
        token.word = word
        if token.kind == .literal { token.value = word == "null" ? .null : .bool(word == "true") }
        return token
    }

    /// The `r`, `b`, `rb` or `br` before a quote.
    private func textPrefix() -> (length: Int, isRaw: Bool, isBytes: Bool)? {
        var isRaw = false
        var isBytes = false
        for length in 0...2 {
            guard let byte = self.peek(length) else { return nil }
            switch byte {
            case UInt8(ascii: "r"), UInt8(ascii: "R"):
                guard !isRaw else { return nil }
                isRaw = true
            case UInt8(ascii: "b"), UInt8(ascii: "B"):
                guard !isBytes else { return nil }
                isBytes = true
            case UInt8(ascii: "\""), UInt8(ascii: "'"): return (length, isRaw, isBytes)
            default: return nil
            }
        }
        return nil
    }

    private mutating func symbol(_ byte: UInt8) throws(ExpressionError) -> Token {
        let start = self.position
        if let second = self.peek(1), let kind = Self.pairs[[byte, second]] {
            self.position += 2
            return Token(kind, start, self.position)
        }
        guard let kind = Self.symbols[byte] else { throw self.unexpected(byte, at: start) }
        self.position += 1
        return Token(kind, start, self.position)
    }

    private func unexpected(_ byte: UInt8, at start: Int) -> ExpressionError {
        let hint: String? =
            switch byte {
            case UInt8(ascii: "="): "Compare with `==`."
            case UInt8(ascii: "&"): "Write `&&` or AND."
            case UInt8(ascii: "|"): "Write `||` or OR."
            default: nil
            }
        var end = start + 1
        while end < self.bytes.count, self.bytes[end] & 0xC0 == 0x80 { end += 1 }
        let text = byte < 0x20 ? "A control character" : "'\(self.slice(start, end))'"
        return ExpressionError(.syntaxInvalid, "\(text) has no meaning here.", at: start, hint: hint)
    }
}

extension Lexer {
    func peek(_ ahead: Int = 0) -> UInt8? {
        self.position + ahead < self.bytes.count ? self.bytes[self.position + ahead] : nil
    }

    func slice(_ start: Int, _ end: Int) -> String { String(decoding: self.bytes[start..<end], as: UTF8.self) }

    mutating func skipName() {
        while let byte = self.peek(), Self.isLetter(byte) || Self.isDigit(byte) { self.position += 1 }
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    static func isLetter(_ byte: UInt8) -> Bool {
        let lower = byte | 0x20
        return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
    }

    static func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - 0x30)
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - 0x61 + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - 0x41 + 10)
        default: nil
        }
    }

    private static let words: [String: Token.Kind] = {
        var words: [String: Token.Kind] = [
            "true": .literal, "false": .literal, "null": .literal, "in": .membership,
            "AND": .and, "OR": .or, "NOT": .not, "IN": .membership,
        ]
        for word in [
            "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
            "namespace", "return", "var", "void", "while",
        ] {
            words[word] = .reserved
        }
        return words
    }()

    private static let pairs: [[UInt8]: Token.Kind] = [
        Array("&&".utf8): .and, Array("||".utf8): .or, Array("??".utf8): .coalesce, Array("==".utf8): .equal,
        Array("!=".utf8): .notEqual, Array("<=".utf8): .lessOrEqual, Array(">=".utf8): .greaterOrEqual,
    ]

    private static let symbols: [UInt8: Token.Kind] = [
        UInt8(ascii: "!"): .not, UInt8(ascii: "<"): .less, UInt8(ascii: ">"): .greater, UInt8(ascii: "+"): .plus,
        UInt8(ascii: "-"): .minus, UInt8(ascii: "*"): .star, UInt8(ascii: "/"): .slash, UInt8(ascii: "%"): .percent,
        UInt8(ascii: "?"): .question, UInt8(ascii: ":"): .colon, UInt8(ascii: ","): .comma, UInt8(ascii: "."): .dot,
        UInt8(ascii: "("): .leftParenthesis, UInt8(ascii: ")"): .rightParenthesis,
        UInt8(ascii: "["): .leftBracket, UInt8(ascii: "]"): .rightBracket,
        UInt8(ascii: "{"): .leftBrace, UInt8(ascii: "}"): .rightBrace,
    ]
}
