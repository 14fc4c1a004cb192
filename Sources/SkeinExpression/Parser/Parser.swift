// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Builds the tree of an expression by recursive descent over CEL's grammar (cel-spec, "Syntax").
///
/// `??` binds looser than `||` and tighter than `? :`, and to the right.
struct Parser {
    private let tokens: [Token]
    private var position = 0
    private var nesting = 0

    /// How deep brackets may be nested.
    private static let nestingLimit = 64
    /// How deep the tree may be.
    private static let depthLimit = 256

    init(tokens: [Token]) { self.tokens = tokens }

    /// Parses the whole text as one expression.
    mutating func parseExpression() throws(ExpressionError) -> Placed {
        let expression = try self.conditional()
        guard self.token.kind == .end else {
            throw self.malformed("Found \(self.token.description) where the expression should end or go on.")
        }
        return expression
    }

    private mutating func conditional() throws(ExpressionError) -> Placed {
        self.nesting += 1
        defer { self.nesting -= 1 }
        guard self.nesting <= Self.nestingLimit else { throw self.tooDeep() }
        let condition = try self.coalescing()
        guard let offset = self.take("?") else { return condition }
        let yes = try self.coalescing()
        guard self.take(":") != nil else { throw self.malformed("A '?' has no ':' after it.") }
        let no = try self.conditional()
        return try self.place(.conditional(condition, yes, no), at: offset, above: [condition, yes, no])
    }

    private mutating func coalescing() throws(ExpressionError) -> Placed {
        var operands = [try self.binary(level: 0)]
        var offsets: [Int] = []
        while let offset = self.take("??") {
            offsets.append(offset)
            operands.append(try self.binary(level: 0))
        }
        var result = operands.removeLast()
        while let left = operands.popLast(), let offset = offsets.popLast() {
            result = try self.place(.binary("??", left, result), at: offset, above: [left, result])
        }
        return result
    }

    /// The binary operators from the loosest to the tightest; all bind to the left.
    private static let levels: [[String]] = [
        ["||"], ["&&"], ["==", "!=", "<=", ">=", "<", ">", "in"], ["+", "-"], ["*", "/", "%"],
    ]

    private mutating func binary(level: Int) throws(ExpressionError) -> Placed {
        guard level < Self.levels.count else { return try self.unary() }
        var left = try self.binary(level: level + 1)
        while case .symbol(let symbol) = self.token.kind, Self.levels[level].contains(symbol) {
            let offset = self.token.offset
            self.position += 1
            let right = try self.binary(level: level + 1)
            left = try self.place(.binary(symbol, left, right), at: offset, above: [left, right])
        }
        return left
    }

    private mutating func unary() throws(ExpressionError) -> Placed {
        var operators: [(symbol: String, offset: Int)] = []
        while case .symbol(let symbol) = self.token.kind, symbol == "!" || symbol == "-" {
            operators.append((symbol, self.token.offset))
            self.position += 1
        }
        if operators.last?.symbol == "-", let number = self.negativeNumber() {
            operators.removeLast()
            return try self.apply(operators, to: try self.suffixes(of: number))
        }
        return try self.apply(operators, to: try self.suffixes(of: try self.primary()))
    }

    /// A number after a minus sign, so that the smallest integer can be written.
    private mutating func negativeNumber() -> Placed? {
        let offset = self.token.offset
        switch self.token.kind {
        case .int(let value):
            self.position += 1
            return Placed(syntax: .literal(.int(-value)), offset: offset, depth: 1)
        case .integerLimit:
            self.position += 1
            return Placed(syntax: .literal(.int(.min)), offset: offset, depth: 1)
        default: return nil
        }
    }

    private func apply(
        _ operators: [(symbol: String, offset: Int)],
        to operand: Placed
    ) throws(ExpressionError) -> Placed {
        var result = operand
        for (symbol, offset) in operators.reversed() {
            result = try self.place(.unary(symbol, result), at: offset, above: [result])
        }
        return result
    }

