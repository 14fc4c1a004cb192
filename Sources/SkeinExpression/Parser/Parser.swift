// SPDX-License-Identifier: Apache-2.0

/// Reads tokens as the language definition's grammar says: conditional, `??`, `||`, `&&`, relations, sums, products.
struct Parser {
    let source: [UInt8]
    let tokens: [Token]
    let depthLimit: Int
    var position = 0
    private var depth = 0

    init(source: String, limits: ExpressionLimits) throws(ExpressionError) {
        guard source.utf8.count <= limits.length else {
            throw ExpressionError(
                .tooLong,
                "The expression has \(source.utf8.count) bytes; the limit is \(limits.length).",
                at: 0
            )
        }
        var lexer = Lexer(source)
        self.source = lexer.bytes
        self.tokens = try lexer.tokens()
        self.depthLimit = limits.depth
    }

    mutating func parse() throws(ExpressionError) -> Syntax {
        let syntax = try self.expression()
        guard self.current.kind == .end else { throw self.unexpected("an operator or the end") }
        return syntax
    }

    /// An expression of any precedence.
    ///
    /// Every nesting of the grammar passes here, so here the depth is bounded.
    mutating func expression() throws(ExpressionError) -> Syntax {
        self.depth += 1
        defer { self.depth -= 1 }
        guard self.depth <= self.depthLimit else { throw self.tooDeep(at: self.current.start) }
        let first = try self.coalesce()
        guard self.current.kind == .question else { return first }

        var branches: [Syntax.Branch] = []
        var next = first
        while self.take(.question) {
            let value = try self.coalesce()
            try self.expect(.colon, "':' of the conditional")
            branches.append(Syntax.Branch(condition: next, value: value))
            next = try self.coalesce()
        }
        let height = branches.reduce(next.height) { max($0, $1.condition.height, $1.value.height) }
        return try self.node(.conditional(branches, otherwise: next), from: first.start, height: height)
    }

    private mutating func coalesce() throws(ExpressionError) -> Syntax {
        let first = try self.operators(.or)
        guard self.current.kind == .coalesce else { return first }
        var operands = [first]
        while self.take(.coalesce) { operands.append(try self.operators(.or)) }
        return try self.node(.coalesce(operands), from: first.start, height: Self.height(of: operands))
    }

    private enum Precedence: Int {
        case or, and, relation, sum, product
        var tighter: Precedence? { Precedence(rawValue: self.rawValue + 1) }
    }

    /// Operators that bind at least as tightly as `loosest`.
    private mutating func operators(_ loosest: Precedence) throws(ExpressionError) -> Syntax {
        var left = try self.unary()
        while let precedence = Self.precedence(of: self.current.kind), precedence.rawValue >= loosest.rawValue {
            var links: [Syntax.Link] = []
            while Self.precedence(of: self.current.kind) == precedence {
                let token = self.advance()
                let right =
                    if let tighter = precedence.tighter { try self.operators(tighter) } else { try self.unary() }
                let operation = Self.operation(of: token.kind)
                links.append(Syntax.Link(operation: operation, offset: token.start, operand: right))
            }
            let height = max(left.height, Self.height(of: links.map(\.operand)))
            let kind: Syntax.Kind =
                switch precedence {
                case .or, .and: .logic(isAnd: precedence == .and, [left] + links.map(\.operand))
                case .relation, .sum, .product: .chain(left, links)
                }
            left = try self.node(kind, from: left.start, height: height)
        }
        return left
    }

    private mutating func unary() throws(ExpressionError) -> Syntax {
        let start = self.current.start
        let sign = self.current.kind
        var count = 0
        // A minus before a number belongs to the number: that is how the smallest integer can be written.
        while self.current.kind == sign, sign == .not || sign == .minus && !self.isNumber(after: self.position) {
            self.position += 1
            count += 1
        }
        var operand = try self.member()
        guard count > 0 else { return operand }
        // Two of a kind cancel out, but must still be applied once each to refuse other types.
        for _ in 0..<(count > 2 ? 2 + count % 2 : count) {
            operand = try self.node(
                sign == .not ? .not(operand) : .negate(operand),
                from: start,
                height: operand.height
            )
        }
        return operand
    }

    private func isNumber(after position: Int) -> Bool {
        let token = self.tokens[min(position + 1, self.tokens.count - 1)]
        guard token.kind == .literal else { return false }
        return switch token.value {
        case .int, .double: true
        case .uint: token.isIntegerMinimum
        default: false
        }
    }
}

extension Parser {
    var current: Token { self.tokens[self.position] }

    @discardableResult
    mutating func advance() -> Token {
        let token = self.tokens[self.position]
        if token.kind != .end { self.position += 1 }
        return token
    }

    mutating func take(_ kind: Token.Kind) -> Bool {
        guard self.current.kind == kind else { return false }
        self.advance()
        return true
    }

    mutating func expect(_ kind: Token.Kind, _ description: String) throws(ExpressionError) {
        guard self.take(kind) else { throw self.unexpected(description) }
    }

    /// Makes a node that ends at the last token taken; `height` is that of its tallest child.
    func node(_ kind: Syntax.Kind, from start: Int, height: Int) throws(ExpressionError) -> Syntax {
        // Left recursion (`a.b.c`) does not pass through `expression`, so the height is bounded as well.
        guard height < self.depthLimit * 2 else { throw self.tooDeep(at: start) }
        return Syntax(kind: kind, start: start, end: self.tokens[max(self.position - 1, 0)].end, height: height + 1)
    }

    static func height(of nodes: [Syntax]) -> Int { nodes.reduce(0) { max($0, $1.height) } }

    func tooDeep(at offset: Int) -> ExpressionError {
        ExpressionError(.tooDeep, "The expression is nested deeper than \(self.depthLimit) levels.", at: offset)
    }

    func unexpected(_ expected: String) -> ExpressionError {
        let token = self.current
        let found =
            token.kind == .end
            ? "the end" : "'\(String(decoding: self.source[token.start..<token.end].prefix(40), as: UTF8.self))'"
        let hint = token.kind == .reserved ? "'\(token.word)' is a reserved word." : nil
        return ExpressionError(.syntaxInvalid, "Expected \(expected), found \(found).", at: token.start, hint: hint)
    }

    private static func precedence(of kind: Token.Kind) -> Precedence? {
        switch kind {
        case .or: .or
        case .and: .and
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .membership: .relation
        case .plus, .minus: .sum
        case .star, .slash, .percent: .product
        default: nil
        }
    }

    private static func operation(of kind: Token.Kind) -> BinaryOperator {
        switch kind {
        case .equal: .equal
        case .notEqual: .notEqual
        case .less: .less
        case .lessOrEqual: .lessOrEqual
        case .greater: .greater
        case .greaterOrEqual: .greaterOrEqual
        case .membership: .membership
        case .minus: .subtract
        case .star: .multiply
        case .slash: .divide
        case .percent: .remainder
        default: .add
        }
    }
}
