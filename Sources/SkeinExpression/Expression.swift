// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// A compiled expression of the Common Expression Language, with Skein's `$` roots, words and `??`.
///
/// Compiling is bounded by the length and depth of the source, evaluating by a count of steps, so hostile text costs an
/// error and never the process. Evaluating the same expression in the same scope always gives the same result.
package struct Expression: Sendable {
    /// The source as it was written.
    package let source: String
    /// What the expression reads, in the order of the source.
    package let references: [Reference]
    /// Whether the whole source is one reference such as `$a.b[0]`, and nothing else.
    package let isReference: Bool

    private let node: any Node
    private let localCount: Int
    private let limits: ExpressionLimits

    /// Compiles an expression within the standard limits.
    ///
    /// - Parameter source: The expression.
    /// - Throws: ``ExpressionError``, among others with the codes `syntax-invalid`, `literal-invalid`,
    ///   `function-unknown`, `arguments-invalid`, `macro-invalid`, `expression-too-long` and `expression-too-deep`.
    package init(_ source: String) throws(ExpressionError) {
        try self.init(source, limits: .standard)
    }

    /// Compiles an expression.
    ///
    /// - Parameters:
    ///   - source: The expression.
    ///   - limits: What the expression may use, now and when it is evaluated.
    ///   - checksFunctions: Whether a call of an unknown function is refused now. The language also allows to find out
    ///     only when the call is evaluated, which `||` and `&&` may make up for.
    /// - Throws: ``ExpressionError`` for the first fault of the source.
    package init(
        _ source: String,
        limits: ExpressionLimits,
        checksFunctions: Bool = true
    ) throws(ExpressionError) {
        let syntax = try Self.parse(source, limits)
        var compiler = Compiler(checksFunctions: checksFunctions)
        self.node = try compiler.compile(syntax)
        self.localCount = compiler.localCount
        self.references = try ReferenceCollector.references(in: syntax)
        self.isReference = Self.isReference(syntax)
        self.source = source
        self.limits = limits
    }

    /// The syntax tree.
    ///
    /// Checking the expression needs it, which is rare, and evaluating does not.
    func syntax() throws(ExpressionError) -> Syntax { try Self.parse(self.source, self.limits) }

    private static func parse(_ source: String, _ limits: ExpressionLimits) throws(ExpressionError) -> Syntax {
        var parser = try Parser(source: source, limits: limits)
        return try parser.parse()
    }

    /// Evaluates the expression.
    ///
    /// - Parameter scope: Where the roots are found.
    /// - Returns: The result as JSON; times and durations as texts, bytes as base64.
    /// - Throws: ``ExpressionError``, among others with the codes `path-absent`, `root-unknown`, `type-mismatch`,
    ///   `integer-overflow`, `division-by-zero`, `result-not-representable` and `expression-cost-exceeded`.
    package func evaluate(in scope: some ExpressionScope) throws(ExpressionError) -> JSONValue {
        try self.result(in: scope) { value, context throws(ExpressionError) in try value.json(&context) }
    }

    /// Evaluates the expression as a condition.
    ///
    /// - Parameter scope: Where the roots are found.
    /// - Returns: The boolean result.
    /// - Throws: ``ExpressionError`` as ``evaluate(in:)`` does, and with the code `condition-not-boolean`.
    package func evaluateCondition(in scope: some ExpressionScope) throws(ExpressionError) -> Bool {
        let value = try self.result(in: scope) { value, _ throws(ExpressionError) in value }
        guard case .bool(let result) = value else {
            throw ExpressionError(
                .conditionNotBoolean,
                "A condition must be true or false; this one is \(value.described).",
                at: 0,
                hint: "Compare the value with something, as in `$a.b > 0`."
            )
        }
        return result
    }

    private func result<Result>(
        in scope: some ExpressionScope,
        _ convert: (Value, inout Evaluation) throws(ExpressionError) -> Result
    ) throws(ExpressionError) -> Result {
        var context = Evaluation(
            scope: scope,
            source: self.source,
            costLimit: self.limits.cost,
            localCount: self.localCount
        )
        do throws(ExpressionError) {
            return try convert(try self.node.evaluate(&context), &context)
        } catch {
            throw error.absence?.described(in: context) ?? error
        }
    }

    private static func isReference(_ syntax: Syntax) -> Bool {
        if case .group = syntax.kind { return false }
        let path = PathSyntax(syntax)
        guard case .name(_, isRoot: true, _) = path.base.kind, path.qualifiable == path.steps.count else {
            return false
        }
        return path.steps.allSatisfy { !$0.isComputed && !$0.isOptional }
    }
}

extension Expression: Equatable {
    /// Whether both were written the same way, byte for byte.
    package static func == (left: Expression, right: Expression) -> Bool {
        ByteString.equal(left.source, right.source)
    }
}
