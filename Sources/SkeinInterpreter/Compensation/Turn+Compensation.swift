// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinExpression
import SkeinModel

extension Turn {
    /// Undoes the completed steps that say how, the last one first, and ends the execution then.
    ///
    /// Everything that is open is cancelled first. Without anything to undo the execution ends at once.
    mutating func compensate(
        _ status: ExecutionStatus,
        _ failure: Failure,
        failedStep: String?
    ) throws(HistoryError) {
        let done = self.state.steps.filter { path, run in
            run.status == .completed && !run.usedFallback && self.graph.node(at: path)?.step.compensation != nil
        }
        guard !done.isEmpty else { return try self.end(status, failure, failedStep: failedStep) }
        let paths = done.sorted { ($0.value.resultSequence ?? 0) > ($1.value.resultSequence ?? 0) }.map(\.key)
        let cancelled = self.state.steps.filter { !$0.value.status.isTerminal }.keys.sorted()
        self.cancelWork(of: cancelled)
        self.cancelTimers { $0.path == nil }
        let started = CompensationStarted(
            status: status,
            failure: failure,
            failedStep: failedStep,
            paths: paths,
            cancelled: cancelled
        )
        try self.record(.compensation(.started(started)))
        try self.compensateNext()
    }

    /// Hands out the task of the next compensation, or ends the execution.
    private mutating func compensateNext() throws(HistoryError) {
        while let compensation = self.state.compensation {
            guard let path = compensation.pending.first else { return try self.endCompensation(compensation) }
            guard let node = self.graph.node(at: path), let action = node.step.compensation else {
                throw HistoryError("Step '\(path)' has no compensation.")
            }
            let place = Place(node: node, path: path)
            switch self.input(of: action, at: place, compensation) {
            case .success(let input): return try self.hand(out: action, input, at: place, attempt: 1)
            case .failure(let failure):
                try self.record(.compensation(.failed(path: path, attempt: 1, failure: failure)))
            }
        }
    }

    private mutating func hand(
        out action: CompensationAction,
        _ input: JSONValue,
        at place: Place,
        attempt: Int
    ) throws(HistoryError) {
        let scheduled = StepScheduled(
            path: place.path,
            attempt: attempt,
            work: .function(action.function),
            input: attempt == 1 ? input : nil
        )
        try self.record(.compensation(.scheduled(scheduled)))
        let task = TaskRequest(
            path: CompensationPath.make(place.path),
            attempt: attempt,
            work: .function(action.function),
            input: input,
            clocks: place.step.clocks
        )
        self.command(.runTask(task))
    }

    /// The input of a compensation, which sees the values that its step left, and why it is undone as `$error`.
    private func input(
        of action: CompensationAction,
        at place: Place,
        _ compensation: CompensationState
    ) -> Result<JSONValue, Failure> {
        let pointer = place.step.pointer.appending("compensate_with").appending("input_mapping")
        let frame = self.state.frame(of: place.path)
        return self.evaluate(in: frame, error: compensation.started.failure) { scope throws(Failure) in
            let output = self.state.steps[place.path]?.output ?? .null
            return try action.input.resolve(in: scope.with(output, of: place.step), at: pointer)
        }
    }

    /// A compensation's task has ended well.
    mutating func completeCompensation(of path: String, _ completed: StepCompleted) throws(HistoryError) {
        guard self.isCompensating(path, completed.attempt) else { return }
        var event = StepCompleted(path: path, attempt: completed.attempt, output: completed.output)
        event.functionVersion = completed.functionVersion
        try self.record(.compensation(.completed(event)))
        try self.compensateNext()
    }

    /// A compensation's task has failed: it is tried again as the step's own retry policy says, at least three times.
    mutating func failCompensation(of path: String, _ attempt: Int, _ failure: Failure) throws(HistoryError) {
        guard self.isCompensating(path, attempt), let node = self.graph.node(at: path) else { return }
        let own = node.step.errorHandling.retry
        let policy = own.maxAttempts > 1 ? own : RetryPolicy(strategy: .exponential, maxAttempts: 3)
        guard policy.allowsRetry(of: failure, afterAttempt: attempt) else {
            try self.record(.compensation(.failed(path: path, attempt: attempt, failure: failure)))
            return try self.compensateNext()
        }
        let delay = policy.delay(afterAttempt: attempt, failure: failure, random: self.circumstances.random.0)
        let next = StepRetryScheduled(path: path, attempt: attempt + 1, fireAt: self.now + delay, failure: failure)
        try self.record(.compensation(.retryScheduled(next)))
        self.command(.setTimer(.retry(path: CompensationPath.make(path), attempt: next.attempt), next.fireAt))
    }

    /// It is time for another attempt.
    mutating func retryCompensation(of path: String, attempt: Int) throws(HistoryError) {
        guard let compensation = self.state.compensation, compensation.pending.first == path,
            let node = self.graph.node(at: path), let action = node.step.compensation
        else { return }
        let place = Place(node: node, path: path)
        try self.hand(out: action, compensation.input ?? .null, at: place, attempt: attempt)
    }

    private func isCompensating(_ path: String, _ attempt: Int) -> Bool {
        self.state.runningCompensation == path && self.state.compensation?.attempt == attempt
    }

    private mutating func endCompensation(_ compensation: CompensationState) throws(HistoryError) {
        let started = compensation.started
        var failure = started.failure
        if !compensation.failed.isEmpty {
            let names = compensation.failed.joined(separator: ", ")
            failure = Failure(
                code: failure.code,
                message: "\(failure.message) (could not be undone: \(names))",
                details: failure.details
            )
        }
        try self.end(started.status, failure, failedStep: started.failedStep)
    }
}
