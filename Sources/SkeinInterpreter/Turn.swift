// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinExpression
import SkeinModel

/// One decision in the making: the state so far, and what has been recorded and commanded.
struct Turn {
    let interpreter: Interpreter
    let circumstances: Circumstances
    private(set) var state = ExecutionState()
    private(set) var decision = Decision()
    /// The paths of scopes in which something may be able to start.
    private var ready: [String] = []
    private var identities: UInt64 = 0

    var graph: Graph { self.interpreter.graph }
    var now: Timestamp { self.circumstances.now }

    /// Takes the state over; it is swapped, not copied, so that its dictionaries change in place.
    init(interpreter: Interpreter, state: inout ExecutionState, circumstances: Circumstances) {
        self.interpreter = interpreter
        self.circumstances = circumstances
        swap(&self.state, &state)
    }

    /// Hands the state back.
    mutating func giveBack(_ state: inout ExecutionState) { swap(&self.state, &state) }

    /// Records a fact: it changes the state at once.
    ///
    /// A step that ends with it has no use for its timers any more.
    mutating func record(_ event: Event) throws(HistoryError) {
        if let path = event.endedStep { self.cancelTimers { $0.path == path } }
        try self.state.apply(event, self.now, graph: self.graph)
        self.decision.events.append(event)
    }

    /// Commands something; while the execution is held no timer is set, because resuming sets them all.
    mutating func command(_ command: Command) {
        if case .setTimer = command, self.state.isPaused { return }
        self.decision.commands.append(command)
    }

    /// A new identity, different from all others of this decision.
    mutating func newUUID() -> UUIDv7 {
        self.identities &+= 1
        let random = self.circumstances.random
        return UUIDv7(at: self.now, random: (random.0 ^ (self.identities &* 0x9E37_79B9_7F4A_7C15), random.1))
    }

    mutating func refuse(_ error: SkeinError) { self.decision.refusal = error }

    /// Says that what is asked has been done before.
    mutating func acknowledgeRepeat() { self.decision.isRepeat = true }

    /// Says that something may be able to start in a scope.
    mutating func wake(_ scopePath: String) { self.ready.append(scopePath) }

    /// Starts what can start, until everything waits or the execution has ended.
    ///
    /// The list stands for recursion: an item of a for_each that ends makes the next one start, ten thousand times.
    mutating func advance() throws(HistoryError) {
        var next = 0
        while next < self.ready.count, !self.state.status.isTerminal {
            let path = self.ready[next]
            next += 1
            if next == 256 {
                self.ready.removeFirst(next)
                next = 0
            }
            try self.advance(in: path)
        }
        self.ready = []
    }

    // MARK: Incoming events

    mutating func start(_ started: ExecutionStarted) throws(HistoryError) {
        guard self.state.status == .pending else { return }
        try self.record(.executionStarted(started))
        self.wake("")
    }

    mutating func complete(_ completed: StepCompleted) throws(HistoryError) {
        if let path = CompensationPath.target(of: completed.path) {
            return try self.completeCompensation(of: path, completed)
        }
        guard self.runningNode(completed.path, completed.attempt) != nil else { return }
        try self.record(.stepCompleted(completed))
        self.wake(InstancePath.parent(of: completed.path))
    }

    mutating func fail(_ path: String, _ attempt: Int, _ failure: Failure) throws(HistoryError) {
        if let path = CompensationPath.target(of: path) { return try self.failCompensation(of: path, attempt, failure) }
        guard let node = self.runningNode(path, attempt) else { return }
        if self.state.steps[path]?.child != nil { self.callBack(path) }
        try self.failAttempt(of: Place(node: node, path: path), attempt, failure)
    }

    /// An attempt has failed: another one follows, or the step has failed for good.
    mutating func failAttempt(of place: Place, _ attempt: Int, _ failure: Failure) throws(HistoryError) {
        let policy = place.step.errorHandling.retry
        // Attempts before an operator's retry do not count.
        let count = attempt - (self.state.earlierAttempts[place.path] ?? 0)
        guard policy.allowsRetry(of: failure, afterAttempt: count) else {
            return try self.settle(place, attempt, failure)
        }
        let delay = policy.delay(afterAttempt: count, failure: failure, random: self.circumstances.random.0)
        let next = StepRetryScheduled(
            path: place.path,
            attempt: attempt + 1,
            fireAt: self.now + delay,
            failure: failure
        )
        try self.record(.stepRetryScheduled(next))
        self.command(.setTimer(.retry(path: place.path, attempt: next.attempt), next.fireAt))
    }

    mutating func fire(_ timer: TimerID) throws(HistoryError) {
        guard !self.state.status.isTerminal, !self.state.isPaused, self.state.timers[timer] != nil else { return }
        try self.record(.timerFired(timer))
        guard let path = timer.path else { return try self.expireApproval() }
        if let path = CompensationPath.target(of: path), case .retry(_, let attempt) = timer {
            return try self.retryCompensation(of: path, attempt: attempt)
        }
        guard let node = self.graph.node(at: path) else { throw HistoryError("No step has the path '\(path)'.") }
        let place = Place(node: node, path: path)
        switch timer {
        case .retry(_, let attempt): try self.begin(place, attempt: attempt)
        case .wait: try self.endWait(place)
        case .due(_, let round): try self.becomeLate(place, round)
        case .total: try self.runOut(place)
        case .approval: break
        }
    }

    /// The step whose attempt the outside reports on, unless the report comes late or twice.
    private func runningNode(_ path: String, _ attempt: Int) -> Graph.Node? {
        guard !self.state.status.isTerminal, let run = self.state.steps[path], run.status == .running,
            !run.isContainer, run.attempt == attempt
        else { return nil }
        return self.graph.node(at: path)
    }

    /// Evaluates something against what the references of a step can see now.
    func evaluate<Value>(
        in frame: String,
        error: Failure? = nil,
        signal: SignalReceived? = nil,
        _ body: (ReferenceScope) throws(Failure) -> Value
    ) -> Result<Value, Failure> {
        do throws(Failure) {
            let scope = ReferenceScope(
                self.state,
                graph: self.graph,
                frame: frame,
                error: error,
                signal: signal,
                timeZones: self.interpreter.timeZones
            )
            return .success(try body(scope))
        } catch {
            return .failure(error)
        }
    }

    /// Evaluates something against what the references of a step can see now.
    func evaluate<Value>(
        at place: Place,
        error: Failure? = nil,
        signal: SignalReceived? = nil,
        _ body: (ReferenceScope) throws(Failure) -> Value
    ) -> Result<Value, Failure> {
        self.evaluate(in: self.state.frame(of: place.path), error: error, signal: signal, body)
    }
}

/// A node, and the step run that is about to start or has started.
struct Place {
    let node: Graph.Node
    let path: String

    var step: StepDefinition { self.node.step }
}
