// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinInterpreter
import SkeinModel

/// One random execution of one random definition, with crashes, checked after every decision.
///
/// The same seed gives the same definition, the same events and the same crashes.
struct Simulation {
    /// What did not hold.
    struct Violation: Error, CustomStringConvertible {
        let seed: UInt64
        let turn: Int
        let reason: String

        var description: String { "seed \(self.seed), decision \(self.turn): \(self.reason)" }
    }

    let seed: UInt64
    private let interpreter: Interpreter
    private var world: SimulatedWorld
    private(set) var state = ExecutionState()
    private(set) var crashes = 0
    private var turn = 0

    init(seed: UInt64, defect: SimulatedWorld.Defect = .none) throws {
        self.seed = seed
        var maker = RandomDefinition(seed: seed)
        let graph = try DefinitionDecoder().graph(maker.document())
        self.interpreter = Interpreter(graph: graph, digest: ScenarioRun.digest)
        self.world = SimulatedWorld(seed: seed, defect: defect)
    }

    /// Runs the execution to its end; a failed one is retried and ended once more.
    ///
    /// - Throws: ``Violation`` for the first thing that does not hold.
    mutating func run() throws {
        let graph = self.interpreter.graph
        var next: IncomingEvent? = .start(IncomingReader.started(["input": self.world.input()], graph))
        while let event = next {
            try self.take(event)
            if self.state.status.isTerminal { break }
            guard self.turn < 3000 else { throw self.violated("the execution does not end") }
            next = self.world.next(self.state)
            if next == nil, self.turn < 2999 { next = .timerFired(.wait(path: "nothing")) }
        }
        guard self.state.status.isTerminal else { throw self.violated("nothing happens any more") }
        guard self.state.status == .failed else { return }
        try self.take(.control(SimulatedWorld.control(.retry, nil)))
        if !self.state.status.isTerminal { try self.take(.control(SimulatedWorld.control(.terminate, nil))) }
        guard self.state.status.isTerminal else { throw self.violated("what was retried cannot be ended") }
    }

    private mutating func take(_ event: IncomingEvent) throws {
        self.turn += 1
        let number = UInt64(self.turn)
        let circumstances = Circumstances(now: self.world.now, random: (number << 11, number))
        do {
            self.world.commit(try self.interpreter.decide(event, in: &self.state, circumstances))
            try self.checkInvariants()
            if self.world.crashes() { try self.crash() }
        } catch let error as HistoryError {
            throw self.violated(error.message)
        }
    }

    /// Everything in memory is gone; the state comes back from the stored history.
    private mutating func crash() throws {
        self.crashes += 1
        let before = self.state
        self.world.restart()
        var folded = ExecutionState()
        for stored in self.world.events {
            let event = try Event(kind: stored.kind, payload: try JSONParser.parse(stored.payload))
            try folded.apply(event, stored.time, graph: self.interpreter.graph)
        }
        self.state = folded
        guard folded == before else { throw self.violated("the history does not give the state") }
        try self.checkInvariants()
    }

    private func violated(_ reason: String) -> Violation {
        Violation(seed: self.seed, turn: self.turn, reason: reason)
    }

    private func require(_ holds: Bool, _ reason: @autoclosure () -> String) throws {
        if !holds { throw self.violated(reason()) }
    }

    // MARK: What must always hold

    private func checkInvariants() throws {
        let (tasks, timers) = (self.world.tasks, self.world.timers)
        // While an operator holds the execution its timers are not set.
        try self.require(
            timers == (self.state.isPaused ? [:] : self.state.timers),
            "the timers \(timers) are not those of the state \(self.state.timers)"
        )
        if self.state.status.isTerminal {
            let open = self.state.steps.filter { !$0.value.status.isTerminal }.keys.sorted()
            try self.require(open.isEmpty && timers.isEmpty && tasks.isEmpty, "it has ended and \(open) are open")
            try self.require(self.world.children.isEmpty, "it has ended and waits for another execution")
            return try self.require(self.state.endedAt != nil, "it has ended at no time")
        }
        if self.state.status == .compensating {
            return try self.require(tasks.count + timers.count == 1, "not one thing wakes the compensation")
        }
        for (path, run) in self.state.steps { try self.check(path, run, tasks) }
        for path in self.state.scopes.keys where !path.isEmpty {
            let owner = InstancePath.owner(ofScope: path).flatMap { self.state.steps[$0] }
            try self.require(owner?.status == .running, "the scope \(path) is open, its step is not")
        }
        let isOpen = self.state.steps.values.contains { !$0.status.isTerminal }
        let status = self.state.status
        try self.require(isOpen || status == .awaitingApproval || self.state.isPaused, "nothing wakes the execution")
    }

    /// An open step run has what wakes it, and nothing that does not belong to it.
    private func check(_ path: String, _ run: StepRun, _ tasks: [TaskRequest]) throws {
        if run.isContainer {
            guard !run.status.isTerminal else { return }
            let hasOpen = self.state.scopes.keys.contains { InstancePath.owner(ofScope: $0) == path }
            return try self.require(hasOpen, "\(path) is open and holds nothing that is")
        }
        let out = tasks.count { $0.path == path && $0.attempt == run.attempt }
        let retries = self.state.timers.keys.count { if case .retry(path, _) = $0 { true } else { false } }
        let waits = self.state.timers.keys.count { $0 == .wait(path: path) } + (run.signal == nil ? 0 : 1)
        let isAsked = run.status == .waiting && run.humanTask != nil
        let children = self.world.children.count { $0.path == path && $0.id == run.child }
        try self.require(out == (run.status == .running ? 1 : 0), "\(path) is \(run.status) with \(out) tasks")
        try self.require(
            retries == (run.status == .retrying ? 1 : 0),
            "\(path) is \(run.status) with \(retries) timers"
        )
        let isWoken = run.status.isTerminal || out + retries + waits + children > 0 || isAsked
        try self.require(isWoken, "nothing wakes \(path)")
    }
}
