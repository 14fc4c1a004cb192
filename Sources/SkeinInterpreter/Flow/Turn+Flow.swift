// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinExpression
import SkeinModel

extension Turn {
    /// Starts the nodes of a scope that can start, and closes it when all have ended.
    mutating func advance(in scopePath: String) throws(HistoryError) {
        while self.mayStart, let open = self.state.scopes[scopePath] {
            let scope = self.graph.scopes[open.scope]
            if let dependencies = scope.dependencies {
                let startable = self.startable(scope, dependencies, in: scopePath)
                guard !startable.isEmpty else {
                    if self.hasEnded(scope, in: scopePath) { try self.close(scopePath) }
                    return
                }
                for node in startable { try self.enter(node, in: scopePath) }
            } else if open.position < scope.nodes.count {
                let node = self.graph.nodes[scope.nodes[open.position]]
                let path = InstancePath.step(node.step.name, in: scopePath)
                guard self.state.steps[path] == nil else { return }
                try self.enter(node, in: scopePath)
                guard self.state.scopes[scopePath]?.position ?? 0 > open.position else { return }
            } else {
                return try self.close(scopePath)
            }
        }
    }

    /// Whether anything may start: not while an operator holds the execution, and not once its result is weighed.
    private var mayStart: Bool {
        let status = self.state.status
        return !self.state.isPaused && (status == .running || status == .waiting)
    }

    /// The nodes of a graph scope that have not begun and wait for nothing.
    private func startable(_ scope: Graph.Scope, _ dependencies: [[Int]], in scopePath: String) -> [Graph.Node] {
        let nodes = scope.nodes.map { self.graph.nodes[$0] }
        let runs = nodes.map { self.state.steps[InstancePath.step($0.step.name, in: scopePath)] }
        return nodes.filter { node in
            runs[node.position] == nil
                && dependencies[node.position].allSatisfy { runs[$0]?.status.isTerminal ?? false }
        }
    }

    private func hasEnded(_ scope: Graph.Scope, in scopePath: String) -> Bool {
        scope.nodes.allSatisfy { index in
            let path = InstancePath.step(self.graph.nodes[index].step.name, in: scopePath)
            return self.state.steps[path]?.status.isTerminal ?? false
        }
    }

    /// Enters a node: skips it when its condition is false.
    private mutating func enter(_ node: Graph.Node, in scopePath: String) throws(HistoryError) {
        guard !self.state.status.isTerminal, self.state.scopes[scopePath] != nil else { return }
        let place = Place(node: node, path: InstancePath.step(node.step.name, in: scopePath))
        let attempt = (self.state.earlierAttempts[place.path] ?? 0) + 1
        guard let condition = node.step.condition else { return try self.start(place, attempt) }
        let pointer = node.step.pointer.appending("condition")
        switch self.evaluate(at: place, { scope throws(Failure) in try condition.holds(in: scope, at: pointer) }) {
        case .success(true): try self.start(place, attempt)
        case .success(false):
            try self.record(.stepSkipped(StepSkipped(path: place.path, condition: condition.source)))
        case .failure(let failure): try self.settle(place, 1, failure)
        }
    }

    /// Starts a step run, and sees to it that it ends in the time that it has as a whole.
    private mutating func start(_ place: Place, _ attempt: Int) throws(HistoryError) {
        if let total = place.step.clocks.total {
            let timer = TimerID.total(path: place.path)
            try self.record(.stepDeadlineSet(path: place.path, at: self.now + total))
            self.command(.setTimer(timer, self.now + total))
        }
        try self.begin(place, attempt: attempt)
    }

    /// Starts an attempt of a node, each kind in its own way.
    mutating func begin(_ place: Place, attempt: Int) throws(HistoryError) {
        switch place.step.kind {
        case .function(let name, let input): try self.handOut(.function(name), input, "input_mapping", place, attempt)
        case .transform(let set): try self.beginTransform(place, set)
        case .validate(let validate): try self.beginValidate(place, validate)
        case .branch(let branch): try self.beginBranch(place, branch)
        case .parallel(let parallel): try self.beginParallel(place, parallel)
        case .forEach(let each): try self.beginForEach(place, each)
        case .loop(let loop): try self.beginLoop(place, loop)
        case .phase(let phase): try self.beginPhase(place, phase)
        case .wait(let wait): try self.beginWait(place, wait)
        case .human(let human): try self.beginHuman(place, human)
        case .workflow(let workflow): try self.beginWorkflow(place, workflow, attempt)
        case .emit(let emit): try self.beginEmit(place, emit, attempt)
        case .raise(let raise): try self.beginRaise(place, raise)
        case .finish(let output): try self.beginFinish(place, output)
        }
    }

    /// Opens a list of steps inside a step.
    mutating func open(_ path: String, arm: String) throws(HistoryError) {
        try self.record(.scopeOpened(ScopeOpened(path: path, arm: arm)))
        self.wake(path)
    }

    /// Ends a step with its output, and lets what follows start.
    mutating func succeed(_ place: Place, _ completed: StepCompleted) throws(HistoryError) {
        try self.record(.stepCompleted(completed))
        self.wake(InstancePath.parent(of: place.path))
    }

    /// Ends a step with its output, and lets what follows start.
    mutating func succeed(_ place: Place, output: JSONValue) throws(HistoryError) {
        try self.succeed(place, StepCompleted(path: place.path, attempt: 1, output: output))
    }

    /// All steps of a scope have ended.
    private mutating func close(_ scopePath: String) throws(HistoryError) {
        guard let owner = InstancePath.owner(ofScope: scopePath) else { return try self.finish(nil) }
        guard let node = self.graph.node(at: owner) else { throw HistoryError("No step has the path '\(owner)'.") }
        let place = Place(node: node, path: owner)
        switch node.step.kind {
        case .branch: try self.closeBranch(place)
        case .parallel(let parallel): try self.closeParallel(place, parallel, scopePath)
        case .forEach: try self.closeForEach(place, scopePath)
        case .loop(let loop): try self.closeLoop(place, loop, scopePath)
        case .phase(let phase): try self.closePhase(place, phase)
        case .function, .transform, .validate, .wait, .human, .workflow, .emit, .raise, .finish:
            throw HistoryError("Step '\(owner)' holds no steps.")
        }
    }
}
