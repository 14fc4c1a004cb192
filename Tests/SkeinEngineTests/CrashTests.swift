// SPDX-License-Identifier: Apache-2.0

import SkeinEngine
import SkeinModel
import SkeinStorage
import SkeinTestKit
import Testing

/// An engine that stops with something under way, and another one on the same file.
@Suite(.timeLimit(.minutes(1)))
struct CrashTests {
    private static let start = StartRequest(definition: .key("doubling"), input: ["n": 95], actor: Sample.author)

    /// Stops an engine where `before` leaves it, and opens the database again.
    private static func restarting(
        clock: ManualClock = ManualClock(),
        after pause: Duration = .zero,
        before: @escaping @Sendable (EngineHarness, Gate) async throws -> ExecutionID,
        after: @escaping @Sendable (EngineHarness, Gate, ExecutionID, [String]) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            let database = folder + "/skein.db"
            let first = Gate()
            let id = try await EngineHarness.with(try first.functions(), database: database, clock: clock) {
                try await before($0, first)
            }
            clock.advance(by: pause)
            let second = Gate()
            let keys = first.keys
            try await EngineHarness.with(try second.functions(), database: database, clock: clock) { harness in
                try await after(harness, second, id, keys)
                let report = try await AuditVerifier(storage: harness.engine.storage).verifyAll()
                #expect(report.breaks.isEmpty)
                let findings = try await Doctor(engine: harness.engine).examine()
                #expect(findings.filter { !$0.isHealthy }.map(\.check) == [])
            }
        }
    }

    @Test
    func anEffectThatWasUnderWayIsCalledAgainUnderTheSameKey() async throws {
        try await Self.restarting { harness, gate in
            try await harness.create(EffectTests.asking())
            let id = try await harness.engine.start(Self.start).id
            _ = await gate.nextCall()
            return id
        } after: { harness, gate, id, keys in
            gate.open(with: .success(["answer": 42]))
            let detail = try await harness.engine.execution(id, wait: .seconds(50))
            #expect(detail.status == .completed)
            #expect(detail.output == ["answer": 42])
            #expect(keys == ["\(id):ask:1"])
            #expect(gate.keys == keys)
            #expect(gate.called.map(\.input) == [["n": 95]])
        }
    }

    @Test
    func stepsThatWereDoneAreNotDoneAgain() async throws {
        let steps: JSONValue = [
            Sample.step("one", "outside.ask"), Sample.step("two", "outside.ask", number: 2),
            Sample.step("three", "math.echo", ["one": "$one_out", "two": "$two_out"], number: 3),
        ]
        try await Self.restarting { harness, gate in
            try await harness.create(["workflow_steps": steps, "output": "$three_out"])
            let id = try await harness.engine.start(Self.start).id
            _ = await gate.nextCall()
            gate.open(with: .success(1))
            _ = await gate.nextCall()
            return id
        } after: { harness, gate, id, keys in
            gate.open(with: .success(2))
            let detail = try await harness.engine.execution(id, wait: .seconds(50))
            #expect(detail.output == ["one": 1, "two": 2])
            #expect(keys == ["\(id):one:1", "\(id):two:1"])
            #expect(gate.keys == ["\(id):two:1"])
        }
    }

    @Test(arguments: [0, 4, 10, 3600])
    func anAttemptThatWaitedIsMadeWhenItIsDue(_ pause: Int) async throws {
        let clock = ManualClock()
        let retry: JSONValue = ["strategy": "fixed", "initial_delay": "10s", "jitter": false, "max_attempts": 2]
        try await Self.restarting(clock: clock, after: .seconds(pause)) { harness, gate in
            try await harness.create(EffectTests.asking(["error_handling": ["retry": retry]]))
            let id = try await harness.engine.start(Self.start).id
            _ = await gate.nextCall()
            gate.open(with: .failure(Failure(code: "busy", message: "Later.", isRetryable: true)))
            await clock.waitForSleeper(within: .seconds(10))
            return id
        } after: { harness, gate, id, _ in
            if pause < 10 {
                await clock.waitForSleeper(within: .seconds(10 - pause))
                #expect(gate.keys.isEmpty)
                clock.advance(by: .seconds(10 - pause))
            }
            gate.open(with: .success(["answer": 2]))
            let detail = try await harness.engine.execution(id, wait: .seconds(50))
            #expect(detail.status == .completed)
            #expect(gate.keys == ["\(id):ask:2"])
        }
    }

    @Test
    func anApprovalThatWaitedCanBeDecidedAfterwards() async throws {
        try await Self.restarting { harness, _ in
            let factor: JSONValue = ["name": "always", "level": "1"]
            try await harness.create(["risk_config": ["factors": [factor]], "output": "$double_out"])
            let detail = try await harness.run(["n": 95])
            #expect(detail.status == .awaitingApproval)
            return detail.id
        } after: { harness, _, id, _ in
            let waiting = try await harness.engine.execution(id)
            #expect(waiting.status == .awaitingApproval)
            let request = DecisionRequest(
                approval: try #require(waiting.approvalID),
                isApproval: true,
                actor: Sample.other,
                evidenceHash: waiting.evidenceHash
            )
            #expect(try await harness.engine.decide(request).output == ["value": 190])
        }
    }

    @Test
    func anApprovalThatWaitedExpiresAfterwards() async throws {
        let clock = ManualClock()
        try await Self.restarting(clock: clock) { harness, _ in
            let factor: JSONValue = ["name": "always", "level": "1"]
            let approval: JSONValue = ["expires_after": "1h"]
            try await harness.create(["risk_config": ["factors": [factor], "approval": approval]])
            return try await harness.run(["n": 95]).id
        } after: { harness, _, id, _ in
            await clock.advance(by: .seconds(3600), onceAsleepFor: .seconds(15))
            await clock.waitForSleeper(within: .seconds(15))
            let detail = try await harness.engine.execution(id)
            #expect(detail.failure?.code == "approval-expired")
        }
    }

    @Test
    func aRepeatedStartAfterTheCrashFindsTheExecution() async throws {
        let claim = IdempotencyClaim(scope: "s", key: "k", fingerprint: HashChain.sha256([1]))
        var request = Self.start
        request.claim = claim
        let start = request
        try await Self.restarting { harness, gate in
            try await harness.create(EffectTests.asking())
            let id = try await harness.engine.start(start).id
            _ = await gate.nextCall()
            return id
        } after: { harness, gate, id, keys in
            gate.open()
            let again = try await harness.engine.start(start, wait: .seconds(50))
            #expect(again.isRepeat)
            #expect(again.id == id)
            #expect(again.status == .completed)
            #expect(gate.keys == keys)
        }
    }
}
