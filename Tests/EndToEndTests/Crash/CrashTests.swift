// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinModel
import SkeinTestKit
import Testing

@Suite(.serialized, .timeLimit(.minutes(15)))
struct CrashTests {
    /// Twenty kills during five hundred executions.
    @Test
    func killingTheServerAtRandomMomentsLosesAndDoublesNothing() async throws {
        try await Folder.with { folder in
            let seed = UInt64.random(in: 0..<1_000_000)
            print("crash seed: \(seed)")
            let run = CrashRun(workload: .approvals, executions: 500, rounds: 20, seed: seed) { _ in
                try ServerUnderTest.start(
                    database: try DatabaseUnderTest.location(folder + "/skein.db"),
                    ledger: folder + "/ledger"
                )
            } afterKill: { _ in
            }
            try self.check(try await run.run(), run, ledger: folder + "/ledger")
        }
    }

    /// Twenty kills during two hundred executions of a definition that has every type of step.
    @Test
    func killingTheServerInAnyTypeOfStepLosesAndDoublesNothing() async throws {
        try await Folder.with { folder in
            let seed = UInt64.random(in: 0..<1_000_000)
            print("every step seed: \(seed)")
            let run = CrashRun(workload: .everyStep, executions: 200, rounds: 20, seed: seed) { _ in
                try ServerUnderTest.start(
                    database: try DatabaseUnderTest.location(folder + "/skein.db"),
                    ledger: folder + "/ledger"
                )
            } afterKill: { _ in
            }
            try self.check(try await run.run(), run, ledger: folder + "/ledger")
        }
    }

    /// The same through power cuts: after each kill, the writes that no sync followed are undone, some of them torn.
    @Test(
        .enabled(if: SharedTools.areThere, "needs the fault tools beside the checkout"),
        .disabled(if: DatabaseUnderTest.isPostgres, "it is about SQLite's files")
    )
    func powerCutsLoseNothingThatWasAcknowledged() async throws {
        try await Folder.with { folder in
            let seed = UInt64.random(in: 0..<1_000_000)
            print("power cut seed: \(seed)")
            let library = try SharedTools.buildLostSync(in: folder)
            let data = folder + "/data"
            try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
            let run = CrashRun(workload: .approvals, executions: 300, rounds: 20, seed: seed) { round in
                try ServerUnderTest.start(
                    database: data + "/skein.db",
                    ledger: folder + "/ledger",
                    environment: [
                        "LD_PRELOAD": library, "LOSTSYNC_DIR": data, "LOSTSYNC_JOURNAL": "\(folder)/journal-\(round)",
                    ]
                )
            } afterKill: { round in
                try SharedTools.rewind("\(folder)/journal-\(round)", seed: seed + UInt64(round), keep: round % 3)
            }
            try self.check(try await run.run(), run, ledger: folder + "/ledger")
        }
    }

    /// The same with the database: after each kill it loses its memory too, and recovers from its log.
    @Test(.enabled(if: DatabaseUnderTest.isPostgres, "it is about PostgreSQL"))
    func killingTheServerAndPostgreSQLLosesAndDoublesNothing() async throws {
        try await Folder.with { folder in
            let seed = UInt64.random(in: 0..<1_000_000)
            print("PostgreSQL crash seed: \(seed)")
            let database = try PostgresServer()
            let run = CrashRun(workload: .approvals, executions: 200, rounds: 10, seed: seed) { _ in
                try ServerUnderTest.start(database: database.url(), ledger: folder + "/ledger")
            } afterKill: { _ in
                try database.stop(atOnce: true)
                try database.start()
            }
            try self.check(try await run.run(), run, ledger: folder + "/ledger")
        }
    }

    @Test
    func theToolsForPowerCutsAreThereWhereTheyMustBe() {
        let mustBeThere = ProcessInfo.processInfo.environment["SKEIN_REQUIRE_SHARED"] != nil
        #expect(SharedTools.areThere || !mustBeThere)
    }

    private func check(_ result: CrashRun.Result, _ run: CrashRun, ledger path: String) throws {
        #expect(result.acknowledged.count == run.executions, "every request was answered in the end")
        #expect(result.acknowledged.values.allSatisfy { $0.count == 1 }, "a key always leads to the same execution")
        let ids = Set(result.acknowledged.values.flatMap { $0 })
        let roots = result.executions.filter { $0["parent_execution_id"] == nil }
        #expect(ids == Set(roots.compactMap { $0["id"]?.string }), "there are no other executions")
        let children = result.executions.filter { $0["parent_execution_id"] != nil }
        let parents = children.compactMap { $0["parent_execution_id"]?.string }
        #expect(parents.sorted() == (run.workload.child == nil ? [] : ids.sorted()), "each has started one other")
        #expect(children.allSatisfy { $0["status"] == "completed" })
        for detail in result.details {
            let number = detail["input"]?["n"]?.int ?? -1
            let end = run.workload.end(number)
            #expect(detail["status"]?.string == end.status, "execution of \(number): \(detail)")
            #expect(detail["output"] == end.output)
            #expect((detail["approval"] != nil) == end.isApproved)
            if end.isApproved { #expect(detail["approval"]?["decisions"]?.array?.count == 1) }
        }
        #expect(result.audit["valid"] == true, "\(result.audit)")
        #expect(result.doctor["healthy"] == true, "\(result.doctor)")
        try self.checkLedger(path, result.details, children.compactMap { $0["id"]?.string }, run.workload)
    }

    /// Every effect was called under the keys it should have, all calls under one key were the same, and no other
    /// keys were used.
    private func checkLedger(
        _ path: String,
        _ details: [JSONValue],
        _ children: [String],
        _ workload: CrashWorkload
    ) throws {
        var calls: [String: Set<String>] = [:]
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
            let parts = line.split(separator: "\t", maxSplits: 1)
            calls[String(parts[0]), default: []].insert(String(parts[1]))
        }
        var expected: Set<String> = []
        for detail in details {
            let id = detail["id"]?.string ?? ""
            for effect in workload.end(detail["input"]?["n"]?.int ?? -1).effects { expected.insert("\(id):\(effect)") }
        }
        for id in children { for effect in workload.child?.effects ?? [] { expected.insert("\(id):\(effect)") } }
        #expect(Set(calls.keys) == expected, "\(Set(calls.keys).symmetricDifference(expected).prefix(5))")
        for (key, inputs) in calls { #expect(inputs.count == 1, "\(key) was used for \(inputs)") }
    }
}
