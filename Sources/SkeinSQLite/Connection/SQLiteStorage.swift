// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
package import SkeinModel
package import SkeinStorage
import Synchronization

/// Keeps everything in one SQLite file: write-ahead log, `synchronous = FULL`, one writer that commits in groups.
package final class SQLiteStorage: Storage {
    package let name = "SQLite"
    let pool: DatabasePool
    let group: GroupCommit
    /// Whether the node has taken on what an earlier one left.
    let hasAttended = Mutex(false)
    private let lock: DatabaseLock?

    /// Opens a database, and creates it when there is none.
    ///
    /// - Parameters:
    ///   - path: The file; `-wal` and `-shm` files stand beside it while it is open.
    ///   - migrations: What to do with migrations that are missing.
    ///   - exclusive: Whether this process will run the engine on it; only one can.
    ///   - now: The time, for the record of applied migrations.
    /// - Throws: ``SkeinError`` `storage-unavailable`, `database-in-use`, `schema-outdated` or `schema-mismatch`.
    package init(path: String, migrations: MigrationMode, exclusive: Bool, now: Timestamp) throws {
        self.lock = exclusive ? try DatabaseLock(path: path + ".lock") : nil
        do {
            self.pool = try DatabasePool(path: path, configuration: Self.configuration)
            // GRDB sets NORMAL while it opens a pool, after the configuration has run: so it is set here, and checked.
            let synchronous = try self.pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
                try database.execute(sql: "PRAGMA wal_autocheckpoint = 1000")
                if let connection = database.sqliteConnection { WriteAheadBuffer.install(on: connection) }
                return try Int.fetchOne(database, sql: "PRAGMA synchronous")
            }
            guard synchronous == 2 else {
                throw SkeinError(.storageUnavailable, "SQLite did not take synchronous = FULL.")
            }
        } catch let error as DatabaseError {
            let message = "The database \(path) cannot be opened: \(error.message ?? "no message")."
            throw SkeinError(.storageUnavailable, message, cause: error)
        }
        self.group = GroupCommit(self.pool)
        try Migrator(pool: self.pool).run(migrations, now: now)
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 4
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { database in
            // Counts for a file that has nothing in it yet: what is erased later gives its space back.
            if !database.configuration.readonly { try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL") }
            try database.execute(sql: "PRAGMA cache_size = -65536")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
        }
        return configuration
    }

    package func close() async throws {
        try await self.group.close()
        // The last connection to be closed puts the log into the file and removes it; one that only reads cannot.
        self.pool.invalidateReadOnlyConnections()
        try self.pool.close()
        self.lock?.release()
    }

    package func diagnose() async throws -> [Diagnosis] {
        let settings = try await self.pool.writeWithoutTransaction { database -> [Diagnosis] in
            let synchronous = try Int.fetchOne(database, sql: "PRAGMA synchronous") ?? -1
            let journal = try String.fetchOne(database, sql: "PRAGMA journal_mode") ?? ""
            let version = try String.fetchOne(database, sql: "SELECT sqlite_version()") ?? ""
            return [
                Diagnosis(check: "sqlite version", isHealthy: true, detail: version),
                Diagnosis(check: "synchronous", isHealthy: synchronous == 2, detail: "\(synchronous) (2 is FULL)"),
                Diagnosis(check: "journal mode", isHealthy: journal == "wal", detail: journal),
            ]
        }
        return try await settings
            + self.read { database in
                let integrity = try String.fetchAll(database, sql: "PRAGMA quick_check(10)")
                let orphans = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").count
                return [
                    Diagnosis(
                        check: "integrity",
                        isHealthy: integrity == ["ok"],
                        detail: integrity.joined(separator: "; ")
                    ),
                    Diagnosis(check: "foreign keys", isHealthy: orphans == 0, detail: "\(orphans) rows without parent"),
                ]
            }
    }

    /// Reads in a transaction of its own, beside the writer.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            return try await self.pool.read(body)
        } catch let error as DatabaseError {
            let message = "SQLite could not read: \(error.message ?? "no message")."
            throw SkeinError(.storageUnavailable, message, cause: error)
        }
    }
}
