// SPDX-License-Identifier: Apache-2.0

package import SkeinDefinition
package import SkeinModel

/// Everything that is known of an execution: the fold of its history.
package struct ExecutionState: Hashable, Sendable {
    package private(set) var status = ExecutionStatus.pending
    /// How many events have been folded, which is also the number of the last one.
    package private(set) var sequence = 0
    package private(set) var started: ExecutionStarted?
    package private(set) var startedAt = Timestamp(microseconds: 0)
    package private(set) var endedAt: Timestamp?
    /// Step runs by path.
    package private(set) var steps: [String: StepRun] = [:]
    /// Open scopes by the path of the step that opened them; the definition's own has the empty path.
    package private(set) var scopes: [String: OpenScope] = [:]
    /// Timers that will wake the execution.
    package private(set) var timers: [TimerID: Timestamp] = [:]
    package private(set) var risk: RiskAssessed?
    package private(set) var approval: ApprovalState?
    package private(set) var failure: Failure?
    package private(set) var failedStep: String?
    /// `$steps`: `{name: {output, status, attempts}}` of the steps that have ended.
    package private(set) var stepValues: JSONObject = [:]
    /// `$outputs`: the output variables that have been written.
    package private(set) var outputs: JSONObject = [:]

    /// The state before the first event.
    package init() {}

    /// The state after a history.
    ///
    /// - Parameters:
    ///   - history: Events with their times, from the first.
    ///   - graph: The version that the execution is pinned to.
    /// - Throws: ``HistoryError`` when the history does not belong to the graph or is damaged.
    package init(folding history: some Sequence<(Event, Timestamp)>, graph: Graph) throws(HistoryError) {
        for (event, time) in history { try self.apply(event, time, graph: graph) }
    }

    /// Folds one event.
    ///
    /// - Throws: ``HistoryError`` for an event that cannot follow.
    package mutating func apply(_ event: Event, _ time: Timestamp, graph: Graph) throws(HistoryError) {
        self.sequence += 1
        switch event {
        case .executionStarted(let event):
            self.started = event
            self.startedAt = time
            self.scopes[""] = OpenScope(scope: 0, position: 0)
            try self.move(to: .running)
        case .stepScheduled(let event): try self.apply(event, time)
        case .stepCompleted(let event):
            try self.end(event.path, .completed, attempt: event.attempt, output: event.output, time, graph)
        case .stepRetryScheduled(let event):
            try self.update(event.path, to: .retrying) { $0.failure = event.failure }
            self.timers[.retry(path: event.path, attempt: event.attempt)] = event.fireAt
            try self.move(to: .waiting)
        case .stepFailed(let event): try self.apply(event, time, graph)
        case .stepSkipped(let event):
            try self.end(event.path, .skipped, attempt: 0, output: .null, time, graph)
        case .scopeOpened(let event): try self.apply(event, time, graph)
        case .scopeClosed(let event): self.scopes[event.path] = nil
        case .timerFired(let timer):
            self.timers[timer] = nil
            if case .retry = timer { try self.move(to: .running) }
        case .riskAssessed(let event): self.risk = event
        case .approvalRequested(let event):
            self.approval = ApprovalState(request: event, requestedAt: time, requestSequence: self.sequence)
            if let expiresAt = event.expiresAt { self.timers[.approval(event.approvalID)] = expiresAt }
            try self.move(to: .awaitingApproval)
        case .approvalDecided(let event): self.approval?.decisions.append(event)
        case .executionEnded(let event):
            try self.move(to: event.status)
            self.endedAt = time
            self.failure = event.failure
            self.failedStep = event.failedStep
            self.timers = [:]
            self.scopes = [:]
        }
    }

    private mutating func apply(_ event: StepScheduled, _ time: Timestamp) throws(HistoryError) {
        let sequence = self.sequence
        if self.steps[event.path] == nil {
            self.steps[event.path] = StepRun(status: .running, attempt: event.attempt, startedAt: time)
        } else {
            try self.update(event.path, to: .running) { $0.attempt = event.attempt }
        }
        try self.update(event.path, to: nil) { run in
            if let input = event.input { run.input = input }
            run.scheduledSequence = sequence
        }
    }

    private mutating func apply(_ event: StepFailed, _ time: Timestamp, _ graph: Graph) throws(HistoryError) {
        let status: StepStatus =
            switch event.resolution {
            case .fail: event.failure.code == FailureCode.timeout ? .timeout : .failed
            case .skip: .skipped
            case .fallback: .completed
            }
        try self.end(event.path, status, attempt: event.attempt, output: event.fallback, time, graph)
        try self.update(event.path, to: nil) { run in
            run.failure = event.failure
            run.usedFallback = event.resolution == .fallback
        }
    }

    /// A branch without an arm to take has nothing inside; it ends at once.
    private mutating func apply(_ event: ScopeOpened, _ time: Timestamp, _ graph: Graph) throws(HistoryError) {
        guard let node = graph.node(at: event.path) else { throw HistoryError("No step has the path '\(event.path)'.") }
        self.steps[event.path] = StepRun(status: .running, attempt: 1, startedAt: time)
        guard let arm = event.arm else { return }
        guard let scope = node.children.first(where: { graph.scopes[$0].name == arm }) else {
            throw HistoryError("Step '\(event.path)' has no arm '\(arm)'.")
        }
        self.scopes[event.path] = OpenScope(scope: scope, position: 0)
    }

    /// Ends a step run and moves its scope on to the next node.
    private mutating func end(
        _ path: String,
        _ status: StepStatus,
        attempt: Int,
        output: JSONValue,
        _ time: Timestamp,
        _ graph: Graph
    ) throws(HistoryError) {
        guard let node = graph.node(at: path) else { throw HistoryError("No step has the path '\(path)'.") }
        let sequence = self.sequence
        if self.steps[path] == nil { self.steps[path] = StepRun(status: .pending, attempt: attempt, startedAt: time) }
        try self.update(path, to: status) { run in
            run.attempt = attempt
            run.endedAt = time
            run.input = nil
            run.resultSequence = sequence
        }
        self.stepValues[node.step.name] = [
            "output": output, "status": .string(status.rawValue), "attempts": .int(Int64(attempt)),
        ]
        if let variable = node.step.outputVariable { self.outputs[variable] = output }
        let scopePath = Self.parent(of: node, in: graph)
        self.scopes[scopePath]?.position = node.position + 1
    }

    private mutating func update(
        _ path: String,
        to status: StepStatus?,
        _ change: (inout StepRun) -> Void
    ) throws(HistoryError) {
        guard var run = self.steps[path] else { throw HistoryError("Step '\(path)' has not started.") }
        if let status {
            guard run.status.successors.contains(status) else {
                throw HistoryError("Step '\(path)' cannot go from \(run.status.rawValue) to \(status.rawValue).")
            }
            run.status = status
        }
        change(&run)
        self.steps[path] = run
    }

    private mutating func move(to status: ExecutionStatus) throws(HistoryError) {
        guard status != self.status else { return }
        guard self.status.successors.contains(status) else {
            throw HistoryError("An execution cannot go from \(self.status.rawValue) to \(status.rawValue).")
        }
        self.status = status
    }

    /// The path of the step that opened the scope in which a node stands.
    package static func parent(of node: Graph.Node, in graph: Graph) -> String {
        graph.scopes[node.scope].owner.map { graph.nodes[$0].path } ?? ""
    }
}

/// The failure codes that Skein itself gives.
package enum FailureCode {
    package static let timeout = "timeout"
    package static let functionCrashed = "function-error"
    package static let functionNotFound = "function-not-found"
    package static let inputInvalid = "function-input-invalid"
    package static let functionOutputInvalid = "function-output-invalid"
    package static let outputInvalid = "output-invalid"
    package static let validationFailed = "validation-failed"
    package static let approvalExpired = "approval-expired"
    package static let rejected = "approval-rejected"
}
