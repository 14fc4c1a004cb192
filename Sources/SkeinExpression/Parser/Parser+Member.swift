// SPDX-License-Identifier: Apache-2.0

extension Parser {
    /// A primary and the selections, subscripts and calls that follow it.
    mutating func member() throws(ExpressionError) -> Syntax {
        var node = try self.primary()
        while true {
            switch self.current.kind {
            case .dot:
                self.advance()
                node = try self.selection(of: node)
            case .leftBracket:
                self.advance()
                let isOptional = self.take(.question)
                let index = try self.expression()
                try self.expect(.rightBracket, "']'")
                let height = max(node.height, index.height)
                node = try self.node(.index(node, index, isOptional: isOptional), from: node.start, height: height)
            case .leftBrace where Self.isQualifiedName(node):
                throw ExpressionError(
                    .syntaxInvalid,
                    "Messages cannot be constructed.",
                    at: node.start,
                    hint: "Write a map: {\"name\": value}."
                )
            default: return node
            }
        }
    }

    private mutating func selection(of node: Syntax) throws(ExpressionError) -> Syntax {
        let isOptional = self.take(.question)
        let token = self.current
        let isLiteralWord = token.kind == .literal || token.word == "in"
        guard !token.word.isEmpty, !isLiteralWord, token.kind != .root else {
            throw self.unexpected("a name after '.'")
        }
        self.advance()
        guard self.current.kind == .leftParenthesis, !isOptional, token.kind != .quotedIdentifier else {
            return try self.node(
                .select(node, token.word, isOptional: isOptional),
                from: node.start,
                height: node.height
            )
        }
        let arguments = try self.arguments()
        return try self.node(
            .call(target: node, function: token.word, nameStart: token.start, arguments: arguments),
            from: node.start,
            height: Self.height(ofCall: token.word, on: node, Self.height(of: arguments))
        )
    }

    /// The height of a method call.
    ///
    /// Macros put what their body builds round what they are called on, so that theirs add up: no value is deeper than
    /// the expression is high, and what it takes from its scope is deep.
    private static func height(ofCall name: String, on target: Syntax, _ arguments: Int) -> Int {
        switch Macro(function: name, isMethod: true) {
        case .map, .transformList, .transformMap, .optMap, .optFlatMap: target.height + arguments
        default: max(target.height, arguments)
        }
    }

    private mutating func primary() throws(ExpressionError) -> Syntax {
        let token = self.current
        switch token.kind {
        case .literal: return try self.literal()
        case .minus: return try self.negativeNumber()
        case .root:
            self.advance()
            return try self.node(.name(token.word, isRoot: true, isAbsolute: true), from: token.start, height: 0)
        case .identifier: return try self.nameOrCall(isAbsolute: false)
        case .dot:
            self.advance()
            guard self.current.kind == .identifier else { throw self.unexpected("a name after '.'") }
            return try self.nameOrCall(isAbsolute: true)
        case .leftParenthesis:
            self.advance()
            let inner = try self.expression()
            try self.expect(.rightParenthesis, "')'")
            return try self.node(.group(inner), from: token.start, height: inner.height)
        case .leftBracket: return try self.list()
        case .leftBrace: return try self.map()
        default: throw self.unexpected("a value")
        }
    }

    private mutating func literal() throws(ExpressionError) -> Syntax {
        let token = self.advance()
        guard !token.isIntegerMinimum else {
            throw ExpressionError(.literalInvalid, "The integer does not fit 64 bits.", at: token.start)
        }
        return try self.node(.literal(token.value), from: token.start, height: 0)
    }

    private mutating func negativeNumber() throws(ExpressionError) -> Syntax {
        let start = self.advance().start
        let token = self.advance()
        let value: Value =
            switch token.value {
            case .int(let magnitude): .int(-magnitude)
            case .double(let magnitude): .double(-magnitude)
            default: .int(.min)
            }
        return try self.node(.literal(value), from: start, height: 0)
    }

    private mutating func nameOrCall(isAbsolute: Bool) throws(ExpressionError) -> Syntax {
        let token = self.advance()
        guard self.current.kind == .leftParenthesis else {
            return try self.node(.name(token.word, isRoot: false, isAbsolute: isAbsolute), from: token.start, height: 0)
        }
        let arguments = try self.arguments()
        return try self.node(
            .call(target: nil, function: token.word, nameStart: token.start, arguments: arguments),
            from: token.start,
            height: Self.height(of: arguments)
        )
    }

    private mutating func arguments() throws(ExpressionError) -> [Syntax] {
        self.advance()
        var arguments: [Syntax] = []
        guard !self.take(.rightParenthesis) else { return arguments }
        repeat { arguments.append(try self.expression()) } while self.take(.comma)
        try self.expect(.rightParenthesis, "',' or ')'")
        return arguments
    }

    private mutating func list() throws(ExpressionError) -> Syntax {
        let start = self.advance().start
        var elements: [Syntax.Element] = []
        while self.current.kind != .rightBracket {
            let isOptional = self.take(.question)
            elements.append(Syntax.Element(value: try self.expression(), isOptional: isOptional))
            // A comma may close the list as well.
            guard self.take(.comma) else { break }
        }
        try self.expect(.rightBracket, "',' or ']'")
        return try self.node(.list(elements), from: start, height: Self.height(of: elements.map(\.value)))
    }

    private mutating func map() throws(ExpressionError) -> Syntax {
        let start = self.advance().start
        var entries: [Syntax.Entry] = []
        while self.current.kind != .rightBrace {
            let isOptional = self.take(.question)
            let key = try self.expression()
            try self.expect(.colon, "':' after the key")
            entries.append(Syntax.Entry(key: key, value: try self.expression(), isOptional: isOptional))
            guard self.take(.comma) else { break }
        }
        try self.expect(.rightBrace, "',' or '}'")
        let height = entries.reduce(0) { max($0, $1.key.height, $1.value.height) }
        return try self.node(.map(entries), from: start, height: height)
    }

    private static func isQualifiedName(_ node: Syntax) -> Bool {
        var node = node
        while case .select(let inner, _, false) = node.kind { node = inner }
        if case .name(_, isRoot: false, _) = node.kind { return true }
        return false
    }
}
