// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// An expression of the Common Expression Language, compiled once and evaluated often.
///
/// Skein adds `$name` roots, the words AND, OR, NOT and IN, and `??`. Integers and doubles mix in arithmetic and
/// comparison, because JSON does not tell them apart. Evaluation has no effects, and its cost is bounded.
package struct Expression: Sendable {
    /// The text as written.
    package let source: String
    /// The paths that it reads, in the order of the text.
    package let references: [Reference]
    private let node: any Node

    /// How much work an evaluation may do, in evaluated nodes and visited elements.
    package static let costLimit = 1_000_000
    /// How long a source may be, in bytes.
    package static let sourceLimit = 64 << 10

    /// Whether the whole expression is one reference, such as `$step1.design.width`.
    package var isReference: Bool { self.node is PathNode }

    /// Compiles an expression.
    ///
    /// - Throws: ``ExpressionError`` with the place: `expression-malformed`, `expression-too-long`,
    ///   `expression-too-deep`, `function-unknown`, `name-unknown`, `literal-unsupported`.
    package init(_ source: String) throws(ExpressionError) {
        guard source.utf8.count <= Self.sourceLimit else {
            let message = "The expression has \(source.utf8.count) bytes; the limit is \(Self.sourceLimit)."
            throw ExpressionError("expression-too-long", message, at: 0)
        }
        var parser = Parser(tokens: try Lexer.tokens(source))
        let syntax = try parser.parseExpression()
        var compiler = Compiler()
        self.node = try compiler.compile(syntax)
        self.source = source
        self.references = compiler.references
    }

    /// The value of the expression.
    ///
    /// - Parameter scope: Gives the values of roots.
    /// - Returns: The value; finite when it is a number.
    /// - Throws: ``ExpressionError``: `path-absent` for a path that leads nowhere, `type-mismatch`,
    ///   `integer-overflow`, `division-by-zero`, `expression-cost-exceeded`, `value-not-representable`.
    package func evaluate(in scope: some ExpressionScope) throws(ExpressionError) -> JSONValue {
        var frame = Frame(scope: scope, cost: Self.costLimit)
        let value = try self.node.evaluate(&frame)
        if case .double(let number) = value, !number.isFinite {
            throw ExpressionError("value-not-representable", "The value is \(number), which JSON does not have.", at: 0)
        }
        return value
    }

    /// Whether the condition holds.
    ///
    /// - Throws: As ``evaluate(in:)``, and `condition-not-boolean` for any other value.
    package func evaluateCondition(in scope: some ExpressionScope) throws(ExpressionError) -> Bool {
        let value = try self.evaluate(in: scope)
        if case .bool(let holds) = value { return holds }
        let message = "The condition is \(value.typeName), not true or false."
        throw ExpressionError("condition-not-boolean", message, at: 0, hint: "Compare it with something.")
    }
}

extension Expression: Equatable {
    /// Expressions are equal when their texts are.
    package static func == (left: Expression, right: Expression) -> Bool { left.source == right.source }
}

/// Gives the values of an expression's roots.
package protocol ExpressionScope {
    /// The value of a root, named without `$`; `nil` when there is none.
    func value(of root: String) -> JSONValue?
}

/// A path that an expression reads: `$step1.design.width` has the root `step1` and two members.
package struct Reference: Hashable, Sendable {
    /// One step of a path.
    package enum Segment: Hashable, Sendable {
        case member(String)
        case index(Int64)
        /// Computed when the expression is evaluated.
        case dynamic
    }

    /// The name after `$`.
    package let root: String
    package let path: [Segment]
    /// Whether the expression expects that there may be nothing: inside `has()`, or to the left of `??`.
    package let mayBeAbsent: Bool
    /// How many bytes of the source precede it.
    package let offset: Int
}
