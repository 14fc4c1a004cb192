// SPDX-License-Identifier: Apache-2.0

import SkeinEngine
import SkeinInterpreter
import SkeinModel
import SkeinStorage
import SkeinTestKit
import Testing

/// Tasks that are not needed any more leave nothing behind.
@Suite(.timeLimit(.minutes(1)))
struct CalledBackTaskTests {
    private static func definition(_ quick: JSONValue) -> JSONValue {
        [
            "deliverable_type": "race", "display_name": "Race", "discipline": "test",
            "input_schema": ["type": "object"], "output": ["done": true],
            "workflow_steps": [
                [
                    "step_name": "race", "type": "parallel", "join": "any",
                    "branches": [
                        ["name": "slow", "steps": [Self.ask("slow")]], ["name": "quick", "steps": [quick]],
                    ],
                ]
            ],
        ]
    }

    private static func ask(_ name: String) -> JSONValue {
        ["step_name": .string(name), "function_to_call": "outside.ask", "input_mapping": [:]]
    }

    @Test
    func aTaskThatItsOwnTurnCallsBackIsNeverHandedOut() async throws {
        let gate = Gate()
        try await EngineHarness.with(try gate.functions()) { harness in
            _ = try await harness.engine.library.create(
                Self.definition(["step_name": "t", "type": "transform", "set": ["v": 1]]),
                note: nil,
                by: Actor(name: "ana")
            )
            let request = StartRequest(definition: .key("race"), input: [:], actor: Actor(name: "ana"))
            let detail = try await harness.engine.start(request, wait: .seconds(50))
            #expect(detail.status == .completed)
            #expect(gate.called.isEmpty)
            #expect(try await harness.engine.storage.executionsWithOpenTasks().isEmpty)
            #expect(try await harness.engine.storage.unwakeableExecutions(limit: 1).isEmpty)
        }
    }

    @Test
    func aFunctionThatIsNotNeededAnyMoreIsCancelled() async throws {
        let (calls, call) = AsyncStream.makeStream(of: String.self)
        var functions = FunctionRegistry()
        try functions.register(
            "outside.ask",
            effectJSON: { input, _ in
                call.yield("called")
                let (never, keep) = AsyncStream.makeStream(of: Void.self)
                for await _ in never {}
                call.yield("cancelled")
                keep.finish()
                return input
            }
        )
        try await EngineHarness.with(functions) { harness in
            let quick: JSONValue = ["step_name": "t", "type": "wait", "for": "1h"]
            _ = try await harness.engine.library.create(Self.definition(quick), note: nil, by: Actor(name: "ana"))
            let request = StartRequest(definition: .key("race"), input: [:], actor: Actor(name: "ana"))
            let started = try await harness.engine.start(request)
            var seen = calls.makeAsyncIterator()
            #expect(await seen.next() == "called")
            let detail = try await harness.engine.control(started.id, .cancel, note: "enough", by: Actor(name: "ops"))
            #expect(detail.status == .cancelled)
            #expect(await seen.next() == "cancelled")
            #expect(try await harness.engine.execution(started.id).status == .cancelled)
        }
    }

    @Test
    func aTaskThatIsOutWhenItIsCalledBackIsForgotten() async throws {
        let gate = Gate()
        try await EngineHarness.with(try gate.functions()) { harness in
            let signal: JSONValue = ["step_name": "go", "type": "wait", "signal": ["name": "go"]]
            _ = try await harness.engine.library.create(Self.definition(signal), note: nil, by: Actor(name: "ana"))
            let request = StartRequest(definition: .key("race"), input: [:], actor: Actor(name: "ana"))
            let started = try await harness.engine.start(request)
            _ = await gate.nextCall()
            let detail = try await harness.engine.signal(
                started.id,
                name: "go",
                payload: .null,
                signalID: nil,
                by: Actor(name: "ana")
            )
            #expect(detail.status == .completed)
            #expect(try await harness.engine.storage.executionsWithOpenTasks().isEmpty)
            gate.open()
            #expect(try await harness.engine.storage.unwakeableExecutions(limit: 1).isEmpty)
        }
    }
}
