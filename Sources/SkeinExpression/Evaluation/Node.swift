// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// What an evaluation carries along: the scope, the variables of macros, and how much work is left.
struct Frame {
    let scope: any ExpressionScope
    /// The values of macro variables, innermost last; compiled to their positions.
    var variables: [JSONValue] = []
    private var cost: Int

    init(scope: any ExpressionScope, cost: Int) {
        self.scope = scope
        self.cost = cost
    }

    /// Counts work.
    mutating func spend(_ amount: Int, at offset: Int) throws(ExpressionError) {
        self.cost -= amount
        guard self.cost >= 0 else {
            let message = "The expression does more work than the limit of \(Expression.costLimit) allows."
            throw ExpressionError("expression-cost-exceeded", message, at: offset)
        }
    }
}

/// A compiled part of an expression.
protocol Node: AnyObject, Sendable {
    /// How many bytes of the source precede it.
    var offset: Int { get }

    func evaluate(_ frame: inout Frame) throws(ExpressionError) -> JSONValue
}

extension Node {
    /// The value as a boolean.
    func condition(_ frame: inout Frame) throws(ExpressionError) -> Bool {
        let value = try self.evaluate(&frame)
        if case .bool(let value) = value { return value }
        throw self.mismatch("true or false", value)
    }

    /// The value; `nil` when its path leads nowhere.
    func present(_ frame: inout Frame) throws(ExpressionError) -> JSONValue? {
        let depth = frame.variables.count
        do throws(ExpressionError) {
            return try self.evaluate(&frame)
        } catch {
            guard error.code == ExpressionError.pathAbsent else { throw error }
            // A macro that was left by the error has left its variable behind.
            frame.variables.removeLast(frame.variables.count - depth)
            return nil
        }
    }

    func mismatch(_ expected: String, _ value: JSONValue) -> ExpressionError {
        ExpressionError("type-mismatch", "Expected \(expected), found \(value.typeName).", at: self.offset)
    }
}
