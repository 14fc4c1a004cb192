// SPDX-License-Identifier: Apache-2.0

import SkeinEngine
import SkeinModel
import SkeinStorage
import SkeinTestKit
import Testing

/// The clocks of a step beside that of its attempt: heartbeat, schedule-to-start and total.
@Suite(.timeLimit(.minutes(1)))
struct ClockTests {
    private static func start(_ harness: EngineHarness) async throws -> ExecutionID {
        let request = StartRequest(definition: .key("doubling"), input: ["n": 1], actor: Sample.author)
        return try await harness.engine.start(request).id
    }

    @Test
    func aFunctionThatIsSilentForTooLongIsGivenUp() async throws {
        let clock = ManualClock()
        let (beats, beat) = AsyncStream.makeStream(of: Void.self)
        let (steps, step) = AsyncStream.makeStream(of: Void.self)
        var functions = try Sample.functions()
        try functions.register(
            "outside.ask",
            effectJSON: { _, context in
                step.yield()
                for await _ in beats {
                    context.heartbeat()
                    step.yield()
                }
                throw CancellationError()
            }
        )
        try await EngineHarness.with(functions, clock: clock) { harness in
            var progress = steps.makeAsyncIterator()
            try await harness.create(EffectTests.asking(["heartbeat_seconds": 2]))
            let id = try await Self.start(harness)
            _ = await progress.next()
            for _ in 0..<3 {
                await clock.advance(by: .milliseconds(1500), onceAsleepFor: .seconds(2))
                beat.yield()
                _ = await progress.next()
            }
            #expect(try await harness.engine.execution(id).status == .running)
            await clock.advance(by: .seconds(2), onceAsleepFor: .seconds(2))
            let ended = try await harness.engine.execution(id, wait: .seconds(50))
            #expect(ended.failure?.code == "heartbeat-timeout")
        }
    }

    @Test
    func aTaskThatFindsNoPlaceInTimeFails() async throws {
        let clock = ManualClock()
        let gate = Gate()
        var settings = Engine.Settings()
        settings.taskLimit = 1
        try await EngineHarness.with(try gate.functions(), clock: clock, settings: settings) { harness in
            try await harness.create(EffectTests.asking(["schedule_to_start_seconds": 3]))
            let first = try await Self.start(harness)
            _ = await gate.nextCall()
            let second = try await Self.start(harness)
            await clock.advance(by: .seconds(3), onceAsleepFor: .seconds(3))
            let late = try await harness.engine.execution(second, wait: .seconds(50))
            #expect(late.failure?.code == "schedule-to-start-timeout")
            gate.open()
            #expect(try await harness.engine.execution(first, wait: .seconds(50)).status == .completed)
            #expect(gate.called.count == 1)
        }
    }

    @Test
    func allAttemptsTogetherHaveTheirTimeAlsoAfterARestart() async throws {
        try await TemporaryFolder.with { folder in
            let database = folder + "/skein.db"
            let clock = ManualClock()
            let gate = Gate()
            let step: JSONObject = [
                "total_timeout_seconds": 12,
                "error_handling": [
                    "retry": ["strategy": "fixed", "initial_delay": "10s", "max_attempts": 9, "jitter": false]
                ],
            ]
            let id = try await EngineHarness.with(try gate.functions(), database: database, clock: clock) { harness in
                try await harness.create(EffectTests.asking(step))
                let id = try await Self.start(harness)
                _ = await gate.nextCall()
                gate.open(with: .failure(Failure(code: "busy", message: "Later.", isRetryable: true)))
                await clock.advance(by: .seconds(10), onceAsleepFor: nil)
                _ = await gate.nextCall()
                return id
            }
            clock.advance(by: .seconds(2))
            let second = Gate()
            try await EngineHarness.with(try second.functions(), database: database, clock: clock) { harness in
                let ended = try await harness.engine.execution(id, wait: .seconds(50))
                #expect(ended.failure?.code == "total-timeout")
                #expect(try await harness.engine.storage.unwakeableExecutions(limit: 9).isEmpty)
            }
        }
    }
}
