// SPDX-License-Identifier: Apache-2.0

/// One comparison of the report with a source.
struct TestCase: Codable, Sendable, Equatable {
    /// Its number within the document.
    var testCaseID: String
    /// The sample.
    var sampleID: String
    /// The key of the row.
    var key: String
    /// The attribute.
    var attribute: String
    /// What its values are.
    var type: AttributeType
    /// Whether it is a critical data element.
    var critical: Bool
    /// How far the report may be from its source.
    var tolerance: Double
    /// What the report says.
    var reported: Cell

    enum CodingKeys: String, CodingKey {
        case testCaseID = "test_case_id"
        case sampleID = "sample_id"
        case key
        case attribute
        case type
        case critical
        case tolerance
        case reported
    }
}

/// Makes a test case of every sample and attribute of a document.
enum TestDesign: Sendable {
    /// What the function is given.
    struct Input: Codable, Sendable {
        /// The accepted document.
        var document: SourceDocument
        /// The rows to test.
        var samples: [Sample]
        /// The attributes of the plan.
        var attributes: [Attribute]
        /// The attributes to test.
        var attributeNames: [String]

        enum CodingKeys: String, CodingKey {
            case document
            case samples
            case attributes
            case attributeNames = "attribute_names"
        }
    }

    /// What the function gives.
    struct Suite: Codable, Sendable, Equatable {
        /// The document.
        var documentID: String
        /// The test cases, sample by sample.
        var testCases: [TestCase]

        enum CodingKeys: String, CodingKey {
            case documentID = "document_id"
            case testCases = "test_cases"
        }
    }

    /// Makes the test cases, sample by sample in the order of the document's columns.
    static func generateTestCases(_ input: Input) throws(AuditError) -> Suite {
        let tested = input.document.table.columns.compactMap { name in
            input.attributes.first { $0.name == name && !$0.isKey && input.attributeNames.contains(name) }
        }
        guard !tested.isEmpty, !input.samples.isEmpty else {
            let message = "The document \(input.document.documentID) has no attribute to test, or there is no sample."
            throw AuditError(code: "nothing-to-test", message: message, field: "document.table.columns")
        }
        var cases: [TestCase] = []
        for sample in input.samples {
            for attribute in tested {
                cases.append(
                    TestCase(
                        testCaseID: "TC-\(input.document.documentID)-\(Figures.padded(cases.count + 1, 3))",
                        sampleID: sample.sampleID,
                        key: sample.key,
                        attribute: attribute.name,
                        type: attribute.type,
                        critical: attribute.critical,
                        tolerance: self.tolerance(attribute),
                        reported: sample.reported[attribute.name] ?? .null
                    )
                )
            }
        }
        return Suite(documentID: input.document.documentID, testCases: cases)
    }

    /// How far a number may be off: what the dictionary says, or half of the last decimal; whole numbers not at all.
    static func tolerance(_ attribute: Attribute) -> Double {
        if let given = attribute.tolerance { return given }
        guard attribute.type == .number else { return 0 }
        return (0..<(attribute.decimals ?? 0)).reduce(0.5) { value, _ in value / 10 }
    }
}
