// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinExpression
import SkeinModel

/// What checking rules came to.
struct RuleReport {
    /// Broken rules of the severity `error`, and violations of a schema.
    var violations: [JSONValue] = []
    /// Broken rules of the other severities.
    var warnings: [JSONValue] = []

    /// Checks rules; one that cannot be computed counts as broken, and says why.
    mutating func check(_ rules: [ValidationRule], in scope: ReferenceScope, at pointer: JSONPointer) {
        for (index, rule) in rules.enumerated() {
            let place = pointer.appending(index)
            guard let message = Self.brokenMessage(rule, in: scope, at: place) else { continue }
            let entry: JSONValue = [
                "code": "rule-broken", "rule": .string(rule.name), "severity": .string(rule.severity.rawValue),
                "expression": .string(rule.rule.source), "message": .string(message),
            ]
            if rule.severity == .error { self.violations.append(entry) } else { self.warnings.append(entry) }
        }
    }

    /// The failure that stands for the violations.
    func failure(of subject: String) -> Failure {
        let first = self.violations.first?["message"]?.string ?? ""
        let more = self.violations.count > 1 ? " (and \(self.violations.count - 1) more)" : ""
        return Failure(
            code: FailureCode.validationFailed,
            message: "\(subject) found a fault: \(first)\(more)",
            details: ["violations": .array(self.violations)]
        )
    }

    /// The sentence of a broken rule; `nil` when it holds.
    private static func brokenMessage(
        _ rule: ValidationRule,
        in scope: ReferenceScope,
        at pointer: JSONPointer
    ) -> String? {
        do throws(Failure) {
            if try rule.rule.holds(in: scope, at: pointer.appending("rule")) { return nil }
        } catch {
            return error.message
        }
        let standard = "'\(rule.name)' does not hold: \(rule.rule.source)"
        guard let message = rule.message else { return standard }
        do throws(Failure) {
            return try message.resolve(in: scope, at: pointer.appending("message")).string ?? standard
        } catch {
            return "\(standard) (its message cannot be written: \(error.message))"
        }
    }
}
