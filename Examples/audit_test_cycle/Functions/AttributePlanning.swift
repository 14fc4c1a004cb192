// SPDX-License-Identifier: Apache-2.0

/// Derives the attributes to test from the dictionary of a report.
enum AttributePlanning: Sendable {
    /// What the function is given.
    struct Input: Codable, Sendable {
        /// The dictionary of the report.
        var dictionary: ReportDictionary
        /// What a reviewer decided otherwise.
        var overrides: [Override]?
    }

    /// A reviewer's decision about one attribute.
    struct Override: Codable, Sendable {
        /// The attribute.
        var attribute: String
        /// Whether it is a critical data element.
        var critical: Bool?
        /// Its risk score.
        var riskScore: Int?
        /// Why.
        var reason: String

        enum CodingKeys: String, CodingKey {
            case attribute
            case critical
            case riskScore = "risk_score"
            case reason
        }
    }

    /// What the function gives.
    struct Plan: Codable, Sendable, Equatable {
        /// The code of the report.
        var reportCode: String
        /// The name of the report.
        var reportName: String
        /// The day it describes.
        var asOfDate: String
        /// The attribute that tells rows apart.
        var key: String
        /// The attributes, in the order of the report.
        var attributes: [Attribute]
        /// How many attributes are `total`, `mandatory`, `critical`, `high`, `medium` and `low`.
        var counts: [String: Int]

        enum CodingKeys: String, CodingKey {
            case reportCode = "report_code"
            case reportName = "report_name"
            case asOfDate = "as_of_date"
            case key
            case attributes
            case counts
        }
    }

    /// Derives type, presence, criticality and risk of every attribute by rule.
    ///
    /// The score is the sum of 10, 25 for a critical data element, 15 for a mandatory one, 10 for each use up to 20,
    /// 10 for manual entry, 5 for each earlier finding up to 15, and 5 for a value that no list of codes bounds.
    /// Critical are the key and what capital or provisioning is computed from.
    static func generateAttributes(_ input: Input) throws(AuditError) -> Plan {
        let dictionary = input.dictionary
        var attributes: [Attribute] = []
        for (index, entry) in dictionary.attributes.enumerated() {
            let field = "dictionary.attributes.\(index)"
            guard !attributes.contains(where: { $0.name == entry.name }) else {
                throw AuditError(code: "attribute-repeated", message: "\(entry.name) stands twice.", field: field)
            }
            attributes.append(try self.attribute(entry, key: dictionary.key, field: field))
        }
        guard attributes.contains(where: \.isKey) else {
            let message = "The key \(dictionary.key) is none of the attributes."
            throw AuditError(code: "key-missing", message: message, field: "dictionary.key")
        }
        for (index, change) in (input.overrides ?? []).enumerated() {
            guard let position = attributes.firstIndex(where: { $0.name == change.attribute }) else {
                throw AuditError(
                    code: "attribute-unknown",
                    message: "\(change.attribute) is not in the dictionary.",
                    field: "overrides.\(index).attribute"
                )
            }
            self.apply(change, to: &attributes[position])
        }
        return Plan(
            reportCode: dictionary.reportCode,
            reportName: dictionary.reportName,
            asOfDate: dictionary.asOfDate,
            key: dictionary.key,
            attributes: attributes,
            counts: self.counts(attributes)
        )
    }

    private static func attribute(
        _ entry: DictionaryEntry,
        key: String,
        field: String
    ) throws(AuditError) -> Attribute {
        let format = try AttributeFormat(entry.format, field: "\(field).format")
        let isKey = entry.name == key
        let uses = entry.uses ?? []
        let critical = isKey || uses.contains("capital") || uses.contains("provisioning")
        let rules: [(Int, String)] = [
            (10, "base"),
            (critical ? 25 : 0, isKey ? "identifies the rows" : "critical data element"),
            (entry.presence == "M" ? 15 : 0, "mandatory"),
            (min(20, 10 * uses.count), "used for \(uses.joined(separator: ", "))"),
            (entry.manualEntry == true ? 10 : 0, "keyed in by hand"),
            (min(15, 5 * (entry.priorFindings ?? 0)), "\(Figures.count(entry.priorFindings ?? 0, "earlier finding"))"),
            (format.codes == nil ? 5 : 0, "not bounded by codes"),
        ]
        let score = rules.reduce(0) { $0 + $1.0 }
        return Attribute(
            name: entry.name,
            label: entry.label,
            line: entry.line,
            type: format.type,
            isKey: isKey,
            mandatory: entry.presence == "M",
            requiredWhen: entry.presence == "C" ? entry.requiredWhen : nil,
            critical: critical,
            riskScore: score,
            riskBand: Attribute.band(score),
            reasons: rules.filter { $0.0 > 0 }.map { "\($0.1): \($0.0)" },
            maxLength: format.maxLength,
            decimals: format.decimals,
            codes: format.codes,
            pattern: entry.pattern,
            min: entry.min,
            max: entry.max,
            tolerance: entry.tolerance
        )
    }

    private static func apply(_ change: Override, to attribute: inout Attribute) {
        if let critical = change.critical {
            attribute.critical = critical
        }
        if let score = change.riskScore {
            attribute.riskScore = max(0, min(100, score))
            attribute.riskBand = Attribute.band(attribute.riskScore)
        }
        attribute.reasons.append("reviewer: \(change.reason)")
    }

    private static func counts(_ attributes: [Attribute]) -> [String: Int] {
        [
            "total": attributes.count,
            "mandatory": attributes.filter(\.mandatory).count,
            "critical": attributes.filter(\.critical).count,
            "high": attributes.filter { $0.riskBand == "high" }.count,
            "medium": attributes.filter { $0.riskBand == "medium" }.count,
            "low": attributes.filter { $0.riskBand == "low" }.count,
        ]
    }
}
