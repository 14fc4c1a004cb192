// SPDX-License-Identifier: Apache-2.0

/// A finding of a test.
struct Observation: Codable, Sendable, Equatable {
    /// Its number within the document.
    var observationID: String
    /// The document.
    var documentID: String
    /// The owner's short name.
    var ownerID: String
    /// The attribute.
    var attribute: String
    /// The kind of difference.
    var cause: String
    /// One line for people.
    var title: String
    /// How many comparisons failed in this way.
    var failed: Int
    /// How many comparisons of the attribute were made.
    var executed: Int
    /// Failed by executed.
    var deviationRate: Double
    /// The sum of the differences without their signs, of amounts.
    var absoluteDifference: Double?
    /// `high`, `medium` or `low`.
    var severity: String
    /// `systemic`, `recurring` or `isolated`.
    var rating: String
    /// The keys of at most five of the rows.
    var examples: [String]
    /// What to do.
    var recommendation: String

    enum CodingKeys: String, CodingKey {
        case observationID = "observation_id"
        case documentID = "document_id"
        case ownerID = "owner_id"
        case attribute
        case cause
        case title
        case failed
        case executed
        case deviationRate = "deviation_rate"
        case absoluteDifference = "absolute_difference"
        case severity
        case rating
        case examples
        case recommendation
    }
}

/// Makes findings of the failures of a test.
enum Observing: Sendable {
    /// What the function is given.
    struct Input: Codable, Sendable {
        /// The result of the tests of one document.
        var execution: TestExecution.Report
        /// The rate of deviations that can be tolerated; 0.1 when left out.
        var tolerableRate: Double?

        enum CodingKeys: String, CodingKey {
            case execution
            case tolerableRate = "tolerable_rate"
        }
    }

    /// What the function gives.
    struct Findings: Codable, Sendable, Equatable {
        /// The document.
        var documentID: String
        /// The owner's short name.
        var ownerID: String
        /// The gravest severity, or `none`.
        var severity: String
        /// The findings, the gravest first.
        var observations: [Observation]

        enum CodingKeys: String, CodingKey {
            case documentID = "document_id"
            case ownerID = "owner_id"
            case severity
            case observations
        }
    }

    /// Groups the failures by attribute and cause.
    ///
    /// The severity has 2 points for a critical data element, 2 for a rate above the tolerable one or 1 above half of
    /// it, and 1 for three failures of one cause: high from 4, medium from 2. Three failures of a cause that a system
    /// makes (scale, sign, swapped dates) are systemic, other repeated ones recurring, a single one is isolated.
    static func createObservations(_ input: Input) -> Findings {
        let execution = input.execution
        let groups = Dictionary(grouping: execution.failures.filter { $0.outcome == "fail" }) {
            "\($0.attribute) \($0.cause ?? "")"
        }
        var found = groups.values.compactMap { self.observation($0, input) }
        let order = ["high", "medium", "low"]
        found.sort { left, right in
            let ranks = (order.firstIndex(of: left.severity) ?? 3, order.firstIndex(of: right.severity) ?? 3)
            return (ranks.0, right.failed, left.attribute, left.cause)
                < (ranks.1, left.failed, right.attribute, right.cause)
        }
        for index in found.indices {
            found[index].observationID = "OBS-\(execution.documentID)-\(Figures.padded(index + 1, 2))"
        }
        return Findings(
            documentID: execution.documentID,
            ownerID: execution.ownerID,
            severity: found.first?.severity ?? "none",
            observations: found
        )
    }

    private static func observation(_ failures: [TestExecution.Outcome], _ input: Input) -> Observation? {
        guard let first = failures.first else { return nil }
        let cause = first.cause ?? "unknown"
        let executed = input.execution.byAttribute.first { $0.attribute == first.attribute }?.executed ?? 0
        let rate = executed == 0 ? 1 : Double(failures.count) / Double(executed)
        let tolerable = input.tolerableRate ?? 0.1
        var points = first.critical ? 2 : 0
        points += rate > tolerable ? 2 : rate > tolerable / 2 ? 1 : 0
        points += failures.count >= 3 ? 1 : 0
        let amounts = ["amount", "scale", "sign"].contains(cause) ? failures.compactMap(\.difference) : []
        let made = ["scale", "sign", "day_month_swapped"].contains(cause)
        return Observation(
            observationID: "",
            documentID: input.execution.documentID,
            ownerID: input.execution.ownerID,
            attribute: first.attribute,
            cause: cause,
            title: "\(first.attribute): \(self.phrase(cause)) in \(failures.count) of \(executed) rows tested",
            failed: failures.count,
            executed: executed,
            deviationRate: Figures.round(rate, 4),
            absoluteDifference: amounts.isEmpty ? nil : Figures.round(amounts.reduce(0) { $0 + abs($1) }, 2),
            severity: points >= 4 ? "high" : points >= 2 ? "medium" : "low",
            rating: failures.count == 1 ? "isolated" : made && failures.count >= 3 ? "systemic" : "recurring",
            examples: failures.prefix(5).map(\.key),
            recommendation: self.recommendation(cause)
        )
    }

    private static func phrase(_ cause: String) -> String {
        switch cause {
        case "missing_in_report": "the report has no value"
        case "missing_in_source": "the source has no value"
        case "wrong_type": "the value is of the wrong type"
        case "scale": "the unit is wrong by a power of ten"
        case "sign": "the sign is wrong"
        case "day_month_swapped": "day and month are exchanged"
        case "date": "the date differs"
        case "code": "the code differs"
        case "text": "the text differs"
        default: "the amount differs"
        }
    }

    private static func recommendation(_ cause: String) -> String {
        switch cause {
        case "missing_in_report", "missing_in_source":
            "Complete the values and make the field mandatory where it is entered."
        case "scale": "Correct the unit in the feed (per cent or fraction) and reload all rows that it carries."
        case "sign": "Correct the sign rule of the feed and reload all rows that it carries."
        case "day_month_swapped": "Fix the date format of the interface and reload all rows that it carries."
        case "wrong_type": "Refuse values of the wrong type when the feed is loaded."
        default: "Reconcile the rows with the system of record and add a monthly comparison of both."
        }
    }
}
