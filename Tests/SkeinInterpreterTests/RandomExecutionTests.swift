// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinInterpreter
import SkeinModel
import Testing

/// Random definitions under random outcomes keep what must always hold.
@Suite
struct RandomExecutionTests {
    /// What the outside still owes an execution.
    private struct Outside {
        var tasks: [TaskRequest] = []
        var timers: [TimerID: Timestamp] = [:]

        mutating func carryOut(_ commands: ArraySlice<(command: Command, cause: Int)>) {
            for (command, _) in commands {
                switch command {
                case .runTask(let task): self.tasks.append(task)
                case .setTimer(let timer, let time): self.timers[timer] = time
                case .cancelTimer(let timer): self.timers[timer] = nil
                case .cancelTask(let path): self.tasks.removeAll { $0.path == path }
                }
            }
        }
    }

    @Test(arguments: (1...300).map { UInt64($0) })
    func whatMustAlwaysHoldHolds(_ seed: UInt64) throws {
        var maker = RandomDefinition(seed: seed)
        let document = maker.document()
        let graph = try DefinitionDecoder().graph(document)
        var random = SeededGenerator(seed: seed &* 31)
        for _ in 0..<4 {
            let run = try Self.execute(graph, &random)
            #expect(run.state.status.isTerminal, "seed \(seed)")
            try Self.replay(run, graph, seed)
            if run.state.status == .failed { try Self.retry(run, graph, seed) }
        }
    }

    /// A failed execution that is retried can end as well.
    private static func retry(_ failed: ScenarioRun, _ graph: Graph, _ seed: UInt64) throws {
        var run = failed
        try run.take(.control(Self.control(.retry, nil)), at: IncomingReader.start + .seconds(90_000), 5000)
        guard run.refusals.last?.cause != 5000 else { return }
        try run.take(.control(Self.control(.terminate, nil)), at: IncomingReader.start + .seconds(90_001), 5001)
        #expect(run.state.status.isTerminal, "seed \(seed)")
        try Self.replay(run, graph, seed)
    }

    private static func replay(_ run: ScenarioRun, _ graph: Graph, _ seed: UInt64) throws {
        let stored = run.history.map { ($0.event, $0.time) }
        #expect(try ExecutionState(folding: stored, graph: graph) == run.state, "seed \(seed): replay differs")
        for item in run.history {
            let text = JSONWriter.text(item.event.payload)
            #expect(try Event(kind: item.event.kind, payload: try JSONParser.parse(text)) == item.event)
        }
    }

    /// Runs one execution to its end, checking after every decision.
    private static func execute(_ graph: Graph, _ random: inout SeededGenerator) throws -> ScenarioRun {
        var run = ScenarioRun(graph: graph)
        var outside = Outside()
        var now = IncomingReader.start
        let input: JSONValue = [
            "a": .bool(random.chance(2)), "n": .int(Int64.random(in: 0...6, using: &random)),
            "level": .double(random.pick([0, 0.5, 1])), "list": ["p", "q/[r]%"],
        ]
        var next: IncomingEvent? = .start(IncomingReader.started(["input": input], graph))
        var turn = 0
        while let event = next {
            let commands = run.commands.count
            try run.take(event, at: now, turn)
            outside.carryOut(run.commands[commands...])
            Self.check(run, outside)
            if run.state.status.isTerminal { break }
            turn += 1
            try #require(turn < 2000, "An execution does not end.")
            next = Self.next(&outside, run.state, &now, &random)
        }
        return run
    }

    /// What happens next: mostly what was asked for, sometimes a report that nobody waits for.
    private static func next(
        _ outside: inout Outside,
        _ state: ExecutionState,
        _ now: inout Timestamp,
        _ random: inout SeededGenerator
    ) -> IncomingEvent? {
        now = now + .milliseconds(10)
        if random.chance(8) { return .taskCompleted(path: "s1", attempt: 9, output: 1) }
        if random.chance(8) { return .timerFired(.retry(path: "s2", attempt: 9)) }
        if random.chance(4), let event = Self.somebody(state, &random) { return event }
        if !outside.tasks.isEmpty {
            let task = outside.tasks.remove(at: Int.random(in: outside.tasks.indices, using: &random))
            if random.chance(2) { return .taskCompleted(path: task.path, attempt: task.attempt, output: task.input) }
            let code = random.pick(["boom", "timeout"])
            let failure = Failure(code: code, message: "No", isRetryable: !random.chance(3))
            return .taskFailed(path: task.path, attempt: task.attempt, failure: failure)
        }
        if let approval = state.approval, state.status == .awaitingApproval, outside.timers.isEmpty || random.chance(2)
        {
            let decided = ApprovalDecided(
                approvalID: approval.request.approvalID,
                decision: random.chance(3) ? .reject : .approve,
                decidedBy: random.pick(["ana", "eve", "max", "ida"]),
                roles: [],
                note: "because",
                evidenceHash: approval.request.evidenceHash
            )
            return .approvalDecided(decided)
        }
        if state.isPaused { return .control(Self.control(.resume, nil)) }
        guard let (timer, time) = outside.timers.min(by: { $0.value < $1.value }) else {
            return Self.somebody(state, &random)
        }
        outside.timers[timer] = nil
        now = max(now, time)
        return .timerFired(timer)
    }

