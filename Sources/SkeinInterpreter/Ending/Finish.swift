// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinExpression
import SkeinModel
import SkeinSchema

extension Turn {
    /// All steps have ended: makes the output, unless a finish step gave it, checks it, weighs it, and completes or asks
    /// people.
    mutating func finish(_ output: JSONValue?) throws(HistoryError) {
        switch self.proposeOutput(output) {
        case .failure(let failure): try self.end(.failed, failure, failedStep: nil)
        case .success(let (output, warnings)):
            let risk = self.assess(output, warnings)
            try self.record(.riskAssessed(risk))
            if risk.band == .approvalRequired {
                try self.requestApproval(of: risk)
            } else {
                try self.end(.completed, nil, failedStep: nil)
            }
        }
    }

    /// The output, checked against `output_schema` and the validation rules.
    private func proposeOutput(_ given: JSONValue?) -> Result<(JSONValue, [JSONValue]), Failure> {
        let definition = self.graph.definition
        return self.evaluate(in: "") { scope throws(Failure) in
            let place = JSONPointer(tokens: ["output"])
            var output = given ?? scope.value(of: "outputs") ?? .null
            if given == nil, let mapping = definition.output { output = try mapping.resolve(in: scope, at: place) }
            let violations = definition.outputSchema?.validate(output) ?? []
            guard violations.isEmpty else {
                let first = violations[0]
                throw Failure(
                    code: FailureCode.outputInvalid,
                    message: "The output does not satisfy output_schema: \(first.message) (at '\(first.instance)')",
                    details: ["violations": .array(violations.map(\.json)), "output": output]
                )
            }
            var report = RuleReport()
            report.check(definition.validationRules, in: scope, at: JSONPointer(tokens: ["validation_rules"]))
            guard report.violations.isEmpty else { throw report.failure(of: "The check of the result") }
            return (output, report.warnings)
        }
    }

    /// The risk score: 1 - the product of (1 - weight * level) over the factors that apply.
    ///
    /// Independent reasons add up without ever passing 1. A factor that cannot be computed counts fully. The score is
    /// rounded to twelve decimals, so that 0.9 is 0.9 at a threshold.
    private func assess(_ output: JSONValue, _ warnings: [JSONValue]) -> RiskAssessed {
        let config = self.graph.definition.risk
        let scope = ReferenceScope(self.state, graph: self.graph, timeZones: self.interpreter.timeZones)
        var factors: [RiskAssessed.Factor] = []
        var rest = 1.0
        for (index, factor) in config.factors.enumerated() {
            let place = JSONPointer(tokens: ["risk_config", "factors", String(index)])
            let (level, error) = Self.level(of: factor, in: scope, at: place)
            guard level > 0 || error != nil else { continue }
            factors.append(.init(name: factor.name, weight: factor.weight, level: level, error: error))
            rest *= 1 - factor.weight * level
        }
        let score = ((1 - rest) * 1e12).rounded() / 1e12
        return RiskAssessed(
            score: score,
            band: config.band(of: score),
            factors: factors,
            output: output,
            warnings: warnings
        )
    }

    private static func level(
        of factor: RiskFactor,
        in scope: ReferenceScope,
        at pointer: JSONPointer
    ) -> (Double, String?) {
        do throws(Failure) {
            if let when = factor.when, try !when.holds(in: scope, at: pointer.appending("when")) { return (0, nil) }
            guard let level = factor.level else { return (1, nil) }
            let value = try level.value(in: scope, at: pointer.appending("level"))
            guard let number = value.number else { return (1, "The level is \(value.typeName), not a number.") }
            guard (0...1).contains(number) else {
                return (min(max(number, 0), 1), "The level \(number) is not in 0...1.")
            }
            return (number, nil)
        } catch {
            return (1, error.message)
        }
    }
}
