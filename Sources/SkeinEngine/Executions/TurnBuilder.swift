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
    private var changedSet: Set<String> = []
    private var closedTasks: [String] = []
    private var signalWaits: [SignalWaitChange] = []
    private var childWaits: [ChildWaitChange] = []
    private var timers: [TimerID: Timestamp] = [:]
    private var removedTimers: [TimerID] = []
    private var touchesApproval = false
    private var closedHumanTasks: [HumanTaskID] = []
    private var withdrawnApproval: ApprovalID?
    private var isPinnedAnew = false
    private var audit: [AuditEntry] = []
    /// The tasks to run once the turn is durable.
    private(set) var tasks: [TaskRequest] = []
    /// The paths of the tasks that are out and not needed any more.
    private(set) var calledBack: [String] = []

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
            case .runTask, .cancelTask, .cancelChild: break
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
        case .stepSkipped(let event): self.ended(event.path, &execution)
        case .stepStarted(let event): self.changed(event.path)
        case .stepWaiting(let event):
            self.changed(event.path)
            guard let name = event.signal else { return }
            execution.signalWaits.insert(event.path)
            self.signalWaits.append(SignalWaitChange(path: event.path, name: name))
        case .stepOverdue(let path): self.changed(path)
        case .stepBlocked(let path, _): self.changed(path)
        case .childStarted(let event):
            self.ended(event.path, &execution)
            execution.childWaits.insert(event.path)
            self.childWaits.append(ChildWaitChange(path: event.path, child: event.executionID))
        case .scopeOpened(let event): if let owner = InstancePath.owner(ofScope: event.path) { self.changed(owner) }
        case .scopeClosed(let event): for path in event.cancelled { self.ended(path, &execution) }
        case .humanTask(let event):
            self.changed(event.path)
            self.note(event, execution, now)
        case .control(let event):
            for path in event.reopened { self.changed(path) }
            for path in event.rewound { self.ended(path, &execution) }
            self.closedHumanTasks += event.closedTasks
            self.isPinnedAnew = self.isPinnedAnew || event.definition != nil
            self.withdrawnApproval = event.withdrawnApproval ?? self.withdrawnApproval
            self.audit.append(Self.entry(event, execution, now))
        case .compensation(let event): self.note(event, &execution)
        case .timerFired(let timer): self.remove(timer)
        case .approvalRequested: self.touchesApproval = true
        case .approvalDecided(let event):
            self.touchesApproval = true
            self.audit.append(Self.entry(event, execution.id, execution.head, now))
        case .executionEnded(let event):
            self.touchesApproval = self.touchesApproval || execution.state.approval != nil
            for path in event.cancelled { self.ended(path, &execution) }
            for path in execution.state.stale.keys { self.changed(path) }
        case .executionStarted, .signalReceived, .riskAssessed, .stepDeadlineSet, .childEnded: break
        }
    }

    private mutating func note(_ event: CompensationEvent, _ execution: inout LiveExecution) {
        switch event {
        case .started(let event): for path in event.cancelled { self.ended(path, &execution) }
        case .scheduled: break
        case .completed(let event):
            self.changed(event.path)
            self.closed(CompensationPath.make(event.path), &execution)
        case .retryScheduled(let event): self.closed(CompensationPath.make(event.path), &execution)
        case .failed(let path, _, _): self.closed(CompensationPath.make(path), &execution)
        }
    }

    private mutating func note(_ event: HumanTaskEvent, _ execution: LiveExecution, _ now: Timestamp) {
        guard case .completed(let answer) = event.change,
            let task = execution.state.steps[event.path]?.humanTask
        else { return }
        var details: JSONObject = [
            "execution_id": .string(execution.id.description), "path": .string(event.path),
            "history_hash": .string(execution.head.description),
        ]
        details["decision"] = answer.decision.map { .string($0) }
        details["note"] = answer.note.map { .string($0) }
        let subject = "task/\(task.content.id)"
        let action = "task.completed"
        self.audit.append(
            AuditEntry(at: now, actor: answer.by, action: action, subject: subject, details: .object(details))
        )
    }

    private static func entry(_ event: ControlEvent, _ execution: LiveExecution, _ now: Timestamp) -> AuditEntry {
        AuditEntry(
            at: now,
            actor: event.by,
            action: "execution.\(event.action.rawValue)",
            subject: "execution/\(execution.id)",
            details: .object(
                .of(
                    ("path", event.path.map { .string($0) }),
                    ("note", event.note.map { .string($0) }),
                    ("version", event.definition.map { .int(Int64($0.version)) }),
                    ("rewound", event.rewound.isEmpty ? nil : .array(event.rewound.map { .string($0) })),
                    ("history_hash", .string(execution.head.description))
                )
            )
        )
    }

    private mutating func changed(_ path: String) {
        if self.changedSet.insert(path).inserted { self.changedPaths.append(path) }
    }

    private mutating func ended(_ path: String, _ execution: inout LiveExecution) {
        self.changed(path)
        self.closed(path, &execution)
    }

    /// The step run waits for its task no more; one that this turn opened is never handed out.
    mutating func callBack(_ path: String, _ execution: inout LiveExecution) {
        if !self.tasks.contains(where: { $0.path == path }) { self.calledBack.append(path) }
        self.closed(path, &execution)
    }

    private mutating func closed(_ path: String, _ execution: inout LiveExecution) {
        if execution.openTasks.remove(path) != nil {
            if let opened = self.tasks.firstIndex(where: { $0.path == path }) {
                self.tasks.remove(at: opened)
            } else {
                self.closedTasks.append(path)
            }
        }
        if !execution.signalWaits.isEmpty, execution.signalWaits.remove(path) != nil {
            self.signalWaits.append(SignalWaitChange(path: path, name: nil))
        }
        if !execution.childWaits.isEmpty, execution.childWaits.remove(path) != nil {
            self.childWaits.append(ChildWaitChange(path: path, child: nil))
        }
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
            openedTasks: self.tasks.map { OpenTask(path: $0.path, attempt: $0.attempt, function: $0.work.storedName) },
            closedTasks: self.closedTasks,
            setTimers: self.timers.map { TimerRecord(name: $0.key.description, fireAt: $0.value) },
            removedTimers: self.removedTimers.map(\.description),
            humanTasks: self.changedPaths.compactMap { Projections.humanTask($0, execution) },
            closedHumanTasks: self.closedHumanTasks,
            signalWaits: self.signalWaits,
            childWaits: self.childWaits,
            approval: self.touchesApproval ? Projections.approval(execution) : nil,
            withdrawnApproval: self.withdrawnApproval,
            pinned: self.isPinnedAnew ? PinnedVersion(execution.version.reference) : nil,
            audit: self.audit,
            hasTasksOut: !execution.openTasks.isEmpty
        )
    }
}

extension TaskWork {
    /// What the row of a task says that it does; the row of a child names it, so that orphans can be told.
    fileprivate var storedName: String {
        switch self {
        case .function(let name): name
        case .workflow(let child): "child:\(child.executionID)"
        case .emit(let event): "emit:\(event)"
        }
    }
}

extension PinnedVersion {
    fileprivate init(_ reference: DefinitionReference) {
        self.init(version: reference.version, contentHash: reference.contentHash)
    }
}
