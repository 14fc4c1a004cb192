// SPDX-License-Identifier: Apache-2.0

import SkeinEngine
import SkeinModel
import SkeinStorage
import SkeinTestKit
import Testing

@Suite(.timeLimit(.minutes(1)))
struct EffectTests {
    /// A definition whose one step asks outside.
    static func asking(_ step: JSONObject = [:]) -> JSONObject {
        ["workflow_steps": [Sample.step("ask", "outside.ask", ["n": "$input.n"], step)], "output": "$ask_out"]
    }

    private static let start = StartRequest(definition: .key("doubling"), input: ["n": 1], actor: Sample.author)

    @Test
    func anEffectRunsOnceAndItsAnswerIsTheStepsOutput() async throws {
        let gate = Gate()
        try await EngineHarness.with(try gate.functions()) { harness in
            try await harness.create(Self.asking())
            let started = try await harness.engine.start(Self.start)
            #expect(started.status == .running || started.status == .waiting)
            let call = await gate.nextCall()
            #expect(call?.key == "\(started.id):ask:1")
            #expect(call?.input == ["n": 1])
            gate.open(with: .success(["answer": 42]))

            let detail = try await harness.engine.execution(started.id, wait: .seconds(50))
            #expect(detail.status == .completed)
            #expect(detail.output == ["answer": 42])
            #expect(gate.keys.count == 1)
            #expect(try await harness.engine.storage.executionsWithOpenTasks().isEmpty)
        }
    }

    @Test
    func aFailedAttemptIsRepeatedAfterItsDelayUntilItSucceeds() async throws {
        let gate = Gate()
        let clock = ManualClock()
        try await EngineHarness.with(try gate.functions(), clock: clock) { harness in
            let retry: JSONValue = [
                "strategy": "exponential", "initial_delay": "2s", "max_attempts": 4, "jitter": false,
            ]
            try await harness.create(Self.asking(["error_handling": ["retry": retry]]))
            let started = try await harness.engine.start(Self.start)
            let busy = Failure(code: "busy", message: "Later.", isRetryable: true)
            // The timer service never sleeps longer than 15 s, so these are its sleeps, not the attempt's deadline.
            for delay in [2, 4, 8] {
                _ = await gate.nextCall()
                gate.open(with: .failure(busy))
                await clock.advance(by: .seconds(delay), onceAsleepFor: nil)
            }
            _ = await gate.nextCall()
            gate.open(with: .success(["answer": 4]))

            let detail = try await harness.engine.execution(started.id, wait: .seconds(50))
            #expect(detail.status == .completed)
            #expect(gate.called.map(\.attempt) == [1, 2, 3, 4])
            #expect(Set(gate.keys).count == 4)
            let events = try await harness.engine.history(of: started.id, after: 0, limit: 100)
            let start = try #require(events.first?.at)
            let retries = events.filter { $0.kind == "timer_fired" }.map { $0.at - start }
            #expect(retries == [.seconds(2), .seconds(6), .seconds(14)])
        }
    }

    @Test
    func aFailureThatNoAttemptCanMendIsNotRepeated() async throws {
        let gate = Gate()
        try await EngineHarness.with(try gate.functions(), clock: ManualClock()) { harness in
            try await harness.create(Self.asking(["error_handling": ["retry_count": 3]]))
            gate.open(with: .failure(Failure(code: "refused", message: "Never.")))
            let detail = try await harness.run(["n": 1])
            #expect(detail.status == .failed)
            #expect(detail.failure?.code == "refused")
            #expect(gate.keys.count == 1)
        }
    }

    @Test
    func anEffectThatNeverAnswersFailsWhenItsTimeIsOver() async throws {
        let gate = Gate()
        let clock = ManualClock()
        try await EngineHarness.with(try gate.functions(), clock: clock) { harness in
            try await harness.create(Self.asking(["timeout_seconds": 5]))
            let started = try await harness.engine.start(Self.start)
            _ = await gate.nextCall()
            await clock.advance(by: .seconds(5), onceAsleepFor: nil)

            let detail = try await harness.engine.execution(started.id, wait: .seconds(50))
            #expect(detail.status == .failed)
            #expect(detail.failure?.code == "timeout")
            #expect(detail.failure?.isRetryable == true)
        }
    }

    // MARK: Versions

