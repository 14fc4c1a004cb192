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
            let stored = run.history.map { ($0.event, $0.time) }
            #expect(try ExecutionState(folding: stored, graph: graph) == run.state, "seed \(seed): replay differs")
            for item in run.history {
                let text = JSONWriter.text(item.event.payload)
                #expect(try Event(kind: item.event.kind, payload: try JSONParser.parse(text)) == item.event)
            }
        }
    }

    /// Runs one execution to its end, checking after every decision.
    private static func execute(_ graph: Graph, _ random: inout SeededGenerator) throws -> ScenarioRun {
        var run = ScenarioRun(graph: graph)
        var outside = Outside()
        var now = IncomingReader.start
        let input: JSONValue = [
            "a": .bool(random.chance(2)), "n": .int(Int64.random(in: 0...6, using: &random)),
            "level": .double(random.pick([0, 0.5, 1])),
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
        if let task = outside.tasks.popLast() {
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
        guard let (timer, time) = outside.timers.min(by: { $0.value < $1.value }) else { return nil }
        outside.timers[timer] = nil
        now = max(now, time)
        return .timerFired(timer)
    }

    private static func check(_ run: ScenarioRun, _ outside: Outside) {
        let state = run.state
        #expect(state.timers == outside.timers, "the state and the commands disagree about timers")
        if state.status.isTerminal {
            #expect(state.timers.isEmpty && state.scopes.isEmpty && outside.tasks.isEmpty)
            #expect(state.endedAt != nil)
            return
        }
        for (path, step) in state.steps {
            guard let node = run.interpreter.graph.node(at: path), case .function = node.step.kind else { continue }
            let tasks = outside.tasks.count { $0.path == path && $0.attempt == step.attempt }
            let timers = state.timers.keys.count { if case .retry(path, _) = $0 { true } else { false } }
            #expect(tasks == (step.status == .running ? 1 : 0), "\(path) is \(step.status)")
            #expect(timers == (step.status == .retrying ? 1 : 0), "\(path) is \(step.status)")
            #expect(step.endedAt != nil || tasks + timers == 1)
        }
        let isOpen = !outside.tasks.isEmpty || !outside.timers.isEmpty || state.status == .awaitingApproval
        #expect(isOpen, "nothing will ever wake this execution: \(state.status)")
    }
}
