// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinExpression
import SkeinModel
import Testing

/// What the page of departures says of expressions is what they do.
@Suite
struct DeparturesTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let expression: String
        /// JSON; `nil` when the example is an error.
        let result: String?
        var testDescription: String { self.expression }
    }

    private static let page: String = {
        var file = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { file.deleteLastPathComponent() }
        return (try? String(contentsOf: file.appendingPathComponent("Docs/languages/departures.md"), encoding: .utf8))
            ?? ""
    }()

    /// The rows of the tables between the headings on expressions and on templates.
    private static let rows: [Row] = {
        let start = Self.page.range(of: "\n## Expressions")?.upperBound ?? Self.page.endIndex
        let section = Self.page[start...]
        let end = section.range(of: "\n## ")?.lowerBound ?? section.endIndex
        return section[..<end].split(separator: "\n").filter { $0.hasPrefix("| `") }.map { line in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            let result = cells[1].hasPrefix("`") ? String(cells[1].dropFirst().dropLast()) : nil
            return Row(expression: String(cells[0].dropFirst().dropLast()), result: result)
        }
    }()

    @Test(arguments: Self.rows)
    func anExampleGivesWhatThePageSays(_ row: Row) throws {
        do throws(ExpressionError) {
            let value = try Expression(row.expression).evaluate(in: JSONObject())
            let expected = try? row.result.map { try JSONParser.parse($0) }
            // Types count here: 1 and 1.0 are equal, and print differently.
            #expect(value.description == expected?.description)
        } catch {
            #expect(row.result == nil, "\(error.message)")
        }
    }

    @Test
    func thePageHasExamplesAndEverySkip() {
        #expect(Self.rows.count > 25)
        for skip in SuiteSkip.all { #expect(Self.page.contains(skip.id), "\(skip.id) has to be on the page") }
    }
}
