// SPDX-License-Identifier: Apache-2.0

import SkeinEngine
import SkeinModel
import SkeinStorage
import SkeinTestKit
import Testing

/// Events that wake whoever waits for them.
@Suite(.timeLimit(.minutes(1)))
struct EmitTests {
    private static func document(_ key: String, _ step: JSONValue) -> JSONValue {
        [
            "deliverable_type": .string(key), "display_name": "Test", "discipline": "test",
            "input_schema": ["type": "object"], "workflow_steps": [step],
        ]
    }

    private static let waiting = Self.document(
        "waiting",
        [
            "step_name": "wait", "type": "wait", "output_variable": "paid",
            "signal": ["name": "paid", "correlate": "$signal.payload.order == $input.order"],
        ]
    )
    private static let telling = Self.document(
        "telling",
        [
            "step_name": "tell", "type": "emit", "event": "paid", "payload": ["order": "$input.order"],
            "output_variable": "told",
        ]
    )

    private static func start(
        _ key: String,
        _ order: Int64,
        _ harness: EngineHarness
    ) async throws -> ExecutionDetail {
        let request = StartRequest(definition: .key(key), input: ["order": .int(order)], actor: Sample.author)
        return try await harness.engine.start(request, wait: key == "telling" ? .seconds(50) : .zero)
    }

    @Test
    func anEmittedEventWakesThoseThatItFitsAndNobodyElse() async throws {
        try await EngineHarness.withSamples { harness in
            for document in [Self.waiting, Self.telling] {
                _ = try await harness.library.create(document, note: nil, by: Sample.author)
            }
            let seven = try await Self.start("waiting", 7, harness)
            let alsoSeven = try await Self.start("waiting", 7, harness)
            let eight = try await Self.start("waiting", 8, harness)
            let told = try await Self.start("telling", 7, harness)
            #expect(told.output?["told"]?["delivered"] == 2)
            for id in [seven.id, alsoSeven.id] {
                let done = try await harness.engine.execution(id, wait: .seconds(50))
                #expect(done.output == ["paid": ["order": 7]])
            }
            // Who has nothing to do with the event has no trace of it.
            let kinds = try await harness.engine.history(of: eight.id, after: 0, limit: 9).map(\.kind)
            #expect(kinds == ["execution_started", "step_waiting"])
        }
    }

    @Test
    func theSameEventReachesAnExecutionOnce() async throws {
        try await EngineHarness.withSamples { harness in
            let twice: JSONValue = [
                "step_name": "twice", "type": "loop", "until": "false", "max_iterations": 2,
                "steps": [["step_name": "wait", "type": "wait", "signal": ["name": "tick"]]],
            ]
            _ = try await harness.library.create(Self.document("waiting", twice), note: nil, by: Sample.author)
            let waiting = try await Self.start("waiting", 1, harness)
            func tick(_ id: String) async throws -> Int {
                try await harness.engine.broadcast("tick", payload: .null, signalID: id, by: Sample.author)
            }
            #expect(try await tick("a") == 1)
            _ = try await tick("a")
            #expect(try await harness.engine.execution(waiting.id).status == .waiting)
            #expect(try await tick("b") == 1)
            #expect(try await harness.engine.execution(waiting.id).status == .failed)
            #expect(try await tick("c") == 0)
        }
    }

    @Test
    func aWaitWhoseCorrelationCannotBeComputedDoesNotHideAnotherOne() async throws {
        try await EngineHarness.withSamples { harness in
            let broken: JSONValue = [
                "step_name": "broken", "type": "wait",
                "signal": ["name": "tick", "correlate": "$signal.payload.absent.more == 1"],
            ]
            let fits: JSONValue = ["step_name": "fits", "type": "wait", "signal": ["name": "tick"]]
            let both: JSONValue = [
                "step_name": "both", "type": "parallel", "join": "any",
                "branches": [["name": "a", "steps": [broken]], ["name": "b", "steps": [fits]]],
            ]
            _ = try await harness.library.create(Self.document("waiting", both), note: nil, by: Sample.author)
            let waiting = try await Self.start("waiting", 1, harness)
            let count = try await harness.engine.broadcast("tick", payload: [:], signalID: nil, by: Sample.author)
            #expect(count == 1)
            #expect(try await harness.engine.execution(waiting.id).status == .completed)
        }
    }
}
