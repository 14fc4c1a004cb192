// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinModel
import SkeinSQLite
import SkeinStorage
import SkeinTestKit
import Testing

@Suite(.timeLimit(.minutes(1)))
struct SQLiteStorageTests {
    private static let now = Timestamp(microseconds: 1_767_225_600_000_000)

    private static func open(
        _ path: String,
        _ mode: MigrationMode = .apply,
        exclusive: Bool = false
    ) throws -> SQLiteStorage {
        try SQLiteStorage(path: path, migrations: mode, exclusive: exclusive, now: Self.now)
    }

    /// Runs SQL behind the driver's back.
    ///
    /// - Returns: The exit status and everything that was printed.
    @discardableResult
    private static func shell(_ sql: String, on path: String) throws -> (status: Int32, text: String) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["sqlite3", "-bail", path, sql]
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    @Test(arguments: StorageConformance.all)
    func theDriverConforms(_ check: StorageConformance.Check) async throws {
        try await TemporaryFolder.with { folder in
            let storage = try Self.open(folder + "/skein.db")
            try await check.run(storage)
            try await storage.close()
        }
    }

    @Test(arguments: ["synchronous", "journal mode", "integrity", "foreign keys"])
    func theDatabaseIsDurableAndWhole(_ check: String) async throws {
        try await TemporaryFolder.with { folder in
            let storage = try Self.open(folder + "/skein.db")
            let finding = try #require(try await storage.diagnose().first { $0.check == check })
            #expect(finding.isHealthy, "\(finding.detail)")
            try await storage.close()
        }
    }

    @Test
    func aClosedDatabaseIsOneFileThatCanBeCopied() async throws {
        try await TemporaryFolder.with { folder in
            let storage = try Self.open(folder + "/skein.db")
            let check = try #require(StorageConformance.all.first)
            try await check.run(storage)
            _ = try await storage.diagnose()
            try await storage.close()
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["skein.db"])
        }
    }

    // MARK: Migrations

    @Test
    func theListOfMigrationsIsTheFolder() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        try MigrationFolder.check(Migrations.all, root.appendingPathComponent("Sources/SkeinSQLite/Migrations").path)
    }

    @Test
    func migratingTwiceDoesNothing() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/skein.db"
            let storage = try Self.open(path)
            let before = try Self.shell("SELECT * FROM skein_migrations; SELECT * FROM sqlite_schema", on: path).text
            try storage.migrate(now: Timestamp(microseconds: 1))
            #expect(try storage.migrationPlan().pending.isEmpty)
            try await storage.close()
            try await Self.open(path).close()
            let after = try Self.shell("SELECT * FROM skein_migrations; SELECT * FROM sqlite_schema", on: path).text
            #expect(before == after)
            #expect(!before.isEmpty)
        }
    }

    @Test
    func aDatabaseWithoutItsMigrationsIsOutdated() async throws {
        try await TemporaryFolder.with { folder in
            #expect(throws: SkeinError(.schemaOutdated, "")) { try Self.open(folder + "/skein.db", .require) }
            try await Self.open(folder + "/skein.db").close()
            try await Self.open(folder + "/skein.db", .require).close()
        }
    }

    @Test(arguments: [
        "INSERT INTO skein_migrations (version, name, checksum, applied_at) VALUES (999, 'future', x'00', 0)",
        "UPDATE skein_migrations SET checksum = x'00' WHERE version = 2",
    ])
    func aDatabaseOfAnotherSkeinIsRefused(_ sql: String) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/skein.db"
            try await Self.open(path).close()
            try #require(try Self.shell(sql, on: path).status == 0)
            for mode in [MigrationMode.apply, .require] {
                #expect(throws: SkeinError(.schemaMismatch, "")) { try Self.open(path, mode) }
            }
        }
    }

    @Test
    func aFileThatIsNoDatabaseIsRefused() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/skein.db"
            try String(repeating: "This is not a database. ", count: 1000)
                .write(toFile: path, atomically: true, encoding: .utf8)
            #expect(throws: SkeinError(.storageUnavailable, "")) { try Self.open(path) }
            #expect(throws: SkeinError(.storageUnavailable, "")) { try Self.open(folder + "/missing/skein.db") }
        }
    }

    @Test
    func onlyOneEngineOpensADatabase() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/skein.db"
            let first = try Self.open(path, exclusive: true)
            #expect(throws: SkeinError(.databaseInUse, "")) { try Self.open(path, exclusive: true) }
            try await Self.open(path).close()
            try await first.close()
            try await Self.open(path, exclusive: true).close()
        }
    }

    // MARK: Tables

    @Test(arguments: [
        "UPDATE definition_versions SET document = '{}'", "DELETE FROM definition_versions",
    ])
    func versionsCannotBeChangedEvenByHand(_ sql: String) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/skein.db"
            let storage = try Self.open(path)
            let check = try #require(StorageConformance.all.first { $0.name.hasPrefix("a new definition") })
            try await check.run(storage)
            let (status, text) = try Self.shell(sql, on: path)
            #expect(status != 0)
            #expect(text.contains("definition versions are immutable"))
            try await storage.close()
        }
    }

    @Test(arguments: [
        "FROM executions WHERE status = 'x' AND id < 5 ORDER BY id DESC LIMIT 50",
        "FROM executions WHERE definition = 1 AND status = 'x' ORDER BY id DESC LIMIT 50",
        "FROM executions WHERE uuid = 'x'", "FROM executions WHERE id < 5 ORDER BY id DESC LIMIT 50",
        "FROM executions WHERE definition = 1",
        "FROM execution_events WHERE execution = 1 AND sequence > 2 ORDER BY sequence",
        "FROM approvals WHERE status = 'x' ORDER BY id DESC LIMIT 50",
        "FROM timers WHERE fire_at <= 5 ORDER BY fire_at",
    ])
    func listsAreReadByAnIndex(_ query: String) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/skein.db"
            try await Self.open(path).close()
            let (status, plan) = try Self.shell("EXPLAIN QUERY PLAN SELECT * \(query)", on: path)
            #expect(status == 0)
            #expect(plan.contains("SEARCH"), "\(plan)")
            #expect(!plan.contains("SCAN"), "\(plan)")
            #expect(!plan.contains("TEMP B-TREE"), "\(plan)")
        }
    }
}
