// SPDX-License-Identifier: Apache-2.0

extension Lexer {
    /// One token inside `{{ }}`; false when no rule takes what stands there.
    mutating func lexTag() -> Bool {
        let start = self.position
        if self.has("(", at: start) {
            self.append(.openCall, start..<start + 1)
        } else if self.has(")", at: start) {
            self.append(.closeCall, start..<start + 1)
        } else if self.has("{{{{", at: start) {
            self.append(.openRaw, start..<start + 4)
        } else if self.has("}}}}", at: start) {
            self.append(.closeRaw, start..<start + 4)
            self.enterRaw()
        } else if self.has("{{", at: start) {
            return self.lexOpening()
        } else {
            return self.lexInside()
        }
        return true
    }

    /// What starts with two braces.
    private mutating func lexOpening() -> Bool {
        let start = self.position
        let isStripped = self.has("~", at: start + 2)
        let after = start + (isStripped ? 3 : 2)
        let strip = Strip(open: isStripped)
        let afterSpace = self.spaceEnd(from: after)
        if self.has(">", at: after) {
            self.append(.openPartial, start..<after + 1, strip: strip)
        } else if self.has("#>", at: after) {
            self.append(.openPartialBlock, start..<after + 2, strip: strip)
        } else if self.has("#", at: after) {
            let isDecorator = self.has("*", at: after + 1)
            let end = after + (isDecorator ? 2 : 1)
            self.append(isDecorator ? .openDecoratorBlock : .openBlock, start..<end, strip: strip)
        } else if self.has("/", at: after) {
            self.append(.openEndBlock, start..<after + 1, strip: strip)
        } else if self.has("^", at: after) {
            if self.lexInverse(from: after + 1, strip) { return true }
            self.append(.openInverse, start..<after + 1, strip: strip)
        } else if self.has("else", at: afterSpace), !(self.scalar(afterSpace + 4)?.isWordCharacter ?? false) {
            if self.lexInverse(from: afterSpace + 4, strip) { return true }
            self.append(.openInverseChain, start..<afterSpace + 4, strip: strip)
        } else if self.has("{", at: after) {
            self.append(.openUnescaped, start..<after + 1, strip: strip)
        } else if self.has("&", at: after) {
            self.append(.openUnescaped, start..<after + 1, "&", strip: strip)
        } else if self.has("!", at: after), let end = self.commentEnd(from: after) {
            let close = self.has("~", at: end - 3)
            self.append(.comment, start..<end, strip: Strip(open: isStripped, close: close))
            self.leaveTag()
        } else if self.has("*", at: after) {
            self.append(.openDecorator, start..<after + 1, strip: strip)
        } else {
            self.append(.open, start..<after, strip: strip)
        }
        return true
    }

    /// `{{^}}` or `{{else}}`, when the tag ends here.
    private mutating func lexInverse(from offset: Int, _ strip: Strip) -> Bool {
        var end = self.spaceEnd(from: offset)
        let isStripped = self.has("~", at: end)
        if isStripped { end += 1 }
        guard self.has("}}", at: end) else { return false }
        self.append(.inverse, self.position..<end + 2, strip: Strip(open: strip.open, close: isStripped))
        self.leaveTag()
        return true
    }

    /// The end of a comment; one with dashes goes on to dashes.
    private func commentEnd(from offset: Int) -> Int? {
        guard self.has("!--", at: offset) else { return self.find("}}", from: offset).map { $0 + 2 } }
        var start = offset + 1
        while let dashes = self.find("--", from: start) {
            if self.has("}}", at: dashes + 2) { return dashes + 4 }
            if self.has("~}}", at: dashes + 2) { return dashes + 5 }
            start = dashes + 1
        }
        return nil
    }

