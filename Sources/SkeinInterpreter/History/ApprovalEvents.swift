// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// The proposed output of an execution and its risk.
package struct RiskAssessed: Hashable, Sendable {
    /// A factor that applied.
    package struct Factor: Hashable, Sendable {
        package let name: String
        package let weight: Double
        /// How strongly it applied, 0 to 1.
        package let level: Double
        /// Why it could not be computed; it then counts fully, to be on the safe side.
        package let error: String?
    }

    /// 0 (none) to 1.
    package let score: Double
    package let band: RiskBand
    package let factors: [Factor]
    package let output: JSONValue
    /// Validation rules that were broken without failing the execution.
    package let warnings: [JSONValue]
}

/// A question to people, with exactly what they are shown.
package struct ApprovalRequested: Hashable, Sendable {
    package let approvalID: ApprovalID
    /// Input, proposed output, their differences, risk and the version's hash.
    package let evidence: JSONValue
    /// The hash of the evidence in canonical form.
    package let evidenceHash: ContentHash
    package let roles: [String]
    package let approvals: Int
    package let notAuthor: Bool
    package let expiresAt: Timestamp?
}

/// What a person said.
package struct ApprovalDecided: Hashable, Sendable {
    package enum Decision: String, Hashable, Sendable, CaseIterable {
        case approve
        case reject
    }

    package let approvalID: ApprovalID
    package let decision: Decision
    package let decidedBy: String
    package let roles: [String]
    package let note: String?
    /// The hash of what the person was shown.
    package let evidenceHash: ContentHash
    /// The caller's identity of the request: the same one again is the same decision.
    package let requestKey: String?

    package init(
        approvalID: ApprovalID,
        decision: Decision,
        decidedBy: String,
        roles: [String],
        note: String?,
        evidenceHash: ContentHash,
        requestKey: String? = nil
    ) {
        self.approvalID = approvalID
        self.decision = decision
        self.decidedBy = decidedBy
        self.roles = roles
        self.note = note
        self.evidenceHash = evidenceHash
        self.requestKey = requestKey
    }

    /// Whether another request says the same.
    func isSame(as other: ApprovalDecided) -> Bool {
        self.decidedBy == other.decidedBy && self.decision == other.decision && self.note == other.note
            && self.evidenceHash == other.evidenceHash
    }
}
