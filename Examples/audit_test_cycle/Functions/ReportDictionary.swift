// SPDX-License-Identifier: Apache-2.0

/// The data dictionary of a regulatory report, as its instructions define it.
struct ReportDictionary: Codable, Sendable, Equatable {
    /// The code of the report.
    var reportCode: String
    /// Its name.
    var reportName: String
    /// Whom it is sent to.
    var regulator: String
    /// The day it describes.
    var asOfDate: String
    /// The attribute that tells rows apart.
    var key: String
    /// Its attributes, in the order of the report.
    var attributes: [DictionaryEntry]

    enum CodingKeys: String, CodingKey {
        case reportCode = "report_code"
        case reportName = "report_name"
        case regulator
        case asOfDate = "as_of_date"
        case key
        case attributes
    }
}

/// One attribute, as the instructions of the report define it.
struct DictionaryEntry: Codable, Sendable, Equatable {
    /// Its name in tables.
    var name: String
    /// Its name for people.
    var label: String
    /// The line of the report that it feeds.
    var line: String
    /// Its format: `X(9)`, `N(5)`, `N(15,2)`, `D` or `CODE(a|b)`.
    var format: String
    /// `M` for mandatory, `C` for conditional, `O` for optional.
    var presence: String
    /// When a conditional attribute has to be there.
    var requiredWhen: Requirement?
    /// What the regulator uses it for: `capital`, `provisioning`, `liquidity`, `statistics`.
    var uses: [String]?
    /// Whether people key it in.
    var manualEntry: Bool?
    /// How many findings earlier test cycles had.
    var priorFindings: Int?
    /// A regular expression that a whole value matches.
    var pattern: String?
    /// The least value.
    var min: Double?
    /// The greatest value.
    var max: Double?
    /// How far the report may be from its source; the last decimal's half when left out.
    var tolerance: Double?

    enum CodingKeys: String, CodingKey {
        case name
        case label
        case line
        case format
        case presence
        case requiredWhen = "required_when"
        case uses
        case manualEntry = "manual_entry"
        case priorFindings = "prior_findings"
        case pattern
        case min
        case max
        case tolerance
    }
}

/// A condition under which an attribute has to be there: another one has one of these values.
struct Requirement: Codable, Sendable, Equatable {
    /// The other attribute.
    var attribute: String
    /// The values that ask for this one.
    var values: [String]
}
