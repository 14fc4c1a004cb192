// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import Testing

@testable import SkeinSchema

@Suite(.enabled(if: PublishedSuite.folder != nil, "the published suites are not beside the repository"))
struct PublishedSuiteTests {
    @Test(arguments: PublishedSuite.files("json-schema"))
    func draft202012(_ file: String) throws {
        // Draft 2019-09 is refused, not guessed at.
        try self.run("json-schema", file, known: ["optional/cross-draft/0/0"])
    }

    @Test(arguments: PublishedSuite.files("json-schema-draft7"))
    func draft7(_ file: String) throws {
        try self.run("json-schema-draft7", file, known: [])
    }

    private func run(_ suite: String, _ file: String, known: Set<String>) throws {
        let cases = try PublishedSuite.cases(suite, file)
        var passed = 0
        for item in cases {
            if let fault = self.fault(item, suite) {
                if !known.contains(item.id) { Issue.record("\(item.id) \(item.title): \(fault)") }
            } else {
                passed += 1
            }
        }
        print("SUITE \(suite) \(file) \(passed)/\(cases.count)")
    }

    private func fault(_ item: PublishedSuite.Case, _ suite: String) -> String? {
        // Cases of the older suite say nothing of the dialect.
        var document = item.schema
        if suite.hasSuffix("draft7"), case .object(var object) = document, object["$schema"] == nil {
            object["$schema"] = "http://json-schema.org/draft-07/schema#"
            document = .object(object)
        }
        do throws(SchemaError) {
            let schema = try Schema(
                document,
                documents: item.documents,
                unknownKeywords: .ignore,
                formats: .annotate
            )
            let violations = schema.validate(item.instance)
            guard schema.isValid(item.instance) == violations.isEmpty else { return "the two passes differ" }
            return violations.isEmpty == item.isValid ? nil : "expected \(item.isValid), \(violations.map(\.message))"
        } catch {
            return "\(error.problems)"
        }
    }
}
