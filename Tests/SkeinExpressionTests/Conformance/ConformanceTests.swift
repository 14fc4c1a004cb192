// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
import SkeinModel
import Testing

/// Runs the published cases; a machine without them shows the suite as skipped.
@Suite(.enabled(if: PublishedSuite.folder != nil, "the published cases are not on this machine"))
struct ConformanceTests {
    /// What is left out, and why.
    private static let departures: [String: String] = [
        "timestamps/timestamp_selectors_tz/getDayOfMonth_name_pos": "named time zones need rules that come in later",
        "timestamps/timestamp_selectors_tz/getDayOfMonth_name_neg": "named time zones need rules that come in later",
    ]

    @Test(arguments: PublishedSuite.files)
    func published(_ file: String) throws {
        let cases = try PublishedSuite.cases(in: file)
        var failures: [String] = []
        for item in cases {
            if let failure = Self.failure(of: item) { failures.append("\(item.id): \(item.expression) -> \(failure)") }
        }
        print("conformance \(file): \(cases.count - failures.count) of \(cases.count)")
        #expect(failures.filter { Self.departures[String($0.prefix { $0 != ":" })] == nil } == [])
    }

    private static func failure(of item: PublishedSuite.Case) -> String? {
        do throws(ExpressionError) {
            // Cases that are not type-checked find out about unknown functions when they call them.
            let expression = try Expression(item.expression, limits: .standard, checksFunctions: !item.isDynamic)
            let value = try expression.evaluate(in: item.bindings)
            guard let expected = item.expected else { return "\(value) instead of an error" }
            return value == expected ? nil : "\(value) instead of \(expected)"
        } catch {
            return item.expected == nil ? nil : "\(error.code): \(error.message)"
        }
    }
}
