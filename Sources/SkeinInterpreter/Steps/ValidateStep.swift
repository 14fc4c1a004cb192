// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
package import SkeinModel
package import SkeinSchema

extension Turn {
    /// Checks a value against a schema and rules; the step's output is `{valid: true}` when nothing is wrong.
    mutating func beginValidate(_ place: Place, _ validate: ValidateStep) throws(HistoryError) {
        let pointer = place.step.pointer
        let checked = self.evaluate(at: place) { scope throws(Failure) -> RuleReport in
            var report = RuleReport()
            if let schema = validate.schema {
                let value =
                    try validate.value?.resolve(in: scope, at: pointer.appending("input_mapping"))
                    ?? scope.value(of: "input") ?? .null
                report.violations += schema.validate(value).map(\.json)
            }
            report.check(validate.rules, in: scope, at: pointer.appending("rules"))
            return report
        }
        switch checked {
        case .success(let report) where report.violations.isEmpty:
            let output: JSONValue = ["valid": true]
            let event = StepCompleted(path: place.path, attempt: 1, output: output, warnings: report.warnings)
            try self.succeed(place, event)
        case .success(let report):
            try self.settle(place, 1, report.failure(of: "Step '\(place.step.name)'"))
        case .failure(let failure): try self.settle(place, 1, failure)
        }
    }
}

extension SchemaViolation {
    /// The violation as JSON: `{code, pointer, message, hint?}`.
    package var json: JSONValue {
        .object(
            .of(
                ("code", .string(self.code)),
                ("pointer", .string(self.instance.description)),
                ("message", .string(self.message)),
                ("hint", self.hint.map { .string($0) })
            )
        )
    }
}
