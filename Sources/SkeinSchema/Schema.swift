// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// A compiled JSON Schema: draft 2020-12, or draft-07 where `$schema` says so.
///
/// Compiling finds all faults of the schema, so that validating cannot fail for any but the instance's reasons. A
/// schema never reaches out: what a `$ref` names must be in the document or among the documents given.
package struct Schema: Sendable {
    let program: SchemaProgram

    /// Compiles a schema document.
    ///
    /// - Parameters:
    ///   - document: The schema: an object or a boolean.
    ///   - documents: Other schema documents by the URI under which a `$ref` finds them.
    ///   - unknownKeywords: What becomes of keywords that the dialect does not know.
    ///   - formats: Whether `format` is checked.
    /// - Throws: ``SchemaError`` with all faults: malformed, unknown and unsupported keywords, references that lead
    ///   nowhere or in a circle.
    package init(
        _ document: JSONValue,
        documents: [String: JSONValue] = [:],
        unknownKeywords: UnknownKeywords = .refuse,
        formats: FormatHandling = .assert
    ) throws(SchemaError) {
        var compiler = SchemaCompiler(
            document,
            documents: documents,
            unknownKeywords: unknownKeywords,
            formats: formats
        )
        self.program = try compiler.compile()
    }

    /// Finds all violations in one pass.
    ///
    /// After ``violationLimit`` violations the pass ends.
    ///
    /// - Parameter instance: The value to check.
    /// - Returns: The violations, in the order of the instance; empty when it is valid.
    package func validate(_ instance: JSONValue) -> [SchemaViolation] {
        // Most instances are valid, and to know that costs less than to be ready to report.
        var probe = Evaluator(self.program, isCollecting: false)
        if probe.isValid(instance) { return [] }
        if let violation = probe.limitViolation { return [violation] }
        var evaluator = Evaluator(self.program, isCollecting: true)
        return evaluator.violations(of: instance)
    }

    /// Whether the instance is valid; stops at the first violation.
    ///
    /// - Parameter instance: The value to check.
    /// - Returns: Whether there is no violation.
    package func isValid(_ instance: JSONValue) -> Bool {
        var evaluator = Evaluator(self.program, isCollecting: false)
        return evaluator.isValid(instance)
    }

    /// Fills absent members from the `default` of their schemas.
    ///
    /// Follows `properties`, `items`, `prefixItems`, `$ref` and `allOf`: what applies to every instance. What `anyOf`, `oneOf` and
    /// `if` choose is left alone. A default is itself filled, unless it would have to contain itself.
    ///
    /// - Parameter instance: The value to fill; it need not be valid.
    /// - Returns: The instance with the absent members appended in the order of the schema.
    package func fillingDefaults(_ instance: JSONValue) -> JSONValue {
        self.program.defaults.fill(instance)
    }

    /// How many violations one validation reports at most.
    package static let violationLimit = 1000
}
