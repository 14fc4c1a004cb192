// SPDX-License-Identifier: Apache-2.0

/// Chooses the attributes to test by risk and quality.
enum Scoping: Sendable {
    /// What the function is given.
    struct Input: Codable, Sendable {
        /// The attributes of the plan.
        var attributes: [Attribute]
        /// Their profiles.
        var profiles: [AttributeProfile]
        /// The priority from which an attribute is in scope; 50 when left out.
        var threshold: Double?
        /// What a reviewer decided otherwise.
        var adjustments: [Adjustment]?
    }

    /// A reviewer's decision about one attribute.
    struct Adjustment: Codable, Sendable {
        /// The attribute.
        var attribute: String
        /// Whether it is tested.
        var inScope: Bool
        /// Why.
        var reason: String

        enum CodingKeys: String, CodingKey {
            case attribute
            case inScope = "in_scope"
            case reason
        }
    }

    /// What the function decided about an attribute.
    struct Decision: Codable, Sendable, Equatable {
        /// The attribute.
        var name: String
        /// Its name for people.
        var label: String
        /// The risk, raised by poor quality, from 0 to 100.
        var priority: Double
        /// The risk score.
        var riskScore: Int
        /// The quality score.
        var qualityScore: Double
        /// Why it is tested, or why not.
        var reasons: [String]

        enum CodingKeys: String, CodingKey {
            case name
            case label
            case priority
            case riskScore = "risk_score"
            case qualityScore = "quality_score"
            case reasons
        }
    }

    /// What the function gives.
    struct Scope: Codable, Sendable, Equatable {
        /// The attribute that tells rows apart; it is asked for, not tested.
        var key: String
        /// The attributes to test, the most urgent first.
        var inScope: [Decision]
        /// The others, the most urgent first.
        var outOfScope: [Decision]
        /// The names of the attributes to test, in the order of the report.
        var attributeNames: [String]
        /// The share of all risk scores that is tested.
        var riskCoverage: Double

        enum CodingKeys: String, CodingKey {
            case key
            case inScope = "in_scope"
            case outOfScope = "out_of_scope"
            case attributeNames = "attribute_names"
            case riskCoverage = "risk_coverage"
        }
    }

    /// Decides about every attribute.
    ///
    /// The priority is risk x (1 + (100 - quality) / 25), at most 100: an attribute of half the quality counts three
    /// times. Tested is what reaches the threshold and every critical data element of less than full quality or high
    /// risk; a reviewer's adjustment has the last word.
    static func executeScoping(_ input: Input) throws(AuditError) -> Scope {
        guard let key = input.attributes.first(where: \.isKey)?.name else {
            throw AuditError(code: "key-missing", message: "None of the attributes is the key.", field: "attributes")
        }
        for (index, change) in (input.adjustments ?? []).enumerated()
        where !input.attributes.contains(where: { $0.name == change.attribute && !$0.isKey }) {
            throw AuditError(
                code: "attribute-unknown",
                message: "\(change.attribute) is no attribute that can be tested.",
                field: "adjustments.\(index).attribute"
            )
        }
        var chosen: [Decision] = []
        var others: [Decision] = []
        for attribute in input.attributes where !attribute.isKey {
            guard let profile = input.profiles.first(where: { $0.name == attribute.name }) else {
                let message = "\(attribute.name) has no profile."
                throw AuditError(code: "attribute-missing", message: message, field: "profiles")
            }
            let (decision, isChosen) = self.decide(attribute, profile, input)
            if isChosen { chosen.append(decision) } else { others.append(decision) }
        }
        let all = (chosen + others).reduce(0) { $0 + $1.riskScore }
        let order: (Decision, Decision) -> Bool = { ($1.priority, $0.name) < ($0.priority, $1.name) }
        return Scope(
            key: key,
            inScope: chosen.sorted(by: order),
            outOfScope: others.sorted(by: order),
            attributeNames: chosen.map(\.name),
            riskCoverage: Figures.round(Figures.share(chosen.reduce(0) { $0 + $1.riskScore }, of: all), 4)
        )
    }

    private static func decide(
        _ attribute: Attribute,
        _ profile: AttributeProfile,
        _ input: Input
    ) -> (Decision, Bool) {
        let threshold = input.threshold ?? 50
        let risk = Double(attribute.riskScore)
        let priority = min(100, risk * (1 + (100 - profile.qualityScore) / 25))
        var reasons: [String] = []
        if priority >= threshold {
            reasons.append("priority \(Figures.fixed(priority, 1)) reaches \(Figures.fixed(threshold, 1))")
        }
        if attribute.critical, profile.qualityScore < 100 || attribute.riskBand == "high" {
            reasons.append(
                "critical data element, \(attribute.riskBand) risk, quality \(Figures.fixed(profile.qualityScore, 1))"
            )
        }
        var isChosen = !reasons.isEmpty
        if !isChosen {
            reasons.append("priority \(Figures.fixed(priority, 1)) is below \(Figures.fixed(threshold, 1))")
        }
        if let change = input.adjustments?.last(where: { $0.attribute == attribute.name }) {
            isChosen = change.inScope
            reasons.append("reviewer \(change.inScope ? "adds" : "removes") it: \(change.reason)")
        }
        let decision = Decision(
            name: attribute.name,
            label: attribute.label,
            priority: Figures.round(priority, 1),
            riskScore: attribute.riskScore,
            qualityScore: profile.qualityScore,
            reasons: reasons
        )
        return (decision, isChosen)
    }
}
