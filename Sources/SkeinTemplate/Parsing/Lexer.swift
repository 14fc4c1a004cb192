// SPDX-License-Identifier: Apache-2.0

/// Cuts a template into tokens, with the rules of Handlebars 4.7 in their order.
struct Lexer {
    /// What the next rules are those of.
    private enum Mode {
        case text, escaped, tag, raw
    }

    let source: SourceText
    var position = 0
    private var mode = Mode.text
    /// How many raw blocks are open.
    private var rawDepth = 0
    var tokens: [Token] = []

    private init(_ source: SourceText) { self.source = source }

    /// The tokens of a template; the last one is `end` or `invalid`.
    static func tokens(of source: SourceText) -> [Token] {
        var lexer = Lexer(source)
        while lexer.step() {}
        return lexer.tokens
    }

    private mutating func step() -> Bool {
        switch self.mode {
        case .text: return self.text()
        case .escaped: return self.escaped()
        case .raw: return self.raw()
        case .tag: return self.tag()
        }
    }

    // MARK: Text

    private mutating func text() -> Bool {
        let start = self.position
        guard let open = self.find("{{", from: start) else {
            if start < self.count { self.append(.content, start..<self.count) }
            self.append(.end, self.count..<self.count)
            return false
        }
        var end = open
        self.mode = .tag
        if self.has("\\", at: open - 1), open - 1 >= start {
            end -= 1
            if !(self.has("\\", at: open - 2) && open - 2 >= start) { self.mode = .escaped }
        }
        if end > start { self.append(.content, start..<end) }
        self.position = open
        return true
    }

    /// After a backslash: the braces and what follows, up to the next tag, are text.
    private mutating func escaped() -> Bool {
        let start = self.position
        var end = min(start + 2, self.count)
        while end < self.count {
            if self.has("{{", at: end) || self.has("\\{{", at: end) || self.has("\\\\{{", at: end) { break }
            end += 1
        }
        self.append(.content, start..<end)
        self.mode = .text
        return true
    }

    private mutating func raw() -> Bool {
        let start = self.position
        if self.has("{{{{", at: start), start + 4 < self.count, self.scalar(start + 4) != "/" {
            self.rawDepth += 1
            self.append(.content, start..<start + 4)
            return true
        }
        if self.has("{{{{/", at: start) {
            let nameEnd = self.nameEnd(from: start + 5)
            if nameEnd > start + 5, self.has("}}}}", at: nameEnd) {
                self.rawDepth -= 1
                let range = start..<nameEnd + 4
                if self.rawDepth > 0 {
                    self.append(.content, range)
                } else {
                    self.append(.endRaw, range, self.source.text(start + 5..<nameEnd))
                    self.mode = .text
                }
                return true
            }
        }
        guard start < self.count, let next = self.find("{{{{", from: start + 1) else { return self.invalid() }
        self.append(.content, start..<next)
        return true
    }

    private mutating func tag() -> Bool {
        if self.position >= self.count {
            self.append(.end, self.count..<self.count)
            return false
        }
        guard self.lexTag() else { return self.invalid() }
        return self.tokens.last?.kind != .invalid
    }

    private mutating func invalid() -> Bool {
        self.append(.invalid, self.position..<min(self.position + 1, self.count))
        return false
    }

    // MARK: For the rules of tags

    var count: Int { self.source.scalars.count }

    func scalar(_ offset: Int) -> Unicode.Scalar? {
        self.source.scalars.indices.contains(offset) ? self.source.scalars[offset] : nil
    }

    func has(_ text: StaticString, at offset: Int) -> Bool {
        let length = text.utf8CodeUnitCount
        guard offset >= 0, offset + length <= self.count else { return false }
        for index in 0..<length where self.source.scalars[offset + index].value != UInt32(text.utf8Start[index]) {
            return false
        }
        return true
    }

    func find(_ text: StaticString, from start: Int) -> Int? {
        var offset = start
        while offset < self.count {
            if self.has(text, at: offset) { return offset }
            offset += 1
        }
        return nil
    }

    func spaceEnd(from start: Int) -> Int {
        var end = start
        while let scalar = self.scalar(end), scalar.isTemplateSpace { end += 1 }
        return end
    }

    func nameEnd(from start: Int) -> Int {
        var end = start
        while let scalar = self.scalar(end), scalar.isNameCharacter { end += 1 }
        return end
    }

    /// Appends a token and goes on after it.
    mutating func append(_ kind: Token.Kind, _ range: Range<Int>, _ text: String? = nil, strip: Strip = Strip()) {
        let isText = kind == .content || kind == .identifier || kind == .number || kind == .bool || kind == .separator
        let said = text ?? (isText || kind == .invalid ? self.source.text(range) : "")
        self.tokens.append(Token(kind: kind, text: said, range: range, strip: strip))
        self.position = range.upperBound
    }

    mutating func markBracketed() { self.tokens[self.tokens.count - 1].isBracketed = true }

    mutating func leaveTag() { self.mode = .text }

    mutating func enterRaw() {
        self.mode = .raw
        self.rawDepth = 1
    }
}
