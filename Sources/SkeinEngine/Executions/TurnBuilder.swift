// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinInterpreter
import SkeinModel
import SkeinStorage

/// Collects what one turn does, and makes the commit of it.
struct TurnBuilder {
    private let expectedSequence: Int
    private var events: [EventRecord] = []
    private var changedPaths: [String] = []
    private var closedTasks: [String] = []
    private var timers: [TimerID: Timestamp] = [:]
    private var removedTimers: [TimerID] = []
    private var touchesApproval = false
    private var audit: [AuditEntry] = []
    /// The tasks to run once the turn is durable.
    private(set) var tasks: [TaskRequest] = []

    /// Begins a turn after the event with that number.
    init(after sequence: Int) { self.expectedSequence = sequence }

    /// Whether there is nothing to store.
    var isEmpty: Bool { self.events.isEmpty }

    /// Adds what the interpreter decided.
    ///
    /// The execution's state has it already; its chain gets it here.
    mutating func add(_ decision: Decision, to execution: inout LiveExecution, at now: Timestamp) {
        for event in decision.events {
            let sequence = self.expectedSequence + self.events.count + 1
            let payload = JSONWriter.bytes(event.payload)
            execution.head = HashChain.link(
                after: execution.head,
                sequence: sequence,
                at: now,
                kind: event.kind,
                content: payload
            )
            let hash = execution.head
            self.events.append(EventRecord(sequence: sequence, kind: event.kind, at: now, payload: payload, hash: hash))
            self.note(event, &execution, now)
        }
        for command in decision.commands {
            switch command {
            case .runTask: break
            case .setTimer(let timer, let time): self.timers[timer] = time
            case .cancelTimer(let timer): self.remove(timer)
            }
        }
    }

    /// Adds a task that has to wait for the turn to be durable.
    mutating func open(_ task: TaskRequest, in execution: inout LiveExecution) {
        self.tasks.append(task)
        execution.openTasks.insert(task.path)
    }

    private mutating func note(_ event: Event, _ execution: inout LiveExecution, _ now: Timestamp) {
        switch event {
        case .stepScheduled(let event): self.changed(event.path)
        case .stepCompleted(let event): self.ended(event.path, &execution)
        case .stepRetryScheduled(let event): self.ended(event.path, &execution)
        case .stepFailed(let event): self.ended(event.path, &execution)
        case .stepSkipped(let event): self.changed(event.path)
        case .scopeOpened(let event): self.changed(event.path)
        case .timerFired(let timer): self.remove(timer)
        case .approvalRequested: self.touchesApproval = true
        case .approvalDecided(let event):
            self.touchesApproval = true
            self.audit.append(Self.entry(event, execution.id, execution.head, now))
        case .executionEnded: self.touchesApproval = self.touchesApproval || execution.state.approval != nil
        case .executionStarted, .scopeClosed, .riskAssessed: break
        }
    }

    private mutating func changed(_ path: String) {
        if !self.changedPaths.contains(path) { self.changedPaths.append(path) }
    }

    private mutating func ended(_ path: String, _ execution: inout LiveExecution) {
        self.changed(path)
        guard execution.openTasks.remove(path) != nil else { return }
        self.closedTasks.append(path)
    }

    private mutating func remove(_ timer: TimerID) {
        if self.timers.removeValue(forKey: timer) == nil { self.removedTimers.append(timer) }
    }

    /// Who decided, what was shown, and where the execution's history stood: the audit log anchors its chain.
    private static func entry(
        _ event: ApprovalDecided,
        _ id: ExecutionID,
        _ head: ContentHash,
        _ now: Timestamp
    ) -> AuditEntry {
        var details: JSONObject = [
            "execution_id": .string(id.description), "decision": .string(event.decision.rawValue),
            "evidence_hash": .string(event.evidenceHash.description), "history_hash": .string(head.description),
        ]
        details["note"] = event.note.map { .string($0) }
        return AuditEntry(
            at: now,
            actor: event.decidedBy,
            action: "approval.decided",
            subject: "approval/\(event.approvalID)",
            details: .object(details)
        )
    }

    /// The commit of the turn.
    func commit(_ execution: LiveExecution, new: NewExecution?, at now: Timestamp) -> TurnCommit {
        TurnCommit(
            executionID: execution.id,
            expectedSequence: self.expectedSequence,
            new: new,
            events: self.events,
            execution: Projections.execution(execution, at: now),
            stepRuns: self.changedPaths.compactMap { Projections.stepRun($0, execution) },
            openedTasks: self.tasks.map { OpenTask(path: $0.path, attempt: $0.attempt, function: $0.function) },
            closedTasks: self.closedTasks,
            setTimers: self.timers.map { TimerRecord(name: $0.key.description, fireAt: $0.value) },
            removedTimers: self.removedTimers.map(\.description),
            approval: self.touchesApproval ? Projections.approval(execution) : nil,
            audit: self.audit
        )
    }
}
