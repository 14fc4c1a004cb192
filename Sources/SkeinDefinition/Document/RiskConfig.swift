// SPDX-License-Identifier: Apache-2.0

package import SkeinExpression
package import SkeinModel

/// How the risk of a result is scored and what the score asks for.
package struct RiskConfig: Sendable {
    /// Below: approved without a person.
    package var autoApprove = 0.3
    /// From here: a review is recommended; between the two: flagged.
    package var requireReview = 0.7
    /// From here: people must approve.
    package var requireApproval = 0.9
    package var factors: [RiskFactor] = []
    package var approval = ApprovalPolicy()

    package init() {}

    /// The band of a score.
    package func band(of score: Double) -> RiskBand {
        if score >= self.requireApproval { return .approvalRequired }
        if score >= self.requireReview { return .reviewRecommended }
        return score >= self.autoApprove ? .flagged : .autoApproved
    }
}

/// One reason for risk: how strongly it applies (its level, 0 to 1) and how much it can weigh.
package struct RiskFactor: Sendable {
    package let name: String
    /// When it applies at all; always when absent.
    package let when: Expression?
    /// How strongly it applies, 0 to 1; fully when absent.
    package let level: Expression?
    package let weight: Double
}

/// Who must approve a result, how many of them, and how long there is for it.
package struct ApprovalPolicy: Sendable {
    /// What happens when nobody decides in time.
    package enum Expiry: String, Sendable, CaseIterable {
        /// The execution ends `rejected`.
        case reject
        /// The execution ends `failed`.
        case fail
    }

    /// Any of these roles may decide; empty for anybody.
    package var roles: [String] = []
    /// How many people must approve.
    package var approvals = 1
    /// Whether the person who started the execution is kept from deciding.
    package var notAuthor = true
    /// How long a decision may take; for ever when absent.
    package var expiresAfter: Duration?
    package var onExpiry = Expiry.reject

    package init() {}
}
