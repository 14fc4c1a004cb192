// SPDX-License-Identifier: Apache-2.0

import SkeinEngine
import SkeinInterpreter
import SkeinModel
import SkeinStorage
import SkeinTestKit
import Testing

/// Several engines on one database.
@Suite(
    .serialized,
    .timeLimit(.minutes(1)),
    .enabled(if: DatabaseUnderTest.isPostgres, "a file has one engine at a time; PostgreSQL is shared")
)
struct NodeTests {
    @Test
    func anyNodeTakesUpWhatComesFromOutside() async throws {
        try await TwoNodes.with { nodes in
            let wait: JSONValue = [
                "step_name": "wait", "type": "wait", "signal": ["name": "paid"], "output_variable": "paid",
            ]
            _ = try await nodes.here.library.create(TwoNodes.document(wait), note: nil, by: Sample.author)
            let id = try await TwoNodes.start(nodes.here).id
            async let done = TwoNodes.end(id, nodes.here)
            _ = try await nodes.there.engine.signal(id, name: "paid", payload: 7, signalID: nil, by: Sample.author)
            #expect(try await done.output == ["paid": 7])
        }
    }

    @Test
    func tasksRunWhereTheExecutionBelongsWhoeverAsksForThem() async throws {
        try await TwoNodes.with { nodes in
            let wait: JSONValue = ["step_name": "wait", "type": "wait", "signal": ["name": "go"]]
            let step: JSONValue = [
                "step_name": "both", "type": "parallel",
                "branches": [
                    ["name": "a", "steps": [TwoNodes.ask("first")]],
                    ["name": "b", "steps": [wait, TwoNodes.ask("second")]],
                ],
            ]
            let document = TwoNodes.document(step, ["output": ["done": true]])
            _ = try await nodes.here.library.create(document, note: nil, by: Sample.author)
            let id = try await TwoNodes.start(nodes.here).id
            #expect(await nodes.gateHere.nextCall()?.input["from"] == "first")
            _ = try await nodes.there.engine.signal(id, name: "go", payload: 1, signalID: nil, by: Sample.author)
            #expect(await nodes.gateHere.nextCall()?.input["from"] == "second")
            #expect(try await nodes.record("here")?.executions == 1)
            for _ in 1...2 { nodes.gateHere.open() }
            #expect(try await TwoNodes.end(id, nodes.there).status == .completed)
            #expect(nodes.gateHere.called.count == 2)
            #expect(nodes.gateThere.called.isEmpty)
            #expect(try await nodes.record("here")?.executions == 0)
        }
    }

    @Test
    func whatIsCancelledAtOneNodeStopsAtTheOther() async throws {
        let slow = SlowAtFirst()
        try await TwoNodes.with(shared: slow) { nodes in
            let document = TwoNodes.document(TwoNodes.call("outside.slow", as: "slow"))
            _ = try await nodes.here.library.create(document, note: nil, by: Sample.author)
            let id = try await TwoNodes.start(nodes.here).id
            await slow.firstCall()
            let ended = try await nodes.there.engine.control(id, .cancel, by: Sample.author)
            #expect(ended.status == .cancelled)
            await slow.cancellation()
            while try await nodes.record("here")?.executions != 0 {}
        }
    }

    @Test
    func whatANodeWhoseLeaseRunsOutLeavesBehindIsTakenOn() async throws {
        let slow = SlowAtFirst()
        try await TwoNodes.with(shared: slow) { nodes in
            let document = TwoNodes.document(TwoNodes.call("outside.slow", as: "slow"))
            _ = try await nodes.here.library.create(document, note: nil, by: Sample.author)
            let id = try await TwoNodes.start(nodes.here).id
            await slow.firstCall()
            // The node may renew its lease before others see that it has run out.
            let expire = "UPDATE nodes SET expires_at = now() - interval '1 minute' WHERE name = 'here'"
            let number = try await nodes.record("here")?.number
            while try await nodes.record("here")?.number == number {
                try DatabaseUnderTest.shell(expire, on: nodes.database)
            }
            #expect(try await TwoNodes.end(id, nodes.there).output == ["slow": "done"])
            #expect(slow.called.count == 2)
            #expect(Set(slow.called).count == 1)
            // The one that lost its lease is a node again, and works.
            let second = TwoNodes.document(TwoNodes.call("outside.where", as: "ran"), ["deliverable_type": "second"])
            _ = try await nodes.here.library.create(second, note: nil, by: Sample.author)
            let request = StartRequest(definition: .key("second"), input: [:], actor: Sample.author)
            #expect(try await nodes.here.engine.start(request, wait: .seconds(50)).output == ["ran": "here"])
        }
    }

