// SPDX-License-Identifier: Apache-2.0

import SkeinEngine
import SkeinInterpreter
import SkeinModel
import SkeinStorage
import SkeinTestKit
import Testing

/// Executions that ended longer ago than they are kept.
@Suite(.timeLimit(.minutes(1)))
struct RetentionTests {
    private static let hour = Duration.seconds(3600)

    private static func with(
        retention: Duration? = nil,
        _ body: @escaping @Sendable (EngineHarness, ManualClock) async throws -> Void
    ) async throws {
        let clock = ManualClock()
        var settings = Engine.Settings()
        settings.retention = retention
        try await EngineHarness.with(try Sample.functions(), clock: clock, settings: settings) { harness in
            try await body(harness, clock)
            let report = try await AuditVerifier(storage: harness.engine.storage).verifyAll()
            #expect(report.breaks.isEmpty)
        }
    }

    private static func tombstones(_ harness: EngineHarness) async throws -> [AuditEntry] {
        try await harness.engine.storage.audit(after: 0, limit: 9999).map(\.entry).filter {
            $0.action == AuditEntry.erased
        }
    }

    /// Lets time pass until so many executions were erased.
    private static func pass(
        _ clock: ManualClock,
        by step: Duration = .seconds(60),
        until count: Int,
        _ harness: EngineHarness
    ) async throws -> [AuditEntry] {
        while true {
            let found = try await Self.tombstones(harness)
            if found.count >= count { return found }
            clock.advance(by: step)
            await Task.yield()
        }
    }

    @Test
    func whatEndedLongerAgoThanItsDefinitionSaysIsErased() async throws {
        try await Self.with { harness, clock in
            try await harness.create(["retention": "1h"])
            try await harness.create(["deliverable_type": "kept"])
            let start = clock.now()
            let short = try await harness.run(["n": 1])
            let kept = try await harness.run(["n": 2], key: "kept")
            let found = try await Self.pass(clock, until: 1, harness)
            #expect(found.map(\.subject) == [AuditEntry.subject(of: short.id)])
            #expect(found[0].at >= start + Self.hour)
            #expect(found[0].actor == "retention")
            #expect(found[0].details["policy"] == "definition")
            #expect(found[0].details["retention"] == "1h")
            await #expect(throws: SkeinError(.executionErased, "")) { try await harness.engine.execution(short.id) }
            #expect(try await harness.engine.execution(kept.id).status == .completed)
        }
    }

    @Test
    func theServersSettingIsForDefinitionsThatSayNothing() async throws {
        try await Self.with(retention: .seconds(7200)) { harness, clock in
            try await harness.create(["retention": "3h"])
            try await harness.create(["deliverable_type": "other"])
            let own = try await harness.run(["n": 1])
            let other = try await harness.run(["n": 2], key: "other")
            let found = try await Self.pass(clock, until: 2, harness)
            #expect(found.map(\.subject) == [other.id, own.id].map { AuditEntry.subject(of: $0) })
            #expect(found.map { $0.details["policy"] } == ["server", "definition"])
        }
    }

    @Test
    func theCurrentVersionCountsForExecutionsOfAll() async throws {
        try await Self.with { harness, clock in
            try await harness.create(["retention": "1h"])
            let old = try await harness.run(["n": 1])
            let changes: JSONObject = ["retention": "5h"]
            _ = try await harness.library.update(
                .key("doubling"),
                merging: changes,
                note: "Longer",
                expectedVersion: nil,
                by: Sample.author
            )
            let start = clock.now()
            let found = try await Self.pass(clock, by: .seconds(600), until: 1, harness)
            #expect(found.map(\.subject) == [AuditEntry.subject(of: old.id)])
            #expect(found[0].at >= start + .seconds(5 * 3600))
        }
    }

    @Test
    func aBatchIsFollowedByAPause() async throws {
        try await Self.with { harness, clock in
            try await harness.create(["retention": "1h"])
            for number in 0..<(ErasureBatch.executionLimit + 5) {
                _ = try await harness.run(["n": .int(Int64(number))])
            }
            clock.advance(by: Self.hour)
            let found = try await Self.pass(clock, until: ErasureBatch.executionLimit + 5, harness)
            let batches = Dictionary(grouping: found, by: \.at).sorted { $0.key < $1.key }
            #expect(batches.map(\.value.count) == [ErasureBatch.executionLimit, 5])
        }
    }

