// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinEngine
import SkeinInterpreter
import SkeinModel
import SkeinSQLite
import SkeinStorage
import SkeinTestKit
import Synchronization
import Testing

/// Databases that earlier builds left when they were killed in the middle of their work, and what this build makes of
/// them; `Scripts/record-upgrade-fixture.sh` has recorded them.
@Suite(.enabled(if: !DatabaseUnderTest.isPostgres), .timeLimit(.minutes(1)))
struct UpgradeTests {
    struct Fixture: Sendable, CustomTestStringConvertible {
        /// The last migration that the database has.
        let schema: Int
        let definitions: [String: Int]
        let outputs: [String: JSONValue]
        let auditEntries: Int

        var testDescription: String { "schema \(self.schema)" }
        var file: String {
            URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Fixtures/schema-\(self.schema).sql"
        }
    }

    private static let definitions = ["greeting": 2, "renewal": 1, "cooling": 1, "flaky": 1, "parcel": 1]
    private static let outputs: [String: JSONValue] = [
        "greeting@1": ["text": "Hello Tim"], "greeting@2": ["text": "Good day Ada"],
        "renewal@1": ["asked": "approve", "called": 7], "cooling@1": ["text": "cold"], "flaky@1": ["attempt": 2],
        "parcel@1": [["payment": ["number": 7]], ["payment": ["number": 8]]],
    ]

    static let fixtures = [
        Fixture(schema: 5, definitions: Self.definitions, outputs: Self.outputs, auditEntries: 6),
        Fixture(
            schema: 7,
            definitions: Self.definitions.merging(["payment": 1, "order": 1]) { $1 },
            outputs: Self.outputs.merging(["payment@1": ["number": 7], "order@1": ["number": 7]]) { $1 },
            auditEntries: 8
        ),
    ]

    @Test(arguments: Self.fixtures)
    func everyExecutionOfAnEarlierBuildEndsAndNothingIsLost(_ fixture: Fixture) async throws {
        try await TemporaryFolder.with { folder in
            let database = folder + "/skein.db"
            try DatabaseUnderTest.shell(".read '\(fixture.file)'", on: database)
            let before = try await Self.upgrade(database, fixture)
            let calls = Calls()
            try await EngineHarness.with(try calls.functions(), database: database, clock: Self.clock()) { harness in
                try await Self.finish(harness)
                let storage = harness.engine.storage
                var outputs: [String: JSONValue] = [:]
                for id in before.keys {
                    let detail = try await harness.engine.execution(id, wait: .seconds(40))
                    let record = try #require(try await storage.execution(id))
                    #expect(detail.status == .completed, "\(record.definitionKey): \(detail.json)")
                    #expect(record.projection.status == .completed)
                    outputs["\(record.definitionKey)@\(record.version)"] = detail.output
                    let history = try await storage.history(of: id, after: 0, limit: 999)
                    #expect(history.starts(with: before[id] ?? []))
                }
                #expect(outputs == fixture.outputs)
                try await Self.expectWhole(harness, fixture)
            }
            // The call that the kill cut off under the key that it had before, and the attempt that was due.
            let keys = calls.keys.map { String($0.drop { $0 != ":" }) }.sorted()
            #expect(keys == [":both[machine]/call:1", ":try:2"])
        }
    }

    /// Opens the database with the migrations that it lacks.
    ///
    /// - Returns: The history of each execution.
    private static func upgrade(_ database: String, _ fixture: Fixture) async throws -> [ExecutionID: [EventRecord]] {
        let now = Self.clock().now()
        if fixture.schema < Migrations.all.count {
            #expect(throws: SkeinError(.schemaOutdated, "")) {
                try SQLiteStorage(path: database, migrations: .require, exclusive: true, now: now)
            }
        }
        let storage = try SQLiteStorage(path: database, migrations: .apply, exclusive: true, now: now)
        let plan = try storage.migrationPlan()
        #expect(plan.applied.map(\.appliedAt).count { $0 < now } == fixture.schema)
        #expect(plan.pending.isEmpty)
        let report = try await AuditVerifier(storage: storage).verifyAll()
        #expect(report.breaks.isEmpty)
        var histories: [ExecutionID: [EventRecord]] = [:]
        for execution in try await storage.executions(ExecutionFilter(), PageRequest(limit: 500)).items {
            histories[execution.id] = try await storage.history(of: execution.id, after: 0, limit: 999)
        }
        try await storage.close()
        #expect(histories.count == fixture.outputs.count)
        return histories
    }

    /// Does what people and other systems have to do.
    private static func finish(_ harness: EngineHarness) async throws {
        let engine = harness.engine
        let approval = try #require(
            try await engine.storage.approvals(status: .pending, PageRequest()).items.first
        )
        _ = try await engine.decide(
            DecisionRequest(approval: approval.approval.id, isApproval: true, actor: Sample.other, note: "Old enough")
        )
        let task = try #require(
            try await engine.storage.humanTasks(HumanTaskFilter(status: .open), PageRequest()).items.first
        )
        // Who has claimed it is remembered: nobody else may complete it.
        let answer = HumanRequest.Action.complete(data: .null, decision: "approve", note: nil)
        await #expect(throws: SkeinError(.taskForbidden, "")) {
            try await engine.handle(task.task.id, answer, by: Actor(name: "mallory", roles: ["manager"]))
        }
        _ = try await engine.handle(task.task.id, answer, by: Actor(name: "eve", roles: ["manager"]))
        let told = try await engine.broadcast("paid", payload: ["number": 7], signalID: "pay-7", by: Sample.author)
        #expect(told > 0)
    }

    private static func expectWhole(_ harness: EngineHarness, _ fixture: Fixture) async throws {
        let storage = harness.engine.storage
        var definitions: [String: Int] = [:]
        for definition in try await storage.definitions(DefinitionFilter(), PageRequest(limit: 500)).items {
            definitions[definition.key] = definition.version
        }
        #expect(definitions == fixture.definitions)
        let report = try await AuditVerifier(storage: storage).verifyAll()
        #expect(report.breaks.isEmpty)
        #expect(report.executions == fixture.outputs.count)
        let added = try await storage.audit(after: fixture.auditEntries, limit: 9).map(\.entry.action)
        #expect(added == ["approval.decided", "task.completed"])
        let faults = try await Doctor(engine: harness.engine).examine().filter { !$0.isHealthy }
        #expect(faults.isEmpty)
    }

    /// A time long after the fixtures were recorded, so that their timers are due.
    private static func clock() -> ManualClock {
        let clock = ManualClock()
        clock.advance(by: .seconds(2 * 366 * 86400))
        return clock
    }
}

/// What the recorded definitions call, and under which keys it was called.
private final class Calls: Sendable {
    private let called = Mutex<[String]>([])

    var keys: [String] { self.called.withLock { $0.sorted() } }

    func functions() throws -> FunctionRegistry {
        var registry = FunctionRegistry()
        try registry.register(
            "ledger.hang",
            effectJSON: { input, context in
                self.called.withLock { $0.append(context.idempotencyKey) }
                return input
            }
        )
        try registry.register(
            "ledger.flaky",
            effectJSON: { _, context in
                self.called.withLock { $0.append(context.idempotencyKey) }
                return ["attempt": .int(Int64(context.attempt))]
            }
        )
        return registry
    }
}
