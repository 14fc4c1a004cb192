// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinInterpreter
package import SkeinModel
import SkeinStorage

/// An execution with everything that is known of it, as the API shows it.
package struct ExecutionDetail: Sendable {
    package let id: ExecutionID
    package let status: ExecutionStatus
    /// Whether it has ended, or only a person can move it on.
    package let isSettled: Bool
    /// Whether the request that returned it had been done before.
    package let isRepeat: Bool
    private let execution: LiveExecution

    init(_ execution: LiveExecution, isRepeat: Bool = false) {
        self.id = execution.id
        self.status = execution.state.status
        self.isSettled = execution.isSettled
        self.isRepeat = isRepeat
        self.execution = execution
    }

    /// The proposed or final output.
    package var output: JSONValue? { self.execution.state.risk?.output }
    /// Why it failed or was rejected.
    package var failure: Failure? { self.execution.state.failure }
    /// The risk score, once it has been weighed.
    package var riskScore: Double? { self.execution.state.risk?.score }
    /// What the risk score asks for.
    package var riskBand: RiskBand? { self.execution.state.risk?.band }
    /// The approval that it needs, or needed.
    package var approvalID: ApprovalID? { self.execution.state.approval?.request.approvalID }
    /// The hash of what approvers are shown.
    package var evidenceHash: ContentHash? { self.execution.state.approval?.request.evidenceHash }

    /// The execution as JSON.
    package var json: JSONValue {
        let state = self.execution.state
        let reference = self.execution.version.reference
        return .object(
            .of(
                ("id", .string(self.id.description)),
                ("definition", self.definition(reference)),
                ("status", .string(state.status.rawValue)),
                ("user_id", .string(state.started?.userID ?? "")),
                ("project_id", state.started?.projectID.map { .string($0) }),
                ("parent", state.started?.parent?.json),
                ("interactive", state.started?.isInteractive == true ? true : nil),
                ("started_at", .string(state.startedAt.description)),
                ("ended_at", state.endedAt.map { .string($0.description) }),
                ("execution_time_ms", state.endedAt.map { .double(Self.milliseconds($0 - state.startedAt)) }),
                ("input", state.started?.input),
                ("output", self.output),
                ("steps", .array(self.steps)),
                ("risk", self.risk),
                ("requires_approval", .bool(state.approval != nil)),
                ("approval", self.approval),
                ("error", self.error),
                ("event_count", .int(Int64(state.sequence)))
            )
        )
    }

    private func definition(_ reference: DefinitionReference) -> JSONValue {
        [
            "id": .string(self.execution.version.definitionID.description), "key": .string(reference.key),
            "version": .int(Int64(reference.version)),
            "content_hash": .string(reference.contentHash.description),
        ]
    }

    /// The step runs in the order in which they began.
    private var steps: [JSONValue] {
        let runs = self.execution.state.steps.sorted { left, right in
            (left.value.firstSequence, left.key) < (right.value.firstSequence, right.key)
        }
        let stale = self.execution.state.stale.sorted { $0.key < $1.key }
        return runs.compactMap { self.step($0.key, $0.value) } + stale.compactMap { self.stale($0.key, $0.value) }
    }

    private func step(_ path: String, _ run: StepRun) -> JSONValue? {
        guard let node = self.execution.version.graph.node(at: path) else { return nil }
        return .object(
            .of(
                ("path", .string(path)),
                ("name", .string(node.step.name)),
                ("number", .int(Int64(node.step.number ?? node.index + 1))),
                ("type", .string(node.step.typeName)),
                ("status", .string(run.status.rawValue)),
                ("attempts", .int(Int64(run.status == .blocked ? run.attemptsMade : run.attempt))),
                ("started_at", .string(run.startedAt.description)),
                ("ended_at", run.endedAt.map { .string($0.description) }),
                ("output_variable", node.step.outputVariable.map { .string($0) }),
                ("output", run.output),
                ("used_fallback", run.usedFallback ? true : nil),
                ("overdue", run.isOverdue ? true : nil),
                ("waits_for_signal", run.signal.map { .string($0) }),
                ("child_execution", run.child.map { .string($0.description) }),
                ("human_task", run.humanTask.map { .string($0.content.id.description) }),
                ("failure", run.failure?.json)
            )
        )
    }

    /// A step that was taken back, with what it came to before.
    private func stale(_ path: String, _ run: StepRun) -> JSONValue? {
        guard let node = self.execution.version.graph.node(at: path) else { return nil }
        return .object(
            .of(
                ("path", .string(path)),
                ("name", .string(node.step.name)),
                ("number", .int(Int64(node.step.number ?? node.index + 1))),
                ("type", .string(node.step.typeName)),
                ("status", .string(Projections.takenBackStatus(self.execution.state).rawValue)),
                ("stale", true),
                ("attempts", .int(Int64(run.attemptsMade))),
                ("output", run.output)
            )
        )
    }

    private var risk: JSONValue? {
        self.execution.state.risk.map { risk in
            [
                "score": .double(risk.score), "band": .string(risk.band.rawValue),
                "factors": .array(risk.factors.map(\.json)), "warnings": .array(risk.warnings),
            ]
        }
    }

    private var approval: JSONValue? {
        self.execution.state.approval.map { approval in
            .object(
                .of(
                    ("id", .string(approval.request.approvalID.description)),
                    ("evidence_hash", .string(approval.request.evidenceHash.description)),
                    ("expires_at", approval.request.expiresAt.map { .string($0.description) }),
                    ("approvals_needed", .int(Int64(approval.request.approvals))),
                    ("decisions", .array(approval.decisions.map { Event.approvalDecided($0).payload }))
                )
            )
        }
    }

    private var error: JSONValue? {
        self.execution.state.failure.map { failure in
            guard case .object(var object) = failure.json else { return failure.json }
            object["step"] = self.execution.state.failedStep.map { .string($0) }
            object["step_number"] = self.execution.state.failedStep.flatMap { name in
                self.execution.version.graph.node(named: name).map { .int(Int64($0.step.number ?? $0.index + 1)) }
            }
            return .object(object)
        }
    }

    private static func milliseconds(_ duration: Duration) -> Double { Double(duration.microseconds) / 1000 }
}