    @Test
    func aLongerRetentionCountsFromTheNextBatchOn() async throws {
        try await Self.with { harness, clock in
            try await harness.create(["retention": "1h"])
            let count = 2 * ErasureBatch.executionLimit
            for number in 0..<count { _ = try await harness.run(["n": .int(Int64(number))]) }
            clock.advance(by: Self.hour)
            // Until it rests between the two batches; time stands still until the definition has changed.
            await clock.advance(by: .zero, onceAsleepFor: .seconds(1))
            let longer: JSONObject = ["retention": "2h"]
            _ = try await harness.library.update(
                .key("doubling"),
                merging: longer,
                note: "Longer",
                expectedVersion: nil,
                by: Sample.author
            )
            let found = try await Self.pass(clock, until: count, harness)
            #expect(Set(found.map { $0.details["retention"]?.string }) == ["1h", "2h"])
        }
    }

    @Test
    func whatIsOpenStays() async throws {
        try await Self.with { harness, clock in
            let wait: JSONValue = ["step_name": "wait", "type": "wait", "signal": ["name": "go"]]
            try await harness.create(["retention": "1h", "workflow_steps": [wait]])
            let start = StartRequest(definition: .key("doubling"), input: ["n": 1], actor: Sample.author)
            let open = try await harness.engine.start(start)
            let ended = try await harness.engine.start(start)
            _ = try await harness.engine.control(ended.id, .terminate, by: Sample.author)
            let found = try await Self.pass(clock, until: 1, harness)
            #expect(found.map(\.subject) == [AuditEntry.subject(of: ended.id)])
            #expect(try await harness.engine.execution(open.id).status.isTerminal == false)
        }
    }

    @Test
    func aPersonErasesWithAReason() async throws {
        try await Self.with { harness, clock in
            try await harness.create()
            let done = try await harness.run(["n": 1])
            await #expect(throws: SkeinError(.changeNoteMissing, "")) {
                try await harness.engine.erase(done.id, note: " ", by: Sample.other)
            }
            let tombstone = try await harness.engine.erase(done.id, note: "Wrong input", by: Sample.other)
            #expect(tombstone.actor == Sample.other.name)
            #expect(tombstone.details["note"] == "Wrong input")
            let refusals: [@Sendable () async throws -> Void] = [
                { _ = try await harness.engine.execution(done.id) },
                { _ = try await harness.engine.history(of: done.id, after: 0, limit: 9) },
                { _ = try await harness.engine.explain(done.id) },
                { _ = try await harness.engine.control(done.id, .pause, by: Sample.author) },
                { _ = try await harness.engine.erase(done.id, note: "Again", by: Sample.author) },
            ]
            for refusal in refusals {
                let error = await #expect(throws: SkeinError.self) { try await refusal() }
                #expect(error?.code == .executionErased)
                #expect(error?.message.contains(clock.now().description) == true)
                #expect(error?.message.contains(Sample.other.name) == true)
            }
        }
    }

    @Test
    func anExecutionThatIsGoneWithoutATombstoneIsMissed() async throws {
        try await TemporaryFolder.with { folder in
            let database = folder + "/skein.db"
            let id = try await EngineHarness.with(try Sample.functions(), database: database) { harness in
                let factor: JSONValue = ["name": "always", "level": "1"]
                try await harness.create(["risk_config": ["factors": [factor]]])
                let waiting = try await harness.run(["n": 95])
                let approval = try #require(waiting.approvalID)
                let request = DecisionRequest(approval: approval, isApproval: true, actor: Sample.other)
                return try await harness.engine.decide(request).id
            }
            try DatabaseUnderTest.shell("DELETE FROM executions", on: database)
            try await EngineHarness.with(try Sample.functions(), database: database) { harness in
                let report = try await AuditVerifier(storage: harness.engine.storage).verifyAll()
                #expect(report.breaks.map(\.chain) == [id.description])
            }
        }
    }
}