    private mutating func lexInside() -> Bool {
        let start = self.position
        switch self.scalar(start) {
        case "=": self.append(.equals, start..<start + 1)
        case "." where self.has("..", at: start): self.append(.identifier, start..<start + 2)
        case "." where self.scalar(start + 1)?.endsName ?? false: self.append(.identifier, start..<start + 1)
        case ".", "/": self.append(.separator, start..<start + 1)
        case "}", "~": return self.lexClosing()
        case "\"": return self.lexQuoted("\"", .string)
        case "'": return self.lexQuoted("'", .string)
        case "@": self.append(.data, start..<start + 1)
        case "|": self.append(.closeParameters, start..<start + 1)
        case "[": return self.lexQuoted("]", .identifier)
        case let scalar? where scalar.isTemplateSpace: self.position = self.spaceEnd(from: start)
        default: return self.lexWord()
        }
        return true
    }

    private mutating func lexClosing() -> Bool {
        let start = self.position
        for (text, kind, isStripped) in [
            ("}~}}", .closeUnescaped, true), ("}}}", .closeUnescaped, false), ("~}}", .close, true),
            ("}}", .close, false),
        ] as [(StaticString, Token.Kind, Bool)] where self.has(text, at: start) {
            self.append(kind, start..<start + text.utf8CodeUnitCount, strip: Strip(close: isStripped))
            self.leaveTag()
            return true
        }
        return false
    }

    /// A text in quotes or a name in brackets; a backslash keeps the closing mark as text.
    ///
    /// Without a closing mark of its own it ends at the last one that a backslash stands before.
    private mutating func lexQuoted(_ mark: Unicode.Scalar, _ kind: Token.Kind) -> Bool {
        let start = self.position
        var end = start + 1
        var fallback: Int?
        while let scalar = self.scalar(end), scalar != mark {
            if scalar == "\\", self.scalar(end + 1) == mark {
                fallback = end + 1
                end += 1
            }
            end += 1
        }
        if end >= self.count {
            guard let fallback else { return false }
            end = fallback
        }
        var text = String.UnicodeScalarView()
        var offset = start + 1
        while offset < end {
            let next = offset + 1 < end ? self.source.scalars[offset + 1] : nil
            let isEscape = next == mark || (mark == "]" && next == "\\")
            if self.source.scalars[offset] == "\\", isEscape { offset += 1 }
            text.append(self.source.scalars[offset])
            offset += 1
        }
        self.append(kind, start..<end + 1, String(text))
        if kind == .identifier { self.markBracketed() }
        return true
    }

    private mutating func lexWord() -> Bool {
        // After a separator there can only be a name: `items.0.true`, where Handlebars wants brackets.
        self.tokens.last?.kind == .separator ? self.lexName() : self.lexLiteral() || self.lexName()
    }

    private mutating func lexLiteral() -> Bool {
        let start = self.position
        for (text, kind) in [
            ("true", .bool), ("false", .bool), ("undefined", .undefined), ("null", .null),
        ] as [(StaticString, Token.Kind)] where self.has(text, at: start) {
            let end = start + text.utf8CodeUnitCount
            guard self.scalar(end)?.endsLiteral ?? false else { continue }
            self.append(kind, start..<end)
            return true
        }
        if let end = self.numberEnd(from: start) {
            self.append(.number, start..<end)
            return true
        }
        if self.has("as", at: start) {
            let bar = self.spaceEnd(from: start + 2)
            if bar > start + 2, self.has("|", at: bar) {
                self.append(.openParameters, start..<bar + 1)
                return true
            }
        }
        return false
    }

    private mutating func lexName() -> Bool {
        let start = self.position
        let end = self.nameEnd(from: start)
        guard end > start, self.scalar(end)?.endsName ?? false else { return false }
        self.append(.identifier, start..<end)
        return true
    }

    private func numberEnd(from start: Int) -> Int? {
        var end = self.has("-", at: start) ? start + 1 : start
        let digits = end
        while self.scalar(end)?.isDecimalDigit ?? false { end += 1 }
        guard end > digits else { return nil }
        if self.has(".", at: end), self.scalar(end + 1)?.isDecimalDigit ?? false {
            end += 1
            while self.scalar(end)?.isDecimalDigit ?? false { end += 1 }
        }
        return self.scalar(end)?.endsLiteral ?? false ? end : nil
    }
}
