// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
package import SkeinModel
package import SkeinStorage

#if canImport(Glibc)
import Glibc
#endif

/// Copies a database, as it stands at one moment, to a file of its own, while other processes read and write it.
///
/// The copy gets its name when it is whole, checked and on disk; until then it stands beside it under another one.
package struct SQLiteBackup: Sendable {
    private let source: String
    private let target: String
    private let now: Timestamp

    /// Prepares a backup.
    ///
    /// - Parameters:
    ///   - source: The database's file.
    ///   - target: The file to write.
    ///   - now: The time, for the record of migrations that are tried on the copy.
    package init(of source: String, to target: String, now: Timestamp) {
        self.source = source
        self.target = target
        self.now = now
    }

    /// Makes the copy.
    ///
    /// - Parameter examine: Looks at the copy, with all migrations; what it throws ends the backup without a file.
    /// - Returns: What `examine` returned.
    /// - Throws: What `examine` threw, or ``SkeinError`` `configuration-invalid` when the file is there already,
    ///   `storage-unavailable` when there is no database or the copy is damaged, `schema-mismatch` when another Skein
    ///   has changed the database.
    package func run<Value: Sendable>(
        _ examine: @Sendable (any Storage) async throws -> Value
    ) async throws -> Value {
        guard FileManager.default.fileExists(atPath: self.source) else {
            throw SkeinError(.storageUnavailable, "There is no database \(self.source).")
        }
        guard !FileManager.default.fileExists(atPath: self.target) else {
            throw SkeinError(.configurationInvalid, "The file \(self.target) is there already; name a new one.")
        }
        let partial = "\(self.target).\(UUID().uuidString.prefix(8)).partial"
        defer { Self.remove(partial) }
        let plan = try await self.copy(to: partial)
        let value = try await self.examined(partial, plan, examine)
        try Self.seal(partial)
        try self.name(partial)
        return value
    }

    /// Copies the database and checks the copy's structure.
    ///
    /// - Returns: What the database has and lacks.
    private func copy(to partial: String) async throws -> MigrationPlan {
        let storage = try SQLiteStorage(path: self.source, migrations: .ignore, exclusive: false, now: self.now)
        let plan = try storage.migrationPlan()
        guard !plan.applied.isEmpty else {
            throw SkeinError(.storageUnavailable, "The file \(self.source) is no database of Skein.")
        }
        do {
            let copy = try DatabaseQueue(path: partial)
            // In one step, and so from one snapshot: writers go on, and none of what they write meanwhile is in it.
            try storage.pool.backup(to: copy)
            let findings = try await copy.read { try String.fetchAll($0, sql: "PRAGMA integrity_check(10)") }
            guard findings == ["ok"] else {
                let message = "The copy of \(self.source) is damaged: \(findings.joined(separator: "; "))."
                throw SkeinError(.storageUnavailable, message)
            }
            try copy.close()
        } catch let error as DatabaseError {
            let message = "The database \(self.source) cannot be copied: \(error.message ?? "no message")."
            throw SkeinError(.storageUnavailable, message, cause: error)
        }
        try await storage.close()
        return plan
    }

    /// Examines the copy; where the database lacks migrations, a second copy that gets them.
    private func examined<Value: Sendable>(
        _ partial: String,
        _ plan: MigrationPlan,
        _ examine: @Sendable (any Storage) async throws -> Value
    ) async throws -> Value {
        var examined = partial
        defer { if examined != partial { Self.remove(examined) } }
        if !plan.pending.isEmpty {
            examined += ".upgraded"
            try FileManager.default.copyItem(atPath: partial, toPath: examined)
        }
        let storage = try SQLiteStorage(path: examined, migrations: .apply, exclusive: false, now: self.now)
        let value = try await examine(storage)
        try await storage.close()
        return value
    }

    /// Leaves write-ahead logging, so that nothing of the copy stands in another file, and read-only media can hold it.
    private static func seal(_ partial: String) throws {
        let copy = try DatabaseQueue(path: partial)
        let mode = try copy.writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA journal_mode = DELETE") }
        try copy.close()
        guard mode == "delete" else {
            throw SkeinError(.storageUnavailable, "The copy \(partial) cannot be made one file.")
        }
    }

    /// Gives the copy its name, in a way that a power cut does not undo.
    private func name(_ partial: String) throws {
        // A link, because it never replaces a file that somebody has made meanwhile.
        guard link(partial, self.target) == 0 else {
            throw SkeinError(.storageUnavailable, "The file \(self.target) cannot be made (errno \(errno)).")
        }
        for path in [self.target, URL(fileURLWithPath: self.target).deletingLastPathComponent().path] {
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            defer { close(descriptor) }
            guard descriptor >= 0, fsync(descriptor) == 0 else {
                throw SkeinError(.storageUnavailable, "The file \(path) cannot be synced (errno \(errno)).")
            }
        }
    }

    private static func remove(_ path: String) {
        for suffix in ["", "-wal", "-shm", "-journal"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    }
}
