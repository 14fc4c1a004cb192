// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel

extension Turn {
    /// Ends a step that failed for good, as its error handling says.
    mutating func settle(_ place: Place, _ attempt: Int, _ failure: Failure) throws(HistoryError) {
        let handling = place.step.errorHandling
        let parent = InstancePath.parent(of: place.path)
        switch handling.onError {
        case .fail:
            try self.recordFailure(place, attempt, failure, .fail)
            try self.fail(scope: parent, failure, at: place)
        case .compensate:
            try self.recordFailure(place, attempt, failure, .fail)
            try self.compensate(.failed, failure, failedStep: place.step.name)
        case .skip:
            try self.recordFailure(place, attempt, failure, .skip)
            self.wake(parent)
        case .continue:
            let pointer = place.step.pointer.appending("error_handling").appending("fallback_value")
            let value = self.evaluate(at: place, error: failure) { scope throws(Failure) in
                try handling.fallback.resolve(in: scope, at: pointer)
            }
            switch value {
            case .success(let value):
                try self.recordFailure(place, attempt, failure, .fallback, fallback: value)
                self.wake(parent)
            case .failure(let second):
                try self.recordFailure(place, attempt, second, .fail)
                try self.fail(scope: parent, second, at: place)
            }
        }
    }

    /// A step in a scope has failed, and its error handling did not stop that: the next step around it that can take a
    /// failure takes it, or the execution fails.
    ///
    /// An execution that fails keeps its scopes as they are, so that it can be retried from the step that failed.
    private mutating func fail(scope: String, _ failure: Failure, at origin: Place) throws(HistoryError) {
        guard self.isStopped(above: scope) else {
            return try self.end(.failed, failure, failedStep: origin.step.name)
        }
        guard let owner = InstancePath.owner(ofScope: scope), let node = self.graph.node(at: owner) else { return }
        try self.closeScope(scope, .failed)
        let place = Place(node: node, path: owner)
        if self.state.fanOuts[owner] != nil {
            try self.afterFailure(in: place, failure)
        } else {
            try self.settle(place, 1, failure)
        }
    }

    /// Whether a step around a scope goes on in spite of a failure inside.
    private func isStopped(above scope: String) -> Bool {
        var path = scope
        while let owner = InstancePath.owner(ofScope: path), let node = self.graph.node(at: owner) {
            if node.step.errorHandling.onError != .fail { return true }
            if let fanOut = self.state.fanOuts[owner],
                fanOut.failed + 1 <= Self.failureLimit(of: node.step, count: fanOut.count)
            {
                return true
            }
            path = InstancePath.parent(of: owner)
        }
        return false
    }

    /// Closes a scope before its steps have all ended; what is open inside is cancelled.
    mutating func closeScope(_ path: String, _ outcome: ScopeClosed.Outcome) throws(HistoryError) {
        let prefix = path.isEmpty ? "" : path + "/"
        let runs = self.state.steps.filter { !$0.value.status.isTerminal && $0.key.hasPrefix(prefix) }.keys
        let scopes = self.state.scopes.keys.filter { !$0.isEmpty && $0.hasPrefix(prefix) }
        let cancelled = Set(runs).union(scopes).sorted()
        self.cancelWork(of: cancelled)
        try self.record(.scopeClosed(ScopeClosed(path: path, outcome: outcome, cancelled: cancelled)))
    }

    /// The time for a step with all its attempts is over.
    mutating func runOut(_ place: Place) throws(HistoryError) {
        try self.stopInside(place.path)
        let time = place.step.clocks.total.map { DurationText.format($0) } ?? ""
        let message = "Step '\(place.step.name)' did not end within \(time), all attempts counted."
        let attempt = self.state.steps[place.path]?.attempt ?? 1
        try self.settle(place, attempt, Failure(code: FailureCode.totalTimeout, message: message))
    }

    /// Ends everything inside a step that is about to end itself.
    mutating func stopInside(_ path: String) throws(HistoryError) {
        let inside = self.state.scopes.keys.filter { InstancePath.owner(ofScope: $0) == path }
        for scope in inside.sorted() { try self.closeScope(scope, .cancelled) }
        self.callBack(path)
    }

    /// Calls back what a step run has out: its task, or the execution that it waits for.
    mutating func callBack(_ path: String) {
        guard let run = self.state.steps[path], !run.status.isTerminal, !run.isContainer else { return }
        if run.status == .running { self.command(.cancelTask(path)) }
        if let child = run.child { self.command(.cancelChild(path, child)) }
    }

    /// Calls back the tasks and timers of step runs.
    mutating func cancelWork(of paths: [String]) {
        for path in paths { self.callBack(path) }
        let gone = Set(paths)
        self.cancelTimers { timer in timer.path.map { gone.contains($0) } ?? false }
    }

    mutating func cancelTimers(where isGone: (TimerID) -> Bool) {
        guard !self.state.timers.isEmpty else { return }
        let timers = self.state.timers.keys.filter(isGone)
        for timer in timers.sorted(by: { $0.description < $1.description }) { self.command(.cancelTimer(timer)) }
    }

    /// Ends the execution.
    mutating func end(_ status: ExecutionStatus, _ failure: Failure?, failedStep: String?) throws(HistoryError) {
        let cancelled = self.state.steps.filter { !$0.value.status.isTerminal }.keys.sorted()
        self.cancelWork(of: cancelled)
        self.cancelTimers { $0.path == nil }
        let ended = ExecutionEnded(status: status, failure: failure, failedStep: failedStep, cancelled: cancelled)
        try self.record(.executionEnded(ended))
    }

    private mutating func recordFailure(
        _ place: Place,
        _ attempt: Int,
        _ failure: Failure,
        _ resolution: StepFailed.Resolution,
        fallback: JSONValue = .null
    ) throws(HistoryError) {
        let event = StepFailed(
            path: place.path,
            attempt: attempt,
            failure: failure,
            resolution: resolution,
            fallback: fallback
        )
        try self.record(.stepFailed(event))
    }
}
