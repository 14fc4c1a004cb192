// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel

extension Turn {
    /// Asks people, and records exactly what they are shown.
    mutating func requestApproval(of risk: RiskAssessed) throws(HistoryError) {
        guard let started = self.state.started else { return }
        let policy = self.graph.definition.risk.approval
        let id = ApprovalID(self.newUUID())
        let differences = JSONDifference.between(started.input, risk.output)
        let evidence: JSONValue = [
            "execution_id": .string(started.executionID.description),
            "definition": started.definition.json,
            "input": started.input,
            "output": risk.output,
            "differences": .array(differences.map(\.json)),
            "risk": [
                "score": .double(risk.score), "band": .string(risk.band.rawValue),
                "factors": .array(risk.factors.map(\.json)),
            ],
            "warnings": .array(risk.warnings),
        ]
        let request = ApprovalRequested(
            approvalID: id,
            evidence: evidence,
            evidenceHash: self.interpreter.digest(CanonicalJSON.bytes(evidence)),
            roles: policy.roles,
            approvals: policy.approvals,
            notAuthor: policy.notAuthor,
            expiresAt: policy.expiresAfter.map { self.now + $0 }
        )
        try self.record(.approvalRequested(request))
        if let expiresAt = request.expiresAt { self.command(.setTimer(.approval(id), expiresAt)) }
    }

    /// Takes a person's decision, or refuses it.
    mutating func decide(_ decided: ApprovalDecided) throws(HistoryError) {
        switch self.earlier(decided) {
        case .repeated: return self.acknowledgeRepeat()
        case .keyReused:
            let message = "The Idempotency-Key was used with another decision; a new decision takes a new key."
            return self.refuse(SkeinError(.idempotencyKeyReused, message))
        case .none: break
        }
        if let refusal = self.refusal(of: decided) { return self.refuse(refusal) }
        try self.record(.approvalDecided(decided))
        guard let approval = self.state.approval else { return }
        switch decided.decision {
        case .reject:
            let note = decided.note.map { ": \($0)" } ?? ""
            let failure = Failure(code: FailureCode.rejected, message: "Rejected by \(decided.decidedBy)\(note)")
            try self.end(.rejected, failure, failedStep: nil)
        case .approve where approval.approvals >= approval.request.approvals:
            try self.end(.completed, nil, failedStep: nil)
        case .approve: break
        }
    }

    private enum Earlier { case none, repeated, keyReused }

    /// Whether a decision has been taken before: a caller that got no answer asks again, and must not be refused.
    private func earlier(_ decided: ApprovalDecided) -> Earlier {
        guard let approval = self.state.approval, approval.request.approvalID == decided.approvalID else {
            return .none
        }
        let own = approval.decisions.filter { $0.decidedBy == decided.decidedBy }
        if own.contains(where: { $0.isSame(as: decided) }) { return .repeated }
        let key = decided.requestKey
        return key != nil && own.contains { $0.requestKey == key } ? .keyReused : .none
    }

    /// Nobody decided in time.
    mutating func expireApproval() throws(HistoryError) {
        let policy = self.graph.definition.risk.approval
        let message =
            "Nobody decided within \(policy.expiresAfter.map { DurationText.format($0) } ?? "the time given")."
        let failure = Failure(code: FailureCode.approvalExpired, message: message)
        try self.end(policy.onExpiry == .reject ? .rejected : .failed, failure, failedStep: nil)
    }

    /// Why a decision is not taken; `nil` when it is.
    private func refusal(of decided: ApprovalDecided) -> SkeinError? {
        guard let approval = self.state.approval, approval.request.approvalID == decided.approvalID else {
            return SkeinError(.approvalNotFound, "This execution has no approval \(decided.approvalID).")
        }
        guard self.state.status == .awaitingApproval else {
            let message = "The approval is closed: the execution is \(self.state.status.rawValue)."
            return SkeinError(.approvalClosed, message)
        }
        if let before = approval.decisions.first(where: { $0.decidedBy == decided.decidedBy }) {
            let message = "\(decided.decidedBy) has already decided (\(before.decision.rawValue)); others have to."
            return SkeinError(.approvalForbidden, message)
        }
        if approval.request.notAuthor, decided.decidedBy == self.state.started?.userID {
            let message = "\(decided.decidedBy) started this execution, so somebody else has to decide."
            return SkeinError(.approvalForbidden, message)
        }
        let roles = approval.request.roles
        if !roles.isEmpty, !decided.roles.contains(where: { roles.contains($0) }) {
            let message = "Deciding takes one of the roles \(roles.joined(separator: ", "))."
            return SkeinError(.approvalForbidden, message)
        }
        guard decided.evidenceHash == approval.request.evidenceHash else {
            let message = "What you were shown is not what stands to be approved; read the approval again."
            return SkeinError(.evidenceMismatch, message)
        }
        if decided.decision == .reject, decided.note?.isEmpty ?? true {
            return SkeinError(.approvalNoteMissing, "A rejection says why: add a note.")
        }
        return nil
    }
}
