// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Reads `risk_config`.
enum RiskDecoder {
    static func decode(_ definition: FieldReader) -> RiskConfig {
        var risk = RiskConfig()
        guard let reader = definition.reader("risk_config") else { return risk }
        risk.autoApprove = Self.threshold(reader, "auto_approve_threshold") ?? risk.autoApprove
        risk.requireReview = Self.threshold(reader, "require_review_threshold") ?? risk.requireReview
        risk.requireApproval = Self.threshold(reader, "require_hitl_threshold") ?? risk.requireApproval
        Self.checkOrder(risk, reader)
        for (index, value) in (reader.array("factors") ?? []).enumerated() {
            let place = reader.pointer.appending("factors").appending(index)
            guard case .object(let object) = value else {
                let message = "A risk factor is an object, not \(value.typeName)."
                reader.collector.add(Problem("type-mismatch", at: place, message))
                continue
            }
            if let factor = Self.factor(FieldReader(object, at: place, reader.collector)) {
                if risk.factors.contains(where: { $0.name == factor.name }) {
                    let message = "Two risk factors are named '\(factor.name)'."
                    reader.collector.add(Problem("name-duplicate", at: place.appending("name"), message))
                }
                risk.factors.append(factor)
            }
        }
        if let approval = reader.reader("approval") { risk.approval = Self.approval(approval) }
        reader.finish()
        return risk
    }

    private static func threshold(_ reader: FieldReader, _ name: String) -> Double? {
        guard let value = reader.number(name) else { return nil }
        guard (0...1).contains(value) else {
            reader.problem("value-out-of-range", name, "\(name) must be from 0 to 1, not \(value).")
            return nil
        }
        return value
    }

    private static func checkOrder(_ risk: RiskConfig, _ reader: FieldReader) {
        let hint = "Thresholds rise: auto_approve < require_review < require_hitl."
        if risk.requireReview <= risk.autoApprove {
            let message =
                "require_review_threshold (\(risk.requireReview)) is not above auto_approve_threshold (\(risk.autoApprove))."
            reader.problem("thresholds-unordered", "require_review_threshold", message, hint: hint)
        }
        if risk.requireApproval <= risk.requireReview {
            let message =
                "require_hitl_threshold (\(risk.requireApproval)) is not above require_review_threshold (\(risk.requireReview))."
            reader.problem("thresholds-unordered", "require_hitl_threshold", message, hint: hint)
        }
    }

    private static func factor(_ reader: FieldReader) -> RiskFactor? {
        let name = reader.string("name")
        reader.require("name", "how the evidence names the factor")
        let when = reader.expression("when")
        let level = reader.expression("level")
        let weight = reader.number("weight") ?? 1
        if !reader.has("when"), !reader.has("level") {
            let message = "A risk factor has 'when' (a condition), 'level' (a number from 0 to 1), or both."
            reader.problem("field-missing", nil, message)
        }
        if !(0...1).contains(weight) {
            reader.problem("value-out-of-range", "weight", "weight must be from 0 to 1, not \(weight).")
        }
        reader.finish()
        return name.map { RiskFactor(name: $0, when: when, level: level, weight: weight) }
    }

    private static func approval(_ reader: FieldReader) -> ApprovalPolicy {
        var policy = ApprovalPolicy()
        policy.roles = reader.strings("roles") ?? []
        policy.approvals = reader.int("approvals", in: 1...20) ?? 1
        policy.notAuthor = reader.bool("not_author") ?? true
        policy.expiresAfter = reader.duration("expires_after")
        policy.onExpiry = reader.choice("on_expiry", ApprovalPolicy.Expiry.self) ?? .reject
        reader.finish()
        return policy
    }
}

/// Reads lists of validation rules.
enum RuleDecoder {
    static func decode(_ parent: FieldReader, _ name: String) -> [ValidationRule] {
        var rules: [ValidationRule] = []
        for (index, value) in (parent.array(name) ?? []).enumerated() {
            let place = parent.pointer.appending(name).appending(index)
            guard case .object(let object) = value else {
                let message = "A rule is an object, not \(value.typeName)."
                parent.collector.add(Problem("type-mismatch", at: place, message))
                continue
            }
            let reader = FieldReader(object, at: place, parent.collector)
            let rule = reader.expression("rule")
            reader.require("rule", "the expression that must hold")
            let severity = reader.choice("severity", ValidationRule.Severity.self) ?? .error
            let message = reader.template("message")
            let label = reader.string("name") ?? "rule \(index + 1)"
            reader.finish()
            if let rule { rules.append(ValidationRule(name: label, rule: rule, severity: severity, message: message)) }
        }
        return rules
    }
}
