// SPDX-License-Identifier: Apache-2.0

/// The quality of one attribute of the reported data.
struct AttributeProfile: Codable, Sendable, Equatable {
    /// The attribute.
    var name: String
    /// How many rows have a value.
    var present = 0
    /// The keys of the rows that should have one and have none.
    var missing: [String] = []
    /// The share of the required and present values that are present.
    var completeness = 1.0
    /// How many different values there are.
    var distinct = 0
    /// Different values by present ones.
    var uniqueness = 1.0
    /// The values of the key that more than one row has.
    var duplicates: [String] = []
    /// The values that break a rule.
    var invalid: [Violation] = []
    /// The share of the present values that break no rule.
    var validity = 1.0
    /// How the values are distributed; those of the wrong type are left out.
    var distribution: Distribution?
    /// The numbers far from the others.
    var outliers: [Outlier] = []
    /// The quality from 0 to 100.
    var qualityScore = 100.0
    /// `good` from 98, `fair` from 90, `poor` below.
    var qualityBand = "good"

    /// A value that breaks a rule.
    struct Violation: Codable, Sendable, Equatable {
        /// The key of its row.
        var key: String
        /// The value.
        var value: Cell
        /// The rule: `wrong_type`, `impossible_date`, `unknown_code`, `too_long`, `pattern`, `below_minimum` or
        /// `above_maximum`.
        var rule: String
    }

    /// A number far from the others of its group.
    struct Outlier: Codable, Sendable, Equatable {
        /// The key of its row.
        var key: String
        /// The number.
        var value: Double
        /// The group within which it is far from the others.
        var group: String
    }

    /// Computes the shares and the score: 40 % completeness, 40 % validity and 20 % uniqueness or absence of outliers.
    mutating func score(isKey: Bool) {
        let completeness = Figures.share(self.present, of: self.present + self.missing.count)
        let validity = Figures.share(self.present - self.invalid.count, of: self.present)
        let uniqueness = Figures.share(self.distinct, of: self.present)
        let ordinary = Figures.share(self.present - self.outliers.count, of: self.present)
        self.completeness = Figures.round(completeness, 4)
        self.validity = Figures.round(validity, 4)
        self.uniqueness = Figures.round(uniqueness, 4)
        let score = 100 * (0.4 * completeness + 0.4 * validity + 0.2 * (isKey ? uniqueness : ordinary))
        self.qualityScore = Figures.round(score, 1)
        self.qualityBand = score >= 98 ? "good" : score >= 90 ? "fair" : "poor"
    }

    enum CodingKeys: String, CodingKey {
        case name
        case present
        case missing
        case completeness
        case distinct
        case uniqueness
        case duplicates
        case invalid
        case validity
        case distribution
        case outliers
        case qualityScore = "quality_score"
        case qualityBand = "quality_band"
    }
}
