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
        var testCases: [TestCase]
        /// How sure the conclusions are to be; 0.95 when left out.
        var confidence: Double?

        enum CodingKeys: String, CodingKey {
            case document
            case key
            case testCases = "test_cases"
            case confidence
        }
    }

    /// How one comparison ended.
    struct Outcome: Codable, Sendable, Equatable {
        /// The test case.
        var testCaseID: String
        /// The sample.
        var sampleID: String
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

        enum CodingKeys: String, CodingKey {
            case testCaseID = "test_case_id"
            case sampleID = "sample_id"
            case key
            case attribute
            case critical
            case outcome
            case reported
            case source
            case difference
            case cause
        }
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
        var deviationRate: Double
        /// What the rate in the whole report is at most, with the wanted confidence.
        var upperLimit: Double

        enum CodingKeys: String, CodingKey {
            case attribute
            case executed
            case failed
            case deviationRate = "deviation_rate"
            case upperLimit = "upper_limit"
        }
    }

    /// What the function gives.
    struct Report: Codable, Sendable, Equatable {
        /// The document.
        var documentID: String
        /// The owner's short name.
        var ownerID: String
        /// How many comparisons were made.
        var executed: Int
        /// How many passed.
        var passed: Int
        /// How many failed.
        var failed: Int
        /// How many rows the document lacks.
        var notTestable: Int
        /// Passed by executed.
        var passRate: Double
        /// The attributes, in the order of the document.
        var byAttribute: [AttributeResult]
        /// The comparisons that did not pass.
        var failures: [Outcome]

        enum CodingKeys: String, CodingKey {
            case documentID = "document_id"
            case ownerID = "owner_id"
            case executed
            case passed
            case failed
            case notTestable = "not_testable"
            case passRate = "pass_rate"
            case byAttribute = "by_attribute"
            case failures
        }
    }

    /// Runs every test case against the document.
    static func executeTests(_ input: Input) throws(AuditError) -> Report {
        try input.document.table.validate(field: "document.table")
        guard !input.testCases.isEmpty else {
            throw AuditError(code: "nothing-to-test", message: "There is no test case.", field: "test_cases")
        }
        let rows = input.document.table.rowsByKey(input.key)
        let outcomes = input.testCases.map { test in
            self.run(test, row: rows[test.key]?.first, table: input.document.table)
        }
        let executed = outcomes.filter { $0.outcome != "not_testable" }
        let passed = executed.filter { $0.outcome == "pass" }.count
        var names: [String] = []
        for outcome in outcomes where !names.contains(outcome.attribute) {
            names.append(outcome.attribute)
        }
        return Report(
            documentID: input.document.documentID,
            ownerID: input.document.ownerID,
            executed: executed.count,
            passed: passed,
            failed: executed.count - passed,
            notTestable: outcomes.count - executed.count,
            passRate: Figures.round(Figures.share(passed, of: executed.count), 4),
            byAttribute: names.map { self.result($0, executed, confidence: input.confidence ?? 0.95) },
            failures: outcomes.filter { $0.outcome != "pass" }
        )
    }

    private static func run(_ test: TestCase, row: [Cell]?, table: DataTable) -> Outcome {
        var result = Outcome(
            testCaseID: test.testCaseID,
            sampleID: test.sampleID,
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
            deviationRate: own.isEmpty ? 0 : Figures.round(Figures.share(failed, of: own.count), 4),
            upperLimit: Figures.round(limit, 4)
        )
    }
}
