// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinStorage

/// Applies migrations, each in a transaction of its own, one process at a time.
struct Migrator {
    let writer: Writer

    func run(_ mode: MigrationMode, now: Timestamp) throws {
        if mode == .ignore { return }
        let plan = try self.plan()
        if plan.pending.isEmpty { return }
        guard mode == .apply else { throw SkeinError.outdated(plan.pending) }
        for migration in plan.pending { try self.apply(migration, now: now) }
    }

    /// What the database has and lacks.
    func plan() throws -> MigrationPlan {
        let applied = try self.writer.withConnection { connection -> [AppliedMigration] in
            try Self.checkSchema(connection)
            let table = try connection.run("SELECT to_regclass('skein_migrations')::text AS name").first
            guard try table?.optionalText("name") != nil else { return [] }
            return try connection.run(
                "SELECT version, name, checksum, applied_at FROM skein_migrations ORDER BY version"
            )
            .map { row in
                AppliedMigration(
                    version: try row.int("version"),
                    name: try row.text("name"),
                    checksum: try row.hash("checksum"),
                    appliedAt: try row.time("applied_at")
                )
            }
        }
        return try MigrationPlan(known: Migrations.all, applied: applied)
    }

    /// Two processes may come here at once: the second one finds the migration applied and leaves it.
    private func apply(_ migration: Migration, now: Timestamp) throws {
        try self.writer.withConnection { connection in
            try connection.longTransaction { connection in
                try connection.script(
                    """
                    SELECT pg_advisory_xact_lock(hashtextextended('skein migrations ' || current_schema(), 0));
                    CREATE TABLE IF NOT EXISTS skein_migrations (
                        version integer PRIMARY KEY, name text NOT NULL, checksum bytea NOT NULL,
                        applied_at timestamptz NOT NULL
                    );
                    COMMENT ON TABLE skein_migrations IS 'Which changes of the schema this database has.'
                    """
                )
                let known = "SELECT 1 FROM skein_migrations WHERE version = $1"
                if try connection.run(known, .int8(migration.version)).first != nil { return }
                try connection.script(migration.sql)
                try connection.run(
                    "INSERT INTO skein_migrations (version, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
                    .int8(migration.version),
                    .text(migration.name),
                    .hash(migration.checksum),
                    .time(now)
                )
            }
        }
    }

    private static func checkSchema(_ connection: Connection) throws {
        let schema = try connection.run("SELECT current_schema()::text AS name").first
        if try schema?.optionalText("name") != nil { return }
        let message =
            "No schema of the search path exists, so Skein has no place for its tables. Create it, or correct the "
            + "search_path of the URL."
        throw SkeinError(.storageUnavailable, message)
    }
}
