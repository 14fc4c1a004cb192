// SPDX-License-Identifier: Apache-2.0

/// What a risk score asks for.
public enum RiskBand: String, Hashable, Sendable, CaseIterable {
    /// Below the first threshold: no person needed.
    case autoApproved = "auto_approved"
    /// From the first threshold: completes, flagged for information.
    case flagged
    /// From the second threshold: completes, a review is recommended.
    case reviewRecommended = "review_recommended"
    /// From the third threshold: completes only when people approve.
    case approvalRequired = "approval_required"
}
