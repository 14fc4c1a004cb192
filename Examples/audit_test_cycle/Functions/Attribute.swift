// SPDX-License-Identifier: Apache-2.0

/// An attribute to test, derived from the dictionary.
struct Attribute: Codable, Sendable, Equatable {
    /// Its name in tables.
    var name: String
    /// Its name for people.
    var label: String
    /// The line of the report that it feeds.
    var line: String
    /// What its values are.
    var type: AttributeType
    /// Whether it tells rows apart.
    var isKey: Bool
    /// Whether every row has to have it.
    var mandatory: Bool
    /// When it has to be there though it is not mandatory.
    var requiredWhen: Requirement?
    /// Whether it is a critical data element.
    var critical: Bool
    /// How much a wrong value matters and how likely one is, from 0 to 100.
    var riskScore: Int
    /// `high` from 60, `medium` from 35, `low` below.
    var riskBand: String
    /// The rules that gave the score.
    var reasons: [String]
    /// The most characters of a text, or digits of a number.
    var maxLength: Int?
    /// The decimals of a number.
    var decimals: Int?
    /// The values of a code.
    var codes: [String]?
    /// A regular expression that a whole value matches.
    var pattern: String?
    /// The least value.
    var min: Double?
    /// The greatest value.
    var max: Double?
    /// How far the report may be from its source.
    var tolerance: Double?

    /// The band of a risk score.
    static func band(_ score: Int) -> String {
        score >= 60 ? "high" : score >= 35 ? "medium" : "low"
    }

    enum CodingKeys: String, CodingKey {
        case name
        case label
        case line
        case type
        case isKey = "is_key"
        case mandatory
        case requiredWhen = "required_when"
        case critical
        case riskScore = "risk_score"
        case riskBand = "risk_band"
        case reasons
        case maxLength = "max_length"
        case decimals
        case codes
        case pattern
        case min
        case max
        case tolerance
    }
}

/// What the values of an attribute are.
enum AttributeType: String, Codable, Sendable {
    case text
    case integer
    case number
    case date
    case code
}

/// The format of a dictionary entry, read: `X(9)`, `N(5)`, `N(15,2)`, `D` or `CODE(a|b)`.
struct AttributeFormat: Sendable, Equatable {
    /// What the values are.
    var type: AttributeType
    /// The most characters or digits.
    var maxLength: Int?
    /// The decimals of a number.
    var decimals: Int?
    /// The values of a code.
    var codes: [String]?

    /// Reads a format.
    init(_ text: String, field: String) throws(AuditError) {
        let open = text.firstIndex(of: "(") ?? text.endIndex
        let kind = text[..<open]
        let inner = text[open...].dropFirst().dropLast()
        let numbers = inner.split(separator: ",").compactMap { Int($0) }
        switch (kind, numbers.count) {
        case ("D", 0) where inner.isEmpty:
            self.type = .date
        case ("X", 1):
            self.type = .text
            self.maxLength = numbers[0]
        case ("N", 1):
            self.type = .integer
            self.maxLength = numbers[0]
        case ("N", 2):
            self.type = .number
            self.maxLength = numbers[0]
            self.decimals = numbers[1]
        case ("CODE", _) where !inner.isEmpty:
            self.type = .code
            self.codes = inner.split(separator: "|").map(String.init)
        default:
            throw AuditError(
                code: "format-unknown",
                message: "\(text) is no format; write X(9), N(5), N(15,2), D or CODE(a|b).",
                field: field
            )
        }
    }
}
