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
            try CrashCheck(run).check(try await run.run(), ledger: folder + "/ledger")
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
            try CrashCheck(run).check(try await run.run(), ledger: folder + "/ledger")
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
            try CrashCheck(run).check(try await run.run(), ledger: folder + "/ledger")
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
            try CrashCheck(run).check(try await run.run(), ledger: folder + "/ledger")
        }
    }

    @Test
    func theToolsForPowerCutsAreThereWhereTheyMustBe() {
        let mustBeThere = ProcessInfo.processInfo.environment["SKEIN_REQUIRE_SHARED"] != nil
        #expect(SharedTools.areThere || !mustBeThere)
    }
}
