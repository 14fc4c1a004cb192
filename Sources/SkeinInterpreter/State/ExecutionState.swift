// SPDX-License-Identifier: Apache-2.0

package import SkeinDefinition
package import SkeinModel

/// Everything that is known of an execution: the fold of its history.
package struct ExecutionState: Hashable, Sendable {
    package internal(set) var status = ExecutionStatus.pending
    /// How many events have been folded, which is also the number of the last one.
    package private(set) var sequence = 0
    package private(set) var started: ExecutionStarted?
    /// The version that it is pinned to.
    package internal(set) var definition: DefinitionReference?
    package private(set) var startedAt = Timestamp(microseconds: 0)
    package private(set) var endedAt: Timestamp?
    /// Step runs by path.
    package internal(set) var steps: [String: StepRun] = [:]
    /// Open scopes by path; the definition's own has the empty path.
    package internal(set) var scopes: [String: OpenScope] = [:]
    /// What steps write to and read from, by the path of the scope that it belongs to.
    package internal(set) var frames: [String: Frame] = [:]
    /// The branches and items of the steps that have such and have not ended.
    package internal(set) var fanOuts: [String: FanOut] = [:]
    /// Timers that will wake the execution.
    package internal(set) var timers: [TimerID: Timestamp] = [:]
    /// Signals that came before anything waited for them, in order of arrival.
    package internal(set) var signals: [SignalReceived] = []
    /// The identities of all signals that have come.
    package internal(set) var signalIDs: Set<String> = []
    /// The operators' requests that have been done under a key, by who asked and the key.
    package internal(set) var requests: [[String]: ControlEvent] = [:]
    /// How many attempts a step run had before it was retried by an operator, by path.
    package internal(set) var earlierAttempts: [String: Int] = [:]
    /// The last runs of steps that have been taken back and have not begun anew.
    package internal(set) var stale: [String: StepRun] = [:]
    /// The undoing of completed steps, once it has begun.
    package internal(set) var compensation: CompensationState?
    /// Whether an operator holds it.
    package internal(set) var isPaused = false
    package internal(set) var risk: RiskAssessed?
    package internal(set) var approval: ApprovalState?
    package internal(set) var failure: Failure?
    package internal(set) var failedStep: String?
    /// How many step runs have a task out.
    var runningTasks = 0
    /// How many step runs wait for something else.
    var waits = 0

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

    /// `$outputs` of the definition: the output variables that have been written.
    package var outputs: JSONObject { self.frames[""]?.outputs ?? [:] }

    /// The path of the frame that a step run reads from and writes to.
    func frame(of path: String) -> String {
        var scope = InstancePath.parent(of: path)
        while !scope.isEmpty {
            if self.frames[scope] != nil { return scope }
            scope = InstancePath.parent(of: scope)
        }
        return ""
    }

    /// Whether every open step waits for a person.
    package var waitsForPeopleOnly: Bool {
        let open = self.steps.values.filter(\.isOpenItself)
        return !open.isEmpty && open.allSatisfy { $0.humanTask != nil || $0.status == .blocked }
    }

    /// Folds one event.
    ///
    /// - Throws: ``HistoryError`` for an event that cannot follow.
    package mutating func apply(_ event: Event, _ time: Timestamp, graph: Graph) throws(HistoryError) {
        self.sequence += 1
        switch event {
        case .executionStarted(let event):
            self.started = event
            self.definition = event.definition
            self.startedAt = time
            self.frames[""] = Frame(parent: nil, bindings: [:])
            self.scopes[""] = OpenScope(scope: 0, arm: "")
            try self.move(to: .running)
        case .stepScheduled(let event): try self.apply(event, time, graph)
        case .stepStarted(let event):
            try self.begin(event.path, time, graph)
            self.fanOuts[event.path] = FanOut(event)
        case .stepWaiting(let event): try self.apply(event, time, graph)
        case .stepCompleted(let event):
            if let id = event.signalID { self.signals.removeAll { $0.id == id } }
            try self.end(event.path, .completed, attempt: event.attempt, output: event.output, time, graph)
        case .stepRetryScheduled(let event):
            try self.update(event.path, to: .retrying) { run in
                run.failure = event.failure
                run.child = nil
            }
            self.timers[.retry(path: event.path, attempt: event.attempt)] = event.fireAt
        case .stepFailed(let event): try self.apply(event, time, graph)
        case .stepBlocked(let path, let attempt):
            try self.begin(path, time, graph, isBlocked: true)
            try self.update(path, to: .blocked) { $0.attempt = attempt }
        case .stepSkipped(let event):
            let attempt = self.steps[event.path]?.attemptsMade ?? 0
            try self.end(event.path, .skipped, attempt: attempt, output: .null, time, graph)
        case .stepDeadlineSet(let path, let deadline): self.timers[.total(path: path)] = deadline
        case .childStarted(let event): try self.apply(event)
        case .childEnded(let path, _, _): self.timers[.wait(path: path)] = nil
        case .stepOverdue(let path): try self.update(path, to: nil) { $0.isOverdue = true }
        case .scopeOpened(let event): try self.apply(event, time, graph)
        case .scopeClosed(let event): try self.apply(event, time, graph)
        case .signalReceived(let event):
            self.signals.append(event)
            self.signalIDs.insert(event.id)
        case .humanTask(let event): try self.apply(event, time, graph)
        case .control(let event): try self.apply(event, time, graph)
        case .compensation(let event): try self.apply(event, time)
        case .timerFired(let timer): self.timers[timer] = nil
        case .riskAssessed(let event): self.risk = event
        case .approvalRequested(let event):
            self.approval = ApprovalState(request: event, requestedAt: time, requestSequence: self.sequence)
            if let expiresAt = event.expiresAt { self.timers[.approval(event.approvalID)] = expiresAt }
            try self.move(to: .awaitingApproval)
        case .approvalDecided(let event): self.approval?.decisions.append(event)
        case .executionEnded(let event): try self.apply(event, time)
        }
        try self.deriveStatus()
    }

    private mutating func apply(_ event: ExecutionEnded, _ time: Timestamp) throws(HistoryError) {
        for path in event.cancelled { try self.cancel(path, time) }
        try self.move(to: event.status)
        self.endedAt = time
        self.failure = event.failure
        self.failedStep = event.failedStep
        self.timers = [:]
        // A failed execution can be retried from where it stood.
        guard event.status != .failed else { return }
        self.scopes = [:]
        self.fanOuts = [:]
        self.signals = []
    }

    /// An execution runs while a task is out or a step is about to start, and waits while only waits are open.
    private mutating func deriveStatus() throws(HistoryError) {
        guard self.status == .running || self.status == .waiting else { return }
        try self.move(to: self.runningTasks == 0 && self.waits > 0 ? .waiting : .running)
    }

    mutating func move(to status: ExecutionStatus) throws(HistoryError) {
        guard status != self.status else { return }
        guard self.status.successors.contains(status) else {
            throw HistoryError("An execution cannot go from \(self.status.rawValue) to \(status.rawValue).")
        }
        self.status = status
    }

    /// Opens an ended execution again.
    mutating func reopen() throws(HistoryError) {
        try self.move(to: .running)
        self.endedAt = nil
        self.failure = nil
        self.failedStep = nil
    }
}
