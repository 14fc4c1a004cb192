// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinExpression
import SkeinModel

enum ExpressionSubject {
    /// The machine's time zones; the engine reads them in its own way.
    static let timeZones = TimeZoneDatabase { name throws(TimeZoneError) in
        guard let data = FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)") else {
            throw TimeZoneError("The time zone is not known.", hint: "Install the package tzdata.")
        }
        return try TimeZoneRules(tzif: Array(data))
    }

    static func fault(of item: SuiteCase) -> String? {
        let expected = item["expected"]?["value"]
        let scope = RootScope(item["input"]?.object ?? [:], timeZones: Self.timeZones)
        do throws(ExpressionError) {
            // Cases that are not type-checked find out about unknown functions when they call them.
            let expression = try Expression(
                item.text("expression"),
                limits: .standard,
                checksFunctions: !item.hasTag("dynamic")
            )
            let value = try expression.evaluate(in: scope)
            guard let expected else { return "\(value) instead of an error" }
            return value == expected ? nil : "\(value) instead of \(expected)"
        } catch {
            return expected == nil ? nil : "\(error.code): \(error.message)"
        }
    }
}
