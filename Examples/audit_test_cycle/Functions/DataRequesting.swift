// SPDX-License-Identifier: Apache-2.0

/// Who answers for the sources of some attributes.
struct DataOwner: Codable, Sendable, Equatable {
    /// A short name, unique among the owners.
    var ownerID: String
    /// The person or the team.
    var name: String
    /// Where requests are sent.
    var email: String
    /// The attributes whose source is the owner's.
    var attributes: [String]

    enum CodingKeys: String, CodingKey {
        case ownerID = "owner_id"
        case name
        case email
        case attributes
    }
}

/// A message to hand to a mail gateway.
struct Message: Codable, Sendable, Equatable {
    /// The request that it is about.
    var requestID: String
    /// Whom it is sent to.
    var to: String
    /// Its subject.
    var subject: String
    /// Its text.
    var body: String
    /// When an answer is due; none for a withdrawal.
    var due: String?

    enum CodingKeys: String, CodingKey {
        case requestID = "request_id"
        case to
        case subject
        case body
        case due
    }
}

/// A request for the source data of the samples, with the message that carries it.
struct DataRequest: Codable, Sendable, Equatable {
    /// Its number: cycle and owner.
    var requestID: String
    /// Whom it is sent to.
    var to: String
    /// The subject of the message.
    var subject: String
    /// The text of the message.
    var body: String
    /// When the document is due.
    var due: String
    /// The owner's short name.
    var ownerID: String
    /// The attribute that tells rows apart.
    var key: String
    /// The attributes that are asked for.
    var attributes: [String]
    /// The keys of the samples.
    var keys: [String]

    enum CodingKeys: String, CodingKey {
        case requestID = "request_id"
        case to
        case subject
        case body
        case due
        case ownerID = "owner_id"
        case key
        case attributes
        case keys
    }
}

/// Asks the owners of the sources for what the samples say there.
enum DataRequesting: Sendable {
    /// What a request is made from.
    struct Input: Codable, Sendable {
        /// The name of the test cycle.
        var cycleID: String
        /// The name of the report.
        var reportName: String
        /// The owner.
        var owner: DataOwner
        /// The attribute that tells rows apart.
        var key: String
        /// The attributes to test.
        var attributeNames: [String]
        /// The rows to test.
        var samples: [Sample]
        /// The day of the request; a time is cut to its day.
        var requestedOn: String
        /// The time to answer in working days; 5 when left out.
        var dueDays: Int?

        enum CodingKeys: String, CodingKey {
            case cycleID = "cycle_id"
            case reportName = "report_name"
            case owner
            case key
            case attributeNames = "attribute_names"
            case samples
            case requestedOn = "requested_on"
            case dueDays = "due_days"
        }
    }

    /// What a withdrawal is made from.
    struct Withdrawal: Codable, Sendable {
        /// The request.
        var request: DataRequest
        /// Why it is withdrawn.
        var reason: String?
    }

    /// Makes the request to one owner.
    ///
    /// The number of the request follows from cycle and owner, so that a gateway can tell a repetition.
    static func sendDataRequest(_ input: Input) throws(AuditError) -> DataRequest {
        guard let day = CalendarDate(String(input.requestedOn.prefix(10))) else {
            let message = "\(input.requestedOn) is no date; write 2026-03-31."
            throw AuditError(code: "date-invalid", message: message, field: "requested_on")
        }
        let attributes = input.attributeNames.filter { input.owner.attributes.contains($0) }
        guard !attributes.isEmpty, !input.samples.isEmpty else {
            throw AuditError(
                code: "nothing-to-request",
                message: "\(input.owner.name) owns none of the attributes to test, or there is no sample.",
                field: "owner.attributes"
            )
        }
        let due = day.adding(workingDays: input.dueDays ?? 5)
        let items = input.samples.map { "- \($0.sampleID): \($0.key) (\($0.stratum))" }
        let body = """
            Dear \(input.owner.name),

            for the test cycle \(input.cycleID) of the report "\(input.reportName)" please provide the source data \
            of \(Figures.count(input.samples.count, "row")) by \(due.longText).

            One row for each item, with the columns \(([input.key] + attributes).joined(separator: ", ")), taken from \
            the system of record and not from the report:

            \(items.joined(separator: "\n"))

            Leave a value empty when the system of record has none.
            """
        return DataRequest(
            requestID: "RFI-\(input.cycleID)-\(input.owner.ownerID)",
            to: input.owner.email,
            subject: "Data request \(input.cycleID): \(Figures.count(input.samples.count, "row")) by \(due)",
            body: body,
            due: due.description,
            ownerID: input.owner.ownerID,
            key: input.key,
            attributes: attributes,
            keys: input.samples.map(\.key)
        )
    }

    /// Makes the message that takes a request back.
    static func withdrawDataRequest(_ input: Withdrawal) -> Message {
        let reason = input.reason.map { " Reason: \($0)" } ?? ""
        return Message(
            requestID: input.request.requestID,
            to: input.request.to,
            subject: "Withdrawn: \(input.request.subject)",
            body: "The data request \(input.request.requestID) is withdrawn; nothing needs to be sent.\(reason)"
        )
    }
}
