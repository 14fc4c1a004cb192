// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel

extension Turn {
    /// Asks for an execution of another definition; its identity is decided here, so that it starts once.
    mutating func beginWorkflow(_ place: Place, _ workflow: WorkflowStep, _ attempt: Int) throws(HistoryError) {
        let depth = (self.state.started?.parent?.depth ?? 0) + 1
        guard depth <= ParentReference.depthLimit else {
            let message =
                "Executions start each other \(depth) levels deep; the limit is \(ParentReference.depthLimit)."
            return try self.settle(place, attempt, Failure(code: FailureCode.childTooDeep, message: message))
        }
        let child = ChildRequest(
            executionID: ExecutionID(self.newUUID()),
            key: workflow.key,
            version: workflow.version,
            waits: workflow.waits
        )
        try self.handOut(.workflow(child), workflow.input, "input_mapping", place, attempt)
    }

    /// The execution that a step asked for is durable.
    mutating func note(_ child: ChildStarted) throws(HistoryError) {
        guard let place = self.place(of: child.executionID, at: child.path),
            case .workflow(let workflow) = place.step.kind,
            let run = self.state.steps[place.path], run.status == .running
        else { return }
        var started = child
        if workflow.waits { started.until = place.step.clocks.attempt.map { self.now + $0 } }
        try self.record(.childStarted(started))
        if let until = started.until { self.command(.setTimer(.wait(path: place.path), until)) }
        guard !workflow.waits else { return }
        let output: JSONValue = [
            "execution_id": .string(child.executionID.description), "version": .int(Int64(child.definition.version)),
        ]
        try self.succeed(place, StepCompleted(path: place.path, attempt: run.attempt, output: output))
    }

    /// The execution that a step waits for has ended; it may have been so quick that nobody said that it had started.
    mutating func note(_ child: ChildEnded) throws(HistoryError) {
        guard let place = self.place(of: child.executionID, at: child.path), let run = self.state.steps[place.path]
        else {
            return
        }
        if run.status == .running {
            let started = ChildStarted(
                path: child.path,
                executionID: child.executionID,
                definition: child.definition
            )
            try self.record(.childStarted(started))
        }
        let timer = TimerID.wait(path: child.path)
        if self.state.timers[timer] != nil { self.command(.cancelTimer(timer)) }
        try self.record(.childEnded(path: child.path, executionID: child.executionID, status: child.status))
        switch Self.outcome(of: child) {
        case .success(let output):
            try self.succeed(place, StepCompleted(path: place.path, attempt: run.attempt, output: output))
        case .failure(let failure): try self.failAttempt(of: place, run.attempt, failure)
        }
    }

    /// The time that the other execution was given has passed.
    mutating func giveUpChild(_ place: Place) throws(HistoryError) {
        guard let run = self.state.steps[place.path] else { return }
        self.cancelWork(of: [place.path])
        let time = place.step.clocks.attempt.map { DurationText.format($0) } ?? ""
        let message = "The execution that step '\(place.step.name)' waits for did not end within \(time)."
        let failure = Failure(code: FailureCode.timeout, message: message, isRetryable: true)
        try self.failAttempt(of: place, run.attempt, failure)
    }

    /// The step run that waits for an execution, unless the report comes late or twice.
    private func place(of child: ExecutionID, at path: String) -> Place? {
        guard !self.state.status.isTerminal, let run = self.state.steps[path], run.child == child,
            run.status == .running || run.status == .waiting, let node = self.graph.node(at: path)
        else { return nil }
        return Place(node: node, path: path)
    }

    private static func outcome(of child: ChildEnded) -> Result<JSONValue, Failure> {
        let code: String
        switch child.status {
        case .completed: return .success(child.output)
        case .rejected: code = FailureCode.childRejected
        case .cancelled: code = FailureCode.childCancelled
        default: code = FailureCode.childFailed
        }
        let why = child.failure.map { ": \($0.message)" } ?? ""
        return .failure(
            Failure(
                code: code,
                message:
                    "Execution \(child.executionID) of '\(child.definition.key)' ended \(child.status.rawValue)\(why)",
                details: .object(
                    .of(
                        ("execution_id", .string(child.executionID.description)),
                        ("status", .string(child.status.rawValue)),
                        ("error", child.failure?.json)
                    )
                ),
                isRetryable: child.failure?.isRetryable ?? false
            )
        )
    }
}
