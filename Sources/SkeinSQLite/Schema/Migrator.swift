// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
package import SkeinModel
package import SkeinStorage

/// Applies migrations, each in a transaction of its own.
struct Migrator {
    let pool: DatabasePool

    func run(_ mode: MigrationMode, now: Timestamp) throws {
        if mode == .ignore { return }
        let plan = try self.plan()
        if plan.pending.isEmpty { return }
        guard mode == .apply else { throw SkeinError.outdated(plan.pending) }
        for migration in plan.pending { try self.apply(migration, now: now) }
    }

    /// What the database has and lacks.
    func plan() throws -> MigrationPlan {
        let applied = try self.pool.read { database -> [AppliedMigration] in
            guard try database.tableExists("skein_migrations") else { return [] }
            let rows = try Row.fetchAll(database, sql: "SELECT * FROM skein_migrations ORDER BY version")
            return rows.map { row in
                AppliedMigration(
                    version: row["version"],
                    name: row["name"],
                    checksum: row.hash("checksum"),
                    appliedAt: row.time("applied_at")
                )
            }
        }
        return try MigrationPlan(known: Migrations.all, applied: applied)
    }

    /// Two processes may come here at once: the second one finds the migration applied and leaves it.
    private func apply(_ migration: Migration, now: Timestamp) throws {
        try self.pool.writeWithoutTransaction { database in
            try database.inTransaction(.immediate) {
                try database.execute(
                    sql: """
                        CREATE TABLE IF NOT EXISTS skein_migrations (
                            version INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum BLOB NOT NULL,
                            applied_at INTEGER NOT NULL
                        ) STRICT
                        """
                )
                let sql = "SELECT 1 FROM skein_migrations WHERE version = ?"
                if try Int.fetchOne(database, sql: sql, arguments: [migration.version]) != nil { return .commit }
                try database.execute(sql: migration.sql)
                try database.execute(
                    sql: "INSERT INTO skein_migrations (version, name, checksum, applied_at) VALUES (?, ?, ?, ?)",
                    arguments: [
                        migration.version, migration.name, Data(migration.checksum.bytes), now.microseconds,
                    ]
                )
                return .commit
            }
        }
    }
}

extension SQLiteStorage {
    /// What the database has and lacks.
    package func migrationPlan() throws -> MigrationPlan { try Migrator(pool: self.pool).plan() }

    /// Applies what the database lacks.
    package func migrate(now: Timestamp) throws { try Migrator(pool: self.pool).run(.apply, now: now) }
}
