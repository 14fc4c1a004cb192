// SPDX-License-Identifier: Apache-2.0

import SkeinEngine
import SkeinModel
import SkeinStorage
import SkeinTestKit
import Testing

@Suite(.timeLimit(.minutes(1)))
struct WaitingCallerTests {
    private static let two: JSONObject = [
        "workflow_steps": [
            Sample.step("first", "outside.ask", ["n": "$input.n"]),
            Sample.step("second", "outside.ask", ["n": "$input.n"], number: 2),
        ]
    ]

    private static let start = StartRequest(definition: .key("doubling"), input: ["n": 1], actor: Sample.author)

    private static func statuses(_ detail: ExecutionDetail) -> [String] {
        (detail.json["steps"]?.array ?? []).compactMap { $0["status"]?.string }
    }

    @Test
    func whoStartsAndWaitsInVainGetsTheExecutionAsItStandsThen() async throws {
        let gate = Gate()
        let clock = ManualClock()
        try await EngineHarness.with(try gate.functions(), clock: clock) { harness in
            try await harness.create(Self.two)
            async let waiting = harness.engine.start(Self.start, wait: .seconds(3))
            _ = await gate.nextCall()
            gate.open(with: .success(["answer": 1]))
            _ = await gate.nextCall()
            await clock.advance(by: .seconds(3), onceAsleepFor: nil)
            let detail = try await waiting
            #expect(Self.statuses(detail) == ["completed", "running"])
            gate.open(with: .success(["answer": 2]))
        }
    }

    @Test
    func whoAsksAndWaitsInVainGetsTheExecutionAsItStandsThen() async throws {
        let gate = Gate()
        let clock = ManualClock()
        try await EngineHarness.with(try gate.functions(), clock: clock) { harness in
            try await harness.create(Self.two)
            let id = try await harness.engine.start(Self.start).id
            _ = await gate.nextCall()
            async let waiting = harness.engine.execution(id, wait: .seconds(3))
            await clock.waitForSleeper(within: .seconds(3))
            gate.open(with: .success(["answer": 1]))
            _ = await gate.nextCall()
            clock.advance(by: .seconds(3))
            let detail = try await waiting
            #expect(Self.statuses(detail) == ["completed", "running"])
            gate.open(with: .success(["answer": 2]))
        }
    }

    @Test
    func listsAndStatisticsKnowWhenAnExecutionBeganAndNotWhenItsFirstTurnEnded() async throws {
        let clock = ManualClock()
        var functions = FunctionRegistry()
        try functions.register(
            "math.slow",
            pureJSON: { input in
                clock.advance(by: .seconds(5))
                return input
            }
        )
        try await EngineHarness.with(functions, clock: clock) { harness in
            try await harness.create(["workflow_steps": [Sample.step("slow", "math.slow")]])
            let began = clock.now()
            let detail = try await harness.run(["n": 1])
            let record = try #require(try await harness.engine.storage.execution(detail.id))
            #expect(record.startedAt == began)
            #expect(record.projection.endedAt == began + .seconds(5))
            let statistics = try await harness.library.statistics(of: .key("doubling"))
            #expect(statistics.averageDuration == .seconds(5))
        }
    }
}