    @Test
    func aTimerFiresOnceOverAllNodes() async throws {
        let clock = ManualClock()
        try await TwoNodes.with(clock: clock) { nodes in
            let wait: JSONValue = ["step_name": "wait", "type": "wait", "for": "10s"]
            let document = TwoNodes.document(wait, ["output": ["done": true]])
            _ = try await nodes.here.library.create(document, note: nil, by: Sample.author)
            var ids: [ExecutionID] = []
            for number in 0..<40 { ids.append(try await TwoNodes.start(number % 2 == 0 ? nodes.here : nodes.there).id) }
            clock.advance(by: .seconds(20))
            for id in ids {
                // Whoever sleeps now wakes, at whichever node.
                async let done = TwoNodes.end(id, nodes.here)
                await clock.advance(by: .seconds(15), onceAsleepFor: .seconds(15))
                #expect(try await done.status == .completed)
                let kinds = try await nodes.here.engine.history(of: id, after: 0, limit: 99).map(\.kind)
                #expect(kinds.filter { $0 == "timer_fired" }.count == 1)
            }
        }
    }

    @Test
    func whatOneNodePublishesTheOthersUse() async throws {
        try await TwoNodes.with { nodes in
            _ = try await nodes.here.library.create(Sample.document(), note: nil, by: Sample.author)
            #expect(try await Self.versionStarted(at: nodes.here) == 1)
            _ = try await nodes.there.library.update(
                .key("doubling"),
                to: Sample.document(["display_name": "Other"]),
                note: "Another name",
                expectedVersion: 1,
                by: Sample.author
            )
            // The news takes a moment.
            while try await Self.versionStarted(at: nodes.here) != 2 {}
        }
    }

    private static func versionStarted(at node: EngineHarness) async throws -> Int? {
        let request = StartRequest(definition: .key("doubling"), input: ["n": 1], actor: Sample.author)
        let id = try await node.engine.start(request, wait: .seconds(50)).id
        return try await node.engine.storage.execution(id)?.version
    }

    @Test
    func aNodeThatOnlyAnswersLeavesTasksAndTimersToTheOthers() async throws {
        try await TwoNodes.with(roles: ([.api], [.engine])) { nodes in
            let wait: JSONValue = ["step_name": "wait", "type": "wait", "for": "1ms"]
            let document = TwoNodes.document(wait, ["workflow_steps": [wait, TwoNodes.ask("ask")]])
            _ = try await nodes.here.library.create(document, note: nil, by: Sample.author)
            nodes.gateThere.open()
            nodes.gateHere.open()
            #expect(try await TwoNodes.start(nodes.here, wait: .seconds(50)).status == .completed)
            #expect(nodes.gateHere.called.isEmpty)
            #expect(try await nodes.record("here")?.node.roles == [.api])
            #expect(try await nodes.record("there")?.node.roles == [.engine])
        }
    }

    @Test
    func aNodeThatLeavesGivesBackItsTasks() async throws {
        try await TemporaryFolder.with { folder in
            let gates = (Gate(), Gate())
            let functions = (try gates.0.functions(), try gates.1.functions())
            let id = try await EngineHarness.with(functions.0, database: folder + "/skein.db") { here in
                let document = TwoNodes.document(TwoNodes.ask("ask"))
                _ = try await here.library.create(document, note: nil, by: Sample.author)
                let id = try await TwoNodes.start(here).id
                _ = await gates.0.nextCall()
                return id
            }
            try await EngineHarness.with(functions.1, database: folder + "/skein.db") { there in
                gates.1.open()
                let done = try await TwoNodes.end(id, there)
                #expect(done.status == .completed)
                let nodes = try await there.engine.storage.nodes()
                #expect(nodes.count == 1)
                #expect(gates.0.keys == gates.1.keys)
            }
        }
    }
}
