// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinModel
import SkeinSQLite
import SkeinStorage
import SkeinTestKit
import Testing

@Suite(.enabled(if: !DatabaseUnderTest.isPostgres), .timeLimit(.minutes(1)))
struct SQLiteBackupTests {
    private static let now = Timestamp(microseconds: 1_767_225_600_000_000)

    /// Runs `body` with a folder that has a database `skein.db`, which nobody has open.
    private static func withDatabase(_ body: (String) async throws -> Void) async throws {
        try await TemporaryFolder.with { folder in
            let storage = try Self.open(folder + "/skein.db", .apply)
            try await storage.close()
            try await body(folder)
        }
    }

    private static func open(_ path: String, _ mode: MigrationMode) throws -> SQLiteStorage {
        try SQLiteStorage(path: path, migrations: mode, exclusive: false, now: Self.now)
    }

    @discardableResult
    private static func backUp(
        _ source: String,
        to target: String,
        _ examine: @Sendable (any Storage) async throws -> Int = { try $0.migrationPlan().applied.count }
    ) async throws -> Int {
        try await SQLiteBackup(of: source, to: target, now: Self.now).run(examine)
    }

    private static func files(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    @Test
    func aBackupIsOneFileAndNothingElse() async throws {
        try await Self.withDatabase { folder in
            let count = try await Self.backUp(folder + "/skein.db", to: folder + "/copy.db")
            #expect(count == Migrations.all.count)
            let files = try Self.files(folder)
            #expect(files.filter { $0.hasPrefix("copy") } == ["copy.db"])
            try await Self.open(folder + "/copy.db", .require).close()
        }
    }

    @Test
    func aFileThatIsThereStays() async throws {
        try await Self.withDatabase { folder in
            try "precious".write(toFile: folder + "/copy.db", atomically: true, encoding: .utf8)
            await #expect(throws: SkeinError(.configurationInvalid, "")) {
                try await Self.backUp(folder + "/skein.db", to: folder + "/copy.db")
            }
            #expect(try String(contentsOfFile: folder + "/copy.db", encoding: .utf8) == "precious")
        }
    }

    @Test
    func aFileThatIsNoDatabaseOfSkeinIsNotBackedUp() async throws {
        try await TemporaryFolder.with { folder in
            await #expect(throws: SkeinError(.storageUnavailable, "")) {
                try await Self.backUp(folder + "/skein.db", to: folder + "/copy.db")
            }
            let before = try Self.files(folder)
            #expect(before.isEmpty)
            try DatabaseUnderTest.shell("CREATE TABLE other (id INTEGER)", on: folder + "/skein.db")
            await #expect(throws: SkeinError(.storageUnavailable, "")) {
                try await Self.backUp(folder + "/skein.db", to: folder + "/copy.db")
            }
            let files = try Self.files(folder)
            #expect(!files.contains { $0.hasPrefix("copy.db") })
        }
    }

    @Test
    func aCopyThatIsRefusedLeavesNoFile() async throws {
        try await Self.withDatabase { folder in
            await #expect(throws: SkeinError(.internalError, "")) {
                try await Self.backUp(folder + "/skein.db", to: folder + "/copy.db") { _ in
                    throw SkeinError(.internalError, "Refused.")
                }
            }
            let files = try Self.files(folder)
            #expect(!files.contains { $0.hasPrefix("copy.db") })
        }
    }

    @Test
    func aDamagedDatabaseIsNoticed() async throws {
        try await Self.withDatabase { folder in
            let sql = """
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
                INSERT INTO audit_log SELECT i, i, 'ada', 'test', hex(randomblob(40)), '{}', x'00' FROM n
                """
            try DatabaseUnderTest.shell(sql, on: folder + "/skein.db")
            let file = try FileHandle(forUpdating: URL(fileURLWithPath: folder + "/skein.db"))
            let size = try file.seekToEnd()
            try file.seek(toOffset: size - 8192)
            try file.write(contentsOf: Data(repeating: 0xFF, count: 4096))
            try file.close()
            await #expect(throws: SkeinError(.storageUnavailable, "")) {
                try await Self.backUp(folder + "/skein.db", to: folder + "/copy.db")
            }
            let files = try Self.files(folder)
            #expect(!files.contains { $0.hasPrefix("copy.db") })
        }
    }

    /// What is most wanted before an upgrade is a copy of the database as it was.
    @Test
    func aDatabaseThatLacksMigrationsIsCopiedAsItIsAndExaminedWithThem() async throws {
        try await Self.withDatabase { folder in
            let sql = "DROP TABLE audit_head; DELETE FROM skein_migrations WHERE version = 7"
            try DatabaseUnderTest.shell(sql, on: folder + "/skein.db")
            let count = try await Self.backUp(folder + "/skein.db", to: folder + "/copy.db")
            #expect(count == Migrations.all.count)
            let files = try Self.files(folder)
            #expect(files.filter { $0.hasPrefix("copy") } == ["copy.db"])
            for file in ["/copy.db", "/skein.db"] {
                let storage = try Self.open(folder + file, .ignore)
                let plan = try storage.migrationPlan()
                try await storage.close()
                #expect(plan.pending.map(\.version) == [7])
            }
        }
    }
}
