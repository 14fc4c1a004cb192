// SPDX-License-Identifier: Apache-2.0

/// Operators of one precedence, applied from left to right.
final class ChainNode: Node {
    struct Link: Sendable {
        let operation: BinaryOperator
        let offset: Int
        let operand: any Node
    }

    let first: any Node
    let links: [Link]

    init(first: any Node, links: [Link]) {
        self.first = first
        self.links = links
    }

    func evaluate(_ context: inout Evaluation) throws(ExpressionError) -> Value {
        var value = try self.first.evaluate(&context)
        for link in self.links {
            let right = try link.operand.evaluate(&context)
            try context.charge()
            do throws(ExpressionError) {
                value = try link.operation.apply(value, right, &context)
            } catch {
                throw error.placed(at: link.offset)
            }
        }
        return value
    }
}

/// `!` or `-` before an operand.
final class PrefixNode: Node {
    let isNegation: Bool
    let operand: any Node
    let offset: Int

    init(isNegation: Bool, operand: any Node, offset: Int) {
        self.isNegation = isNegation
        self.operand = operand
        self.offset = offset
    }

    func evaluate(_ context: inout Evaluation) throws(ExpressionError) -> Value {
        try context.charge()
        let value = try self.operand.evaluate(&context)
        switch (value, self.isNegation) {
        case (.bool(let flag), false): return .bool(!flag)
        case (.double(let number), true): return .double(-number)
        case (.int(let number), true):
            guard number != .min else { throw Arithmetic.overflow.placed(at: self.offset) }
            return .int(-number)
        default:
            throw ExpressionError(
                .typeMismatch,
                "`\(self.isNegation ? "-" : "!")` does not apply to \(value.described).",
                at: self.offset,
                hint: self.isNegation ? nil : "`!` and NOT bind tighter than a comparison: write NOT (a > b)."
            )
        }
    }
}

/// `&&` or `||` over any number of operands.
///
/// An operand that decides makes up for errors in the others, whatever their order.
final class LogicNode: Node {
    let isAnd: Bool
    let operands: [(node: any Node, offset: Int)]

    init(isAnd: Bool, operands: [(node: any Node, offset: Int)]) {
        self.isAnd = isAnd
        self.operands = operands
    }

    func evaluate(_ context: inout Evaluation) throws(ExpressionError) -> Value {
        var failure: ExpressionError?
        for operand in self.operands {
            do throws(ExpressionError) {
                try context.charge()
                let place: StaticString = self.isAnd ? "An operand of `&&`" : "An operand of `||`"
                let flag = try operand.node.evaluateBool(&context, for: place, at: operand.offset)
                if flag != self.isAnd { return .bool(flag) }
            } catch {
                // What ran out of steps must end, or an expression could go on for ever.
                if error.isKind(.costExceeded) { throw error }
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return .bool(self.isAnd)
    }
}

/// `a ? b : c`, with any number of further conditions in place of `c`.
final class ConditionalNode: Node {
    let branches: [(condition: any Node, value: any Node, offset: Int)]
    let otherwise: any Node

    init(branches: [(condition: any Node, value: any Node, offset: Int)], otherwise: any Node) {
        self.branches = branches
        self.otherwise = otherwise
    }

    func evaluate(_ context: inout Evaluation) throws(ExpressionError) -> Value {
        try self.choose(&context).evaluate(&context)
    }

    func evaluateIfPresent(_ context: inout Evaluation) throws(ExpressionError) -> Value? {
        let chosen: any Node
        do throws(ExpressionError) {
            chosen = try self.choose(&context)
        } catch {
            guard error.isKind(.pathAbsent) else { throw error }
            return nil
        }
        return try chosen.evaluateIfPresent(&context)
    }

    private func choose(_ context: inout Evaluation) throws(ExpressionError) -> any Node {
        for branch in self.branches {
            try context.charge()
            if try branch.condition.evaluateBool(&context, for: "The condition before `?`", at: branch.offset) {
                return branch.value
            }
        }
        return self.otherwise
    }
}

/// `a ?? b`: the first operand that is present and not null, else the last.
final class CoalesceNode: Node {
    let operands: [any Node]
    let last: any Node

    init(operands: [any Node], last: any Node) {
        self.operands = operands
        self.last = last
    }

    func evaluate(_ context: inout Evaluation) throws(ExpressionError) -> Value {
        if let value = try self.firstPresent(&context) { return value }
        return try self.last.evaluate(&context)
    }

    func evaluateIfPresent(_ context: inout Evaluation) throws(ExpressionError) -> Value? {
        if let value = try self.firstPresent(&context) { return value }
        return try self.last.evaluateIfPresent(&context)
    }

    private func firstPresent(_ context: inout Evaluation) throws(ExpressionError) -> Value? {
        for operand in self.operands {
            try context.charge()
            guard let value = try operand.evaluateIfPresent(&context) else { continue }
            switch value {
            case .null, .optional(nil): continue
            case .optional(let inner?): return inner
            default: return value
            }
        }
        return nil
    }
}