    /// Members, calls and subscripts after a primary.
    private mutating func suffixes(of primary: Placed) throws(ExpressionError) -> Placed {
        var result = primary
        while true {
            if let offset = self.take(".") {
                let name = try self.memberName()
                if self.take("(") != nil {
                    let arguments = try self.list(until: ")")
                    result = try self.place(.call(result, name, arguments), at: offset, above: arguments + [result])
                } else {
                    result = try self.place(.select(result, name), at: offset, above: [result])
                }
            } else if let offset = self.take("[") {
                let index = try self.conditional()
                guard self.take("]") != nil else { throw self.malformed("A '[' has no ']' after it.") }
                result = try self.place(.index(result, index), at: offset, above: [result, index])
            } else {
                return result
            }
        }
    }

    private mutating func primary() throws(ExpressionError) -> Placed {
        let token = self.token
        self.position += 1
        switch token.kind {
        case .int(let value): return Placed(syntax: .literal(.int(value)), offset: token.offset, depth: 1)
        case .double(let value): return Placed(syntax: .literal(.double(value)), offset: token.offset, depth: 1)
        case .string(let value): return Placed(syntax: .literal(.string(value)), offset: token.offset, depth: 1)
        case .name("true"): return Placed(syntax: .literal(.bool(true)), offset: token.offset, depth: 1)
        case .name("false"): return Placed(syntax: .literal(.bool(false)), offset: token.offset, depth: 1)
        case .name("null"): return Placed(syntax: .literal(.null), offset: token.offset, depth: 1)
        case .name(let name):
            guard !name.hasPrefix("$"), self.take("(") != nil else {
                return Placed(syntax: .name(name), offset: token.offset, depth: 1)
            }
            let arguments = try self.list(until: ")")
            return try self.place(.call(nil, name, arguments), at: token.offset, above: arguments)
        case .symbol("("):
            let inner = try self.conditional()
            guard self.take(")") != nil else { throw self.malformed("A '(' has no ')' after it.") }
            return inner
        case .symbol("["):
            let elements = try self.list(until: "]")
            return try self.place(.list(elements), at: token.offset, above: elements)
        case .symbol("{"): return try self.map(at: token.offset)
        default:
            self.position -= 1
            throw self.malformed("Found \(token.description) where a value should stand.")
        }
    }

    private mutating func map(at offset: Int) throws(ExpressionError) -> Placed {
        var entries: [(key: Placed, value: Placed)] = []
        while self.take("}") == nil {
            let key = try self.conditional()
            guard self.take(":") != nil else { throw self.malformed("A map's key has no ':' after it.") }
            entries.append((key, try self.conditional()))
            if self.take(",") == nil {
                guard self.take("}") != nil else { throw self.malformed("A '{' has no '}' after it.") }
                break
            }
        }
        return try self.place(.map(entries), at: offset, above: entries.flatMap { [$0.key, $0.value] })
    }

    /// Expressions separated by commas; a last comma is allowed in lists, as CEL has it.
    private mutating func list(until close: String) throws(ExpressionError) -> [Placed] {
        var elements: [Placed] = []
        while self.take(close) == nil {
            elements.append(try self.conditional())
            if self.take(",") == nil {
                guard self.take(close) != nil else { throw self.malformed("'\(close)' or ',' is missing.") }
                break
            }
        }
        return elements
    }

    private mutating func memberName() throws(ExpressionError) -> String {
        switch self.token.kind {
        case .name(let name) where !name.hasPrefix("$"):
            self.position += 1
            return name
        case .symbol("in"):
            self.position += 1
            return "in"
        default: throw self.malformed("A '.' has no name after it.")
        }
    }

    private var token: Token { self.tokens[min(self.position, self.tokens.count - 1)] }

    private mutating func take(_ symbol: String) -> Int? {
        guard self.token.kind == .symbol(symbol) else { return nil }
        defer { self.position += 1 }
        return self.token.offset
    }

    private func place(_ syntax: Syntax, at offset: Int, above parts: [Placed]) throws(ExpressionError) -> Placed {
        let depth = 1 + (parts.map(\.depth).max() ?? 0)
        guard depth <= Self.depthLimit else { throw self.tooDeep() }
        return Placed(syntax: syntax, offset: offset, depth: depth)
    }

    private func tooDeep() -> ExpressionError {
        let message = "The expression is nested too deep, or joins too many parts; split it into steps."
        return ExpressionError("expression-too-deep", message, at: self.token.offset)
    }

    private func malformed(_ message: String) -> ExpressionError {
        ExpressionError("expression-malformed", message, at: self.token.offset)
    }
}