    @Test
    func aRunningExecutionKeepsTheVersionThatItStartedWith() async throws {
        let gate = Gate()
        try await EngineHarness.with(try gate.functions()) { harness in
            let steps: JSONValue = [
                Sample.step("ask", "outside.ask"), Sample.step("double", "math.double", ["n": "$input.n"], number: 2),
            ]
            let first = try await harness.create(["workflow_steps": steps, "output": ["by": "version 1"]])
            let started = try await harness.engine.start(Self.start)
            _ = await gate.nextCall()
            _ = try await harness.library.update(
                .key("doubling"),
                merging: ["workflow_steps": [Sample.step("fail", "math.fail")], "output": ["by": "version 2"]],
                note: "Other logic",
                expectedVersion: 1,
                by: Sample.other
            )
            gate.open()

            let detail = try await harness.engine.execution(started.id, wait: .seconds(50))
            #expect(detail.status == .completed)
            #expect(detail.output == ["by": "version 1"])
            let record = try #require(try await harness.engine.storage.execution(started.id))
            #expect(record.version == 1)
            #expect(record.contentHash == first.contentHash)
            #expect(try await harness.run(["n": 1]).failure?.code == "no-luck")
            let again = try await harness.engine.start(
                StartRequest(definition: .key("doubling"), version: 1, input: ["n": 1], actor: Sample.author)
            )
            gate.open()
            #expect(try await harness.engine.execution(again.id, wait: .seconds(50)).output == ["by": "version 1"])
        }
    }

    // MARK: Idempotent starts

    private static func claimed(_ input: JSONValue, _ fingerprint: UInt8 = 1, key: String = "k") -> StartRequest {
        let claim = IdempotencyClaim(
            scope: "asha POST /execute",
            key: key,
            fingerprint: ContentHash(bytes: [UInt8](repeating: fingerprint, count: 32))
        )
        return StartRequest(definition: .key("doubling"), input: input, actor: Sample.author, claim: claim)
    }

    @Test
    func startsUnderOneKeyMakeOneExecutionAndCallTheEffectOnce() async throws {
        let gate = Gate()
        try await EngineHarness.with(try gate.functions()) { harness in
            try await harness.create(Self.asking())
            let details = try await withThrowingTaskGroup(of: ExecutionDetail.self) { group in
                for _ in 1...8 { group.addTask { try await harness.engine.start(Self.claimed(["n": 1])) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(details.map(\.id)).count == 1)
            #expect(details.filter { !$0.isRepeat }.count == 1)
            gate.open()
            let id = try #require(details.first?.id)
            #expect(try await harness.engine.execution(id, wait: .seconds(50)).status == .completed)
            let late = try await harness.engine.start(Self.claimed(["n": 1]), wait: .seconds(50))
            #expect(late.isRepeat)
            #expect(late.id == id)
            #expect(late.status == .completed)
            #expect(gate.keys.count == 1)
            #expect(try await harness.counts() == [1, 1, 1, 1])
        }
    }

    @Test
    func anotherRequestUnderAUsedKeyIsRefused() async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create()
            _ = try await harness.engine.start(Self.claimed(["n": 1]))
            await #expect(throws: SkeinError(.idempotencyKeyReused, "")) {
                try await harness.engine.start(Self.claimed(["n": 2], 2))
            }
            let other = try await harness.engine.start(Self.claimed(["n": 2], 2, key: "other"))
            #expect(!other.isRepeat)
            #expect(try await harness.counts() == [1, 1, 2, 1])
        }
    }

    @Test
    func aRefusedStartDoesNotUseUpItsKey() async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create()
            await #expect(throws: SkeinError(.inputInvalid, "")) {
                try await harness.engine.start(Self.claimed(["n": "one"]))
            }
            #expect(try await harness.engine.start(Self.claimed(["n": 1], 2)).isRepeat == false)
        }
    }

    // MARK: Waiting

    @Test
    func aWaitEndsWithItsTimeAndLeavesTheExecutionRunning() async throws {
        let gate = Gate()
        let clock = ManualClock()
        try await EngineHarness.with(try gate.functions(), clock: clock) { harness in
            try await harness.create(Self.asking())
            async let waiting = harness.engine.start(Self.start, wait: .seconds(7))
            _ = await gate.nextCall()
            await clock.advance(by: .seconds(7), onceAsleepFor: nil)
            let detail = try await waiting
            #expect(!detail.status.isTerminal)
            gate.open()
            #expect(try await harness.engine.execution(detail.id, wait: .seconds(60)).status == .completed)
        }
    }

    @Test
    func everybodyWhoWaitsIsToldWhenTheExecutionSettles() async throws {
        let gate = Gate()
        try await EngineHarness.with(try gate.functions()) { harness in
            try await harness.create(Self.asking())
            let id = try await harness.engine.start(Self.start).id
            let statuses = try await withThrowingTaskGroup(of: ExecutionStatus.self) { group in
                for _ in 1...5 {
                    group.addTask { try await harness.engine.execution(id, wait: .seconds(50)).status }
                }
                gate.open()
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == Array(repeating: .completed, count: 5))
        }
    }

    @Test
    func anExecutionThatIsNotThereIsReported() async throws {
        try await EngineHarness.withSamples { harness in
            let id = ExecutionID(UUIDv7(at: harness.engine.clock.now(), random: (1, 2)))
            await #expect(throws: SkeinError(.executionNotFound, "")) { try await harness.engine.execution(id) }
            await #expect(throws: SkeinError(.executionNotFound, "")) {
                try await harness.engine.history(of: id, after: 0, limit: 10)
            }
        }
    }
}
