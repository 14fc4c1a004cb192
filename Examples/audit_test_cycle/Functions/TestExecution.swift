// SPDX-License-Identifier: Apache-2.0

/// Compares what the report says with what the sources say.
enum TestExecution: Sendable {
    /// What the function is given.
    struct Input: Codable, Sendable {
        /// The accepted document.
        var document: SourceDocument
        /// The attribute that tells rows apart.
        var key: String
        /// The test cases.
        var test_cases: [TestCase]
        /// How sure the conclusions are to be; 0.95 when left out.
        var confidence: Double?
    }

    /// How one comparison ended.
    struct Outcome: Codable, Sendable, Equatable {
        /// The test case.
        var test_case_id: String
        /// The sample.
        var sample_id: String
        /// The key of the row.
        var key: String
        /// The attribute.
        var attribute: String
        /// Whether it is a critical data element.
        var critical: Bool
        /// `pass`, `fail`, or `not_testable` when the document has no such row.
        var outcome: String
        /// What the report says.
        var reported: Cell
        /// What the source says.
        var source: Cell
        /// Report less source, of numbers; days of dates.
        var difference: Double?
        /// How the two differ; see ``Difference``.
        var cause: String?
    }

    /// The result of one attribute.
    struct AttributeResult: Codable, Sendable, Equatable {
        /// The attribute.
        var attribute: String
        /// How many comparisons were made.
        var executed: Int
        /// How many of them failed.
        var failed: Int
        /// Failed by executed.
        var deviation_rate: Double
        /// What the rate in the whole report is at most, with the wanted confidence.
        var upper_limit: Double
    }

    /// What the function gives.
    struct Report: Codable, Sendable, Equatable {
        /// The document.
        var document_id: String
        /// The owner's short name.
        var owner_id: String
        /// How many comparisons were made.
        var executed: Int
        /// How many passed.
        var passed: Int
        /// How many failed.
        var failed: Int
        /// How many rows the document lacks.
        var not_testable: Int
        /// Passed by executed.
        var pass_rate: Double
        /// The attributes, in the order of the document.
        var by_attribute: [AttributeResult]
        /// The comparisons that did not pass.
        var failures: [Outcome]
    }

    /// Runs every test case against the document.
    static func executeTests(_ input: Input) throws(AuditError) -> Report {
        try input.document.table.validate(field: "document.table")
        guard !input.test_cases.isEmpty else {
            throw AuditError(code: "nothing-to-test", message: "There is no test case.", field: "test_cases")
        }
        let rows = input.document.table.rowsByKey(input.key)
        let outcomes = input.test_cases.map { test in
            self.run(test, row: rows[test.key]?.first, table: input.document.table)
        }
        let executed = outcomes.filter { $0.outcome != "not_testable" }
        let passed = executed.filter { $0.outcome == "pass" }.count
        var names: [String] = []
        for outcome in outcomes where !names.contains(outcome.attribute) {
            names.append(outcome.attribute)
        }
        return Report(
            document_id: input.document.document_id,
            owner_id: input.document.owner_id,
            executed: executed.count,
            passed: passed,
            failed: executed.count - passed,
            not_testable: outcomes.count - executed.count,
            pass_rate: Figures.round(Figures.share(passed, of: executed.count), 4),
            by_attribute: names.map { self.result($0, executed, confidence: input.confidence ?? 0.95) },
            failures: outcomes.filter { $0.outcome != "pass" }
        )
    }

    private static func run(_ test: TestCase, row: [Cell]?, table: DataTable) -> Outcome {
        var result = Outcome(
            test_case_id: test.test_case_id,
            sample_id: test.sample_id,
            key: test.key,
            attribute: test.attribute,
            critical: test.critical,
            outcome: "pass",
            reported: test.reported,
            source: .null
        )
        guard let row else {
            result.outcome = "not_testable"
            return result
        }
        result.source = table.value(row, test.attribute)
        if let difference = Difference(
            reported: test.reported,
            source: result.source,
            type: test.type,
            tolerance: test.tolerance
        ) {
            result.outcome = "fail"
            result.difference = difference.amount.map { Figures.round($0, 6) }
            result.cause = difference.cause
        }
        return result
    }

    private static func result(_ name: String, _ executed: [Outcome], confidence: Double) -> AttributeResult {
        let own = executed.filter { $0.attribute == name }
        let failed = own.filter { $0.outcome == "fail" }.count
        let limit = SampleSize.upperLimit(deviations: failed, of: own.count, confidence: confidence)
        return AttributeResult(
            attribute: name,
            executed: own.count,
            failed: failed,
            deviation_rate: own.isEmpty ? 0 : Figures.round(Figures.share(failed, of: own.count), 4),
            upper_limit: Figures.round(limit, 4)
        )
    }
}
