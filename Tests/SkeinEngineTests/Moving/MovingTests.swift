// SPDX-License-Identifier: Apache-2.0

import SkeinEngine
import SkeinModel
import SkeinStorage
import SkeinTestKit
import Synchronization
import Testing

/// A database is exported from one driver and imported into the other one.
@Suite(.timeLimit(.minutes(2)))
struct MovingTests {
    /// Runs an engine that leaves every kind of waiting behind.
    private static func fill(_ location: String) async throws {
        let workload = MovingWorkload(answers: false)
        try await EngineHarness.with(try workload.functions(), at: location, clock: ManualClock()) {
            try await workload.fill($0)
        }
    }

    /// Runs another engine on a database until everything has ended.
    private static func finish(_ location: String) async throws -> [ExecutionID: MovingWorkload.Outcome] {
        let workload = MovingWorkload(answers: true)
        // Long after the timers were due.
        let clock = ManualClock(seed: 2)
        clock.advance(by: .seconds(7200))
        let outcomes = try await EngineHarness.with(try workload.functions(), at: location, clock: clock) { harness in
            let outcomes = try await workload.finish(harness)
            let report = try await AuditVerifier(storage: harness.engine.storage).verifyAll()
            #expect(report.breaks.isEmpty)
            let faults = try await Doctor(engine: harness.engine).examine().filter { !$0.isHealthy }
            #expect(faults.isEmpty)
            return outcomes
        }
        // The calls that were cut off, under the keys that they had, and the attempt that was due.
        #expect(workload.keys == [":call:1", ":compensate:book:1", ":try:2"])
        return outcomes
    }

    @Test(arguments: [false, true])
    func whatWaitsGoesOnInTheOtherDriversDatabase(_ startsOnPostgres: Bool) async throws {
        try await MovedDatabases.with(startsOnPostgres: startsOnPostgres) { databases in
            try await Self.fill(databases.first)
            let export = try await MovedDatabases.export(databases.first)
            try await MovedDatabases.import(export, into: databases.other)
            let moved = try await Self.finish(databases.other)
            let stayed = try await Self.finish(databases.first)
            #expect(moved == stayed)
            #expect(moved.count == 10)
            #expect(moved.values.filter { $0.status != .completed }.map(\.definition) == ["undone"])
        }
    }

    @Test(arguments: [false, true])
    func theWayThereAndBackGivesTheSameBytes(_ startsOnPostgres: Bool) async throws {
        try await MovedDatabases.with(startsOnPostgres: startsOnPostgres) { databases in
            try await Self.fill(databases.first)
            let there = try await MovedDatabases.export(databases.first)
            try await MovedDatabases.import(there, into: databases.other)
            let back = try await MovedDatabases.export(databases.other)
            try await MovedDatabases.import(back, into: databases.last)
            let again = try await MovedDatabases.export(databases.last)
            #expect(Self.withoutHeader(there) == Self.withoutHeader(back))
            #expect(Self.withoutHeader(there) == Self.withoutHeader(again))
            #expect(there.split(separator: UInt8(ascii: "\n")).count > 100)
        }
    }

    @Test
    func listsHaveTheOrderThatTheyHad() async throws {
        try await MovedDatabases.with(startsOnPostgres: false) { databases in
            try await Self.fill(databases.first)
            try await MovedDatabases.import(try await MovedDatabases.export(databases.first), into: databases.other)
            let before = try await Self.lists(databases.first)
            #expect(try await Self.lists(databases.other) == before)
            #expect(before.count > 20)
        }
    }

    @Test
    func whoWatchesIsToldHowFarItIs() async throws {
        try await MovedDatabases.with(startsOnPostgres: false) { databases in
            try await Self.fill(databases.first)
            let storage = try MovedDatabases.open(databases.first)
            let told = Mutex<[Exporter.Progress]>([])
            let counts = try await Exporter(of: storage, version: "1", now: SystemClock().now()).run(write: { _ in }) {
                progress in
                told.withLock { $0.append(progress) }
            }
            try await storage.close()
            let last = try #require(told.withLock { $0.last })
            #expect(last.done == last.total)
            #expect(last.done == counts.values.reduce(0, +))
        }
    }

    private static func withoutHeader(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        bytes.drop { $0 != UInt8(ascii: "\n") }
    }

    /// The names of what lists have, in their order.
    private static func lists(_ location: String) async throws -> [String] {
        let storage = try MovedDatabases.open(location)
        let page = PageRequest(limit: 500)
        var names = try await storage.definitions(DefinitionFilter(), page).items.map { "\($0.key) \($0.status)" }
        names += try await storage.executions(ExecutionFilter(), page).items.map(\.id.description)
        names += try await storage.approvals(status: nil, page).items.map(\.approval.id.description)
        names += try await storage.humanTasks(HumanTaskFilter(), page).items.map(\.task.id.description)
        names += try await storage.versions(of: .key("cooling"), page).items.map(\.note)
        try await storage.close()
        return names
    }
}
