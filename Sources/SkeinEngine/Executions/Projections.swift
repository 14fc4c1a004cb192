// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinInterpreter
import SkeinModel
import SkeinStorage

/// What lists read, made of an execution's state.
enum Projections {
    static func execution(_ execution: LiveExecution, at now: Timestamp) -> ExecutionProjection {
        let state = execution.state
        var projection = ExecutionProjection(status: state.status, updatedAt: now)
        projection.endedAt = state.endedAt
        projection.riskScore = state.risk?.score
        projection.riskBand = state.risk?.band
        projection.requiresApproval = state.approval != nil
        projection.failureCode = state.failure?.code
        projection.failureMessage = state.failure?.message
        projection.failedStep = state.failedStep
        projection.failedStepNumber = state.failedStep.flatMap { name in
            execution.version.graph.node(named: name).map { $0.step.number ?? $0.index + 1 }
        }
        return projection
    }

    static func stepRun(_ path: String, _ execution: LiveExecution) -> StepRunProjection? {
        guard let node = execution.version.graph.node(at: path) else { return nil }
        guard let run = execution.state.steps[path] else { return Self.takenBack(path, node.step, execution.state) }
        return StepRunProjection(
            path: path,
            stepName: node.step.name,
            stepNumber: node.step.number,
            status: run.status,
            attempt: run.attempt,
            startedAt: run.startedAt,
            endedAt: run.endedAt,
            scheduledSequence: run.scheduledSequence,
            resultSequence: run.resultSequence,
            failureCode: run.failure?.code
        )
    }

    /// Where a step run stands that was taken back: an execution that has ended gives it no other turn.
    static func takenBackStatus(_ state: ExecutionState) -> StepStatus {
        state.status.isTerminal && state.status != .failed ? .cancelled : .pending
    }

    /// A step run that starts anew when it is its turn again.
    private static func takenBack(
        _ path: String,
        _ step: StepDefinition,
        _ state: ExecutionState
    ) -> StepRunProjection {
        StepRunProjection(
            path: path,
            stepName: step.name,
            stepNumber: step.number,
            status: Self.takenBackStatus(state),
            attempt: state.earlierAttempts[path] ?? 0,
            startedAt: state.stale[path]?.startedAt ?? state.startedAt,
            endedAt: nil,
            scheduledSequence: nil,
            resultSequence: nil,
            failureCode: nil
        )
    }

    /// A person's task as it stands; `nil` for other steps.
    static func humanTask(_ path: String, _ execution: LiveExecution) -> HumanTaskProjection? {
        guard let run = execution.state.steps[path], let task = run.humanTask else { return nil }
        return HumanTaskProjection(
            id: task.content.id,
            path: path,
            status: run.status.isTerminal ? (run.status == .completed ? .completed : .closed) : .open,
            kind: task.content.kind,
            title: task.content.title,
            assignees: task.assignees,
            roles: task.roles,
            claimedBy: task.claimedBy,
            openedAt: run.startedAt,
            dueAt: task.dueAt,
            endedAt: run.endedAt,
            isOverdue: run.isOverdue,
            openedSequence: task.openedSequence
        )
    }

    static func approval(_ execution: LiveExecution) -> ApprovalProjection? {
        let state = execution.state
        guard let approval = state.approval else { return nil }
        return ApprovalProjection(
            id: approval.request.approvalID,
            status: Self.status(state),
            requestedAt: approval.requestedAt,
            expiresAt: approval.request.expiresAt,
            endedAt: state.endedAt,
            roles: approval.request.roles,
            approvalsNeeded: approval.request.approvals,
            approvalsGiven: approval.approvals,
            riskScore: state.risk?.score ?? 0,
            evidenceHash: approval.request.evidenceHash,
            requestSequence: approval.requestSequence
        )
    }

    private static func status(_ state: ExecutionState) -> ApprovalStatus {
        switch state.status {
        case .completed: .approved
        case .rejected, .failed:
            switch state.failure?.code {
            case FailureCode.rejected: .rejected
            case FailureCode.approvalExpired: .expired
            default: .withdrawn
            }
        case .cancelled, .timeout: .withdrawn
        default: .pending
        }
    }
}