    /// What a person, an operator or another system may do at any time.
    private static func somebody(_ state: ExecutionState, _ random: inout SeededGenerator) -> IncomingEvent? {
        let open = state.steps.filter { !$0.value.status.isTerminal }.keys.sorted()
        switch Int.random(in: 0..<12, using: &random) {
        case 0: return .control(Self.control(.pause, nil))
        case 1: return .control(Self.control(.resume, nil))
        case 2 where !open.isEmpty: return .control(Self.control(.skip, random.pick(open)))
        case 3 where random.chance(10): return .control(Self.control(.cancel, nil))
        case 4, 5, 6:
            let id = "signal-\(UInt8.random(in: 0...200, using: &random))"
            let name = random.pick(["red", "blue"])
            return .signal(SignalReceived(id: id, name: name, payload: ["n": 1], sentBy: "eve"))
        default:
            let asked = open.compactMap { state.steps[$0]?.humanTask?.content.id }
            guard !asked.isEmpty else { return nil }
            let data = HumanRequest.Action.complete(
                data: [:],
                decision: random.pick(["approve", "reject"]),
                note: "because"
            )
            let action = random.pick([data, data, data, .claim, .release, .delegate(to: ["ida"])])
            let by = random.pick(["ida", "eve"])
            return .human(HumanRequest(taskID: random.pick(asked), action: action, by: by, roles: ["manager"]))
        }
    }

    private static func control(_ action: ControlEvent.Action, _ path: String?) -> ControlEvent {
        ControlEvent(action: action, path: path, by: "ops", note: "test")
    }

    private static func check(_ run: ScenarioRun, _ outside: Outside) {
        let state = run.state
        // While an operator holds the execution its timers are not set.
        #expect(outside.timers == (state.isPaused ? [:] : state.timers), "state and commands disagree about timers")
        if state.status.isTerminal {
            #expect(state.timers.isEmpty && outside.tasks.isEmpty)
            let open = state.steps.filter { !$0.value.status.isTerminal }
            #expect(open.isEmpty, "steps are open in an ended execution: \(open.keys)")
            #expect(state.endedAt != nil)
            return
        }
        for (path, step) in state.steps where !step.isContainer {
            let tasks = outside.tasks.count { $0.path == path && $0.attempt == step.attempt }
            let retries = state.timers.keys.count { if case .retry(path, _) = $0 { true } else { false } }
            let waits = state.timers.keys.count { $0 == .wait(path: path) } + (step.signal == nil ? 0 : 1)
            let isAsked = step.status == .waiting && step.humanTask != nil
            #expect(tasks == (step.status == .running ? 1 : 0), "\(path) is \(step.status)")
            #expect(retries == (step.status == .retrying ? 1 : 0), "\(path) is \(step.status)")
            #expect(step.status.isTerminal || tasks + retries + waits > 0 || isAsked, "nothing wakes \(path)")
        }
        for (path, step) in state.steps where step.isContainer && !step.status.isTerminal {
            let hasOpen = state.scopes.keys.contains { InstancePath.owner(ofScope: $0) == path }
            #expect(hasOpen, "\(path) is open and holds nothing that is")
        }
        for path in state.scopes.keys where !path.isEmpty {
            let owner = InstancePath.owner(ofScope: path).flatMap { state.steps[$0] }
            #expect(owner?.status == .running, "the scope \(path) is open, its step is not")
        }
        if state.status == .compensating {
            let wakes = outside.tasks.count + outside.timers.count
            return #expect(wakes == 1, "a compensation has \(wakes) things that wake it")
        }
        let isOpen = state.steps.values.contains { !$0.status.isTerminal } || state.status == .awaitingApproval
        #expect(isOpen || state.isPaused, "nothing will ever wake this execution: \(state.status)")
    }
}
