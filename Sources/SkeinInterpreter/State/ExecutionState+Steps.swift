// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel

extension ExecutionState {
    mutating func apply(_ event: StepScheduled, _ time: Timestamp, _ graph: Graph) throws(HistoryError) {
        let sequence = self.sequence
        try self.begin(event.path, time, graph)
        try self.update(event.path, to: .running) { run in
            run.attempt = event.attempt
            if let input = event.input { run.input = input }
            run.child = event.work.child?.executionID
            run.scheduledSequence = sequence
        }
    }

    mutating func apply(_ event: ChildStarted) throws(HistoryError) {
        try self.update(event.path, to: .waiting) { _ in }
        if let until = event.until { self.timers[.wait(path: event.path)] = until }
    }

    mutating func apply(_ event: StepWaiting, _ time: Timestamp, _ graph: Graph) throws(HistoryError) {
        try self.begin(event.path, time, graph)
        try self.update(event.path, to: .waiting) { $0.signal = event.signal }
        if let until = event.until { self.timers[.wait(path: event.path)] = until }
    }

    mutating func apply(_ event: StepFailed, _ time: Timestamp, _ graph: Graph) throws(HistoryError) {
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

    mutating func apply(_ event: HumanTaskEvent, _ time: Timestamp, _ graph: Graph) throws(HistoryError) {
        let sequence = self.sequence
        switch event.change {
        case .opened(let content):
            try self.begin(event.path, time, graph)
            try self.update(event.path, to: .waiting) { run in
                run.humanTask = HumanTaskState(
                    content: content,
                    openedSequence: sequence,
                    assignees: content.assignees,
                    roles: content.roles,
                    dueAt: content.dueAt
                )
            }
            if let dueAt = content.dueAt { self.timers[.due(path: event.path, round: 1)] = dueAt }
        case .claimed(let by): try self.update(event.path, to: nil) { $0.humanTask?.claimedBy = by }
        case .delegated(let to, _):
            try self.update(event.path, to: nil) { run in
                run.humanTask?.assignees = to
                run.humanTask?.roles = []
                run.humanTask?.claimedBy = nil
            }
        case .escalated(let assignees, let roles, let dueAt):
            try self.update(event.path, to: nil) { run in
                run.isOverdue = true
                run.humanTask?.assignees = assignees
                run.humanTask?.roles = roles
                run.humanTask?.claimedBy = nil
                run.humanTask?.dueAt = dueAt
                run.humanTask?.lateCount += 1
            }
            if let dueAt { self.timers[.due(path: event.path, round: 2)] = dueAt }
        case .overdue:
            try self.update(event.path, to: nil) { run in
                run.isOverdue = true
                run.humanTask?.lateCount += 1
            }
        case .completed: break
        }
    }

    mutating func apply(_ event: ControlEvent, _ time: Timestamp, _ graph: Graph) throws(HistoryError) {
        if let key = event.requestKey { self.requests[[event.by, key]] = event }
        switch event.action {
        case .pause:
            self.isPaused = true
            try self.move(to: .paused)
        case .resume:
            self.isPaused = false
            try self.move(to: .running)
        case .retry, .rewind:
            if self.status == .failed { try self.reopen() }
            if let definition = event.definition {
                self.definition = definition
                try self.moveScopes(to: graph)
            }
            if event.withdrawnApproval != nil {
                self.approval = nil
                self.risk = nil
                for timer in self.timers.keys where timer.path == nil { self.timers[timer] = nil }
                try self.move(to: .running)
            }
            if !event.rewound.isEmpty { try self.rewind(event, time, graph) }
            for path in event.reopened {
                guard let run = self.steps[path] else { continue }
                let holdsOpenScope = self.scopes.keys.contains { InstancePath.owner(ofScope: $0) == path }
                if run.isContainer, holdsOpenScope {
                    self.steps[path]?.status = .running
                    self.steps[path]?.endedAt = nil
                } else {
                    if run.attempt > 0 { self.earlierAttempts[path] = run.attempt }
                    self.steps[path] = nil
                }
            }
        case .cancel, .terminate, .skip, .advance, .complete: break
        }
    }

    /// Begins a step run, unless it runs already.
    mutating func begin(
        _ path: String,
        _ time: Timestamp,
        _ graph: Graph,
        isBlocked: Bool = false
    ) throws(HistoryError) {
        if let run = self.steps[path] {
            if run.isContainer, run.status == .blocked { try self.update(path, to: .running) { _ in } }
            return
        }
        guard let node = graph.node(at: path) else { throw HistoryError("No step has the path '\(path)'.") }
        var run = StepRun(status: .pending, attempt: 1, startedAt: time)
        run.isContainer = node.step.isContainer
        run.firstSequence = self.sequence
        self.steps[path] = run
        if !self.stale.isEmpty { self.stale[path] = nil }
        if run.isContainer, !isBlocked { try self.update(path, to: .running) { _ in } }
    }

    /// Ends a step run and moves its scope on to the next node.
    mutating func end(
        _ path: String,
        _ status: StepStatus,
        attempt: Int,
        output: JSONValue,
        _ time: Timestamp,
        _ graph: Graph
    ) throws(HistoryError) {
        guard let node = graph.node(at: path) else { throw HistoryError("No step has the path '\(path)'.") }
        try self.begin(path, time, graph)
        let sequence = self.sequence
        try self.update(path, to: status) { run in
            run.attempt = attempt
            run.endedAt = time
            run.input = nil
            run.signal = nil
            run.output = output
            run.resultSequence = sequence
        }
        self.dropTimers(of: path)
        if node.step.isContainer { self.fanOuts[path] = nil }
        let scopePath = InstancePath.parent(of: path)
        guard let scope = self.scopes[scopePath] else { throw HistoryError("The scope '\(scopePath)' is not open.") }
        let frame = self.frame(of: path)
        self.setValue(of: node.step, output, status, attempt, in: frame)
        if graph.scopes[scope.scope].dependencies == nil, status != .failed, status != .timeout {
            self.scopes[scopePath]?.position = node.position + 1
        }
    }

    /// Sets what references read of a step.
    mutating func setValue(
        of step: StepDefinition,
        _ output: JSONValue,
        _ status: StepStatus,
        _ attempt: Int,
        in frame: String
    ) {
        self.frames[frame]?.stepValues[step.name] = [
            "output": output, "status": .string(status.rawValue), "attempts": .int(Int64(attempt)),
        ]
        if let variable = step.outputVariable { self.frames[frame]?.outputs[variable] = output }
    }

    /// Ends a step run that is not needed any more.
    mutating func cancel(_ path: String, _ time: Timestamp) throws(HistoryError) {
        self.dropTimers(of: path)
        guard self.steps[path] != nil else { return }
        try self.update(path, to: .cancelled) { run in
            run.endedAt = time
            run.input = nil
            run.signal = nil
        }
    }

    private mutating func dropTimers(of path: String) {
        guard !self.timers.isEmpty else { return }
        for timer in self.timers.keys where timer.path == path { self.timers[timer] = nil }
    }

    /// Changes a step run, and keeps count of what is out.
    mutating func update(
        _ path: String,
        to status: StepStatus?,
        _ change: (inout StepRun) -> Void
    ) throws(HistoryError) {
        guard var run = self.steps[path] else { throw HistoryError("Step '\(path)' has not started.") }
        if let status, status != run.status {
            guard run.status.successors.contains(status) else {
                throw HistoryError("Step '\(path)' cannot go from \(run.status.rawValue) to \(status.rawValue).")
            }
            if !run.isContainer || run.status == .blocked { self.count(run.status, -1) }
            if !run.isContainer || status == .blocked { self.count(status, 1) }
            run.status = status
        }
        change(&run)
        self.steps[path] = run
    }

    private mutating func count(_ status: StepStatus, _ change: Int) {
        switch status {
        case .running: self.runningTasks += change
        case .waiting, .retrying, .blocked: self.waits += change
        default: break
        }
    }
}

extension TimerID {
    /// The step run that the timer belongs to.
    package var path: String? {
        switch self {
        case .retry(let path, _), .wait(let path), .due(let path, _), .total(let path): path
        case .approval: nil
        }
    }
}
