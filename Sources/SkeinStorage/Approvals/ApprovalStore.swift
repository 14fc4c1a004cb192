// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// Where an approval stands.
package enum ApprovalStatus: String, Hashable, Sendable, CaseIterable {
    case pending
    case approved
    case rejected
    case expired
    /// The execution ended in another way before anybody decided.
    case withdrawn
}

/// Keeps what is asked of people, for lists; what they are shown stands in the history.
package protocol ApprovalStore: Sendable {
    /// The approval with that identifier.
    func approval(_ id: ApprovalID) async throws -> ApprovalRecord?

    /// Approvals, newest first.
    func approvals(status: ApprovalStatus?, _ page: PageRequest) async throws -> Page<ApprovalRecord>
}

/// What lists read of an approval.
package struct ApprovalProjection: Hashable, Sendable {
    package let id: ApprovalID
    package let status: ApprovalStatus
    package let requestedAt: Timestamp
    package let expiresAt: Timestamp?
    package let endedAt: Timestamp?
    package let roles: [String]
    package let approvalsNeeded: Int
    package let approvalsGiven: Int
    package let riskScore: Double
    package let evidenceHash: ContentHash
    /// The number of the event that holds the evidence.
    package let requestSequence: Int

    package init(
        id: ApprovalID,
        status: ApprovalStatus,
        requestedAt: Timestamp,
        expiresAt: Timestamp?,
        endedAt: Timestamp?,
        roles: [String],
        approvalsNeeded: Int,
        approvalsGiven: Int,
        riskScore: Double,
        evidenceHash: ContentHash,
        requestSequence: Int
    ) {
        self.id = id
        self.status = status
        self.requestedAt = requestedAt
        self.expiresAt = expiresAt
        self.endedAt = endedAt
        self.roles = roles
        self.approvalsNeeded = approvalsNeeded
        self.approvalsGiven = approvalsGiven
        self.riskScore = riskScore
        self.evidenceHash = evidenceHash
        self.requestSequence = requestSequence
    }
}

/// A stored approval with the execution that it belongs to.
package struct ApprovalRecord: Hashable, Sendable {
    package let approval: ApprovalProjection
    package let executionID: ExecutionID
    package let definitionKey: String
    package let version: Int
    /// Who started the execution.
    package let userID: String

    package init(
        approval: ApprovalProjection,
        executionID: ExecutionID,
        definitionKey: String,
        version: Int,
        userID: String
    ) {
        self.approval = approval
        self.executionID = executionID
        self.definitionKey = definitionKey
        self.version = version
        self.userID = userID
    }
}
