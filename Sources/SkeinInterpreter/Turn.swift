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
    mutating func record(_ event: Event) throws(HistoryError) {
        try self.state.apply(event, self.now, graph: self.graph)
        self.decision.events.append(event)
    }

    mutating func command(_ command: Command) { self.decision.commands.append(command) }

    mutating func refuse(_ error: SkeinError) { self.decision.refusal = error }

    // MARK: Incoming events

    mutating func start(_ started: ExecutionStarted) throws(HistoryError) {
        guard self.state.status == .pending else { return }
        try self.record(.executionStarted(started))
        try self.advance(in: "")
    }

    mutating func complete(_ completed: StepCompleted) throws(HistoryError) {
        guard let node = self.runningNode(completed.path, completed.attempt) else { return }
        try self.record(.stepCompleted(completed))
        try self.advance(in: ExecutionState.parent(of: node, in: self.graph))
    }

    mutating func fail(_ path: String, _ attempt: Int, _ failure: Failure) throws(HistoryError) {
        guard let node = self.runningNode(path, attempt) else { return }
        let policy = node.step.errorHandling.retry
        if policy.allowsRetry(of: failure, afterAttempt: attempt) {
            let delay = policy.delay(afterAttempt: attempt, failure: failure, random: self.circumstances.random.0)
            let next = StepRetryScheduled(path: path, attempt: attempt + 1, fireAt: self.now + delay, failure: failure)
            try self.record(.stepRetryScheduled(next))
            self.command(.setTimer(.retry(path: path, attempt: next.attempt), next.fireAt))
        } else if try self.settle(node, attempt, failure) {
            try self.advance(in: ExecutionState.parent(of: node, in: self.graph))
        }
    }

    mutating func fire(_ timer: TimerID) throws(HistoryError) {
        guard !self.state.status.isTerminal, self.state.timers[timer] != nil else { return }
        try self.record(.timerFired(timer))
        switch timer {
        case .retry(let path, let attempt):
            guard let node = self.graph.node(at: path) else { throw HistoryError("No step has the path '\(path)'.") }
            if try self.begin(node, attempt: attempt) {
                try self.advance(in: ExecutionState.parent(of: node, in: self.graph))
            }
        case .approval: try self.expireApproval()
        }
    }

    /// The step whose attempt the outside reports on, unless the report comes late or twice.
    private func runningNode(_ path: String, _ attempt: Int) -> Graph.Node? {
        guard !self.state.status.isTerminal, let run = self.state.steps[path], run.status == .running,
            run.attempt == attempt
        else { return nil }
        return self.graph.node(at: path)
    }

    /// Evaluates something against what the references of a step can see now.
    func evaluate<Value>(
        error: Failure? = nil,
        _ body: (ReferenceScope) throws(Failure) -> Value
    ) -> Result<Value, Failure> {
        do throws(Failure) {
            return .success(try body(ReferenceScope(self.state, graph: self.graph, error: error)))
        } catch {
            return .failure(error)
        }
    }

    // MARK: Flow

    /// Starts nodes one after the other until one has to wait, closing scopes that have come to their end.
    mutating func advance(in scopePath: String) throws(HistoryError) {
        var path = scopePath
        while let open = self.state.scopes[path] {
            let nodes = self.graph.scopes[open.scope].nodes
            if open.position < nodes.count {
                let node = self.graph.nodes[nodes[open.position]]
                guard try self.enter(node) else { return }
                if self.state.scopes[node.path] != nil { path = node.path }
                continue
            }
            guard let owner = self.graph.scopes[open.scope].owner else { return try self.finish() }
            let node = self.graph.nodes[owner]
            try self.record(.scopeClosed(ScopeClosed(path: path)))
            try self.close(node, arm: self.graph.scopes[open.scope].name)
            path = ExecutionState.parent(of: node, in: self.graph)
        }
    }

    /// Enters a node: skips it when its condition is false.
    ///
    /// - Returns: Whether the flow goes on: the node has ended or opened a scope. `false` when something will wake it,
    ///   or the execution has ended.
    private mutating func enter(_ node: Graph.Node) throws(HistoryError) -> Bool {
        if let condition = node.step.condition {
            let place = node.step.pointer.appending("condition")
            switch self.evaluate({ scope throws(Failure) in try condition.holds(in: scope, at: place) }) {
            case .success(true): break
            case .success(false):
                try self.record(.stepSkipped(StepSkipped(path: node.path, condition: condition.source)))
                return true
            case .failure(let failure): return try self.settle(node, 1, failure)
            }
        }
        return try self.begin(node, attempt: 1)
    }

    /// Starts an attempt of a node, each kind in its own way.
    private mutating func begin(_ node: Graph.Node, attempt: Int) throws(HistoryError) -> Bool {
        switch node.step.kind {
        case .function(let name, let input): try self.beginFunction(node, name, input, attempt)
        case .transform(let set): try self.beginTransform(node, set)
        case .validate(let validate): try self.beginValidate(node, validate)
        case .branch(let arms, let otherwise): try self.beginBranch(node, arms, hasElse: otherwise != nil)
        }
    }

    /// Ends a step that failed for good, as its error handling says.
    ///
    /// - Returns: Whether the flow goes on.
    mutating func settle(_ node: Graph.Node, _ attempt: Int, _ failure: Failure) throws(HistoryError) -> Bool {
        let handling = node.step.errorHandling
        switch handling.onError {
        case .fail:
            try self.recordFailure(node, attempt, failure, .fail)
            try self.end(.failed, failure, failedStep: node.step.name)
            return false
        case .skip:
            try self.recordFailure(node, attempt, failure, .skip)
            return true
        case .continue:
            let place = node.step.pointer.appending("error_handling").appending("fallback_value")
            switch self.evaluate(
                error: failure,
                { scope throws(Failure) in
                    try handling.fallback.resolve(in: scope, at: place)
                }
            ) {
            case .success(let value):
                try self.recordFailure(node, attempt, failure, .fallback, fallback: value)
                return true
            case .failure(let second):
                try self.recordFailure(node, attempt, second, .fail)
                try self.end(.failed, second, failedStep: node.step.name)
                return false
            }
        }
    }

    /// Ends the execution.
    mutating func end(_ status: ExecutionStatus, _ failure: Failure?, failedStep: String?) throws(HistoryError) {
        for timer in self.state.timers.keys.sorted(by: { $0.description < $1.description }) {
            self.command(.cancelTimer(timer))
        }
        try self.record(.executionEnded(ExecutionEnded(status: status, failure: failure, failedStep: failedStep)))
    }

    private mutating func recordFailure(
        _ node: Graph.Node,
        _ attempt: Int,
        _ failure: Failure,
        _ resolution: StepFailed.Resolution,
        fallback: JSONValue = .null
    ) throws(HistoryError) {
        let event = StepFailed(
            path: node.path,
            attempt: attempt,
            failure: failure,
            resolution: resolution,
            fallback: fallback
        )
        try self.record(.stepFailed(event))
    }
}
