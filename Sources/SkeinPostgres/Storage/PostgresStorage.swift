// SPDX-License-Identifier: Apache-2.0

package import SkeinModel
package import SkeinStorage

/// Keeps everything in a PostgreSQL database, version 13 or newer, in the first schema of the search path.
///
/// One connection writes and a pool reads; a second one writes turns while the first one is busy with others. What is
/// written at the same time, here or by others, is kept apart by row locks and unique keys. Several processes can run an
/// engine on one schema: ``NodeStore``.
package final class PostgresStorage: Storage {
    package let name = "PostgreSQL"
    let pool: PostgresPool
    let writer: Writer
    let turnWriters: WriterLanes
    let settings: PostgresSettings
    let membership = Membership()
    let announcer: Announcer
    /// What the node does for itself; the server knows by this connection that the node is alive.
    let nodeSession: Session
    private let url: PostgresURL

    /// Opens a database.
    ///
    /// - Parameters:
    ///   - settings: Where it is.
    ///   - migrations: What to do with migrations that are missing.
    ///   - exclusive: Whether this process will run an engine on it.
    ///   - now: The time, for the record of applied migrations.
    /// - Throws: ``SkeinError`` `storage-unavailable`, `database-in-use`, `schema-outdated` or `schema-mismatch`.
    package init(_ settings: PostgresSettings, migrations: MigrationMode, exclusive: Bool, now: Timestamp) throws {
        self.url = settings.url
        self.settings = settings
        self.announcer = Announcer(settings)
        self.nodeSession = Self.nodeSession(settings, self.membership)
        self.pool = PostgresPool(settings)
        self.writer = Writer(settings, exclusive: exclusive, number: 0)
        let second = Writer(settings, exclusive: exclusive, number: 1)
        self.turnWriters = WriterLanes([self.writer, second])
        do {
            try Migrator(writer: self.writer).run(migrations, now: now)
            if exclusive { try second.withConnection { _ in } }
        } catch {
            self.turnWriters.close()
            throw error
        }
    }

    package func migrationPlan() throws -> MigrationPlan { try Migrator(writer: self.writer).plan() }

    package func migrate(now: Timestamp) throws { try Migrator(writer: self.writer).run(.apply, now: now) }

    package func close() async throws {
        self.pool.close()
        self.announcer.close()
        self.nodeSession.close()
        self.turnWriters.close()
    }

    /// Reads beside the writer; when the connection is lost, again on another one.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
        do {
            return try await self.pool.run(isRepeatable: true, body)
        } catch let error as PostgresError {
            throw error.asSkeinError
        }
    }

    package func diagnose() async throws -> [Diagnosis] {
        let url = self.url.description
        return try await self.read { connection in
            func setting(_ name: String) throws -> String {
                try connection.run("SELECT current_setting($1) AS value", .text(name)).first?.text("value") ?? ""
            }
            func durable(_ name: String) throws -> Diagnosis {
                let value = try setting(name)
                return Diagnosis(check: name, isHealthy: value != "off", detail: value)
            }
            let encoding = try setting("server_encoding")
            let isStandby = try connection.run("SELECT pg_is_in_recovery() AS value").first?.bool("value") ?? false
            return [
                Diagnosis(check: "postgresql version", isHealthy: true, detail: try setting("server_version")),
                Diagnosis(check: "database", isHealthy: true, detail: url),
                try durable("fsync"), try durable("full_page_writes"), try durable("synchronous_commit"),
                Diagnosis(check: "encoding", isHealthy: encoding == "UTF8", detail: encoding),
                Diagnosis(check: "primary", isHealthy: !isStandby, detail: isStandby ? "standby" : "primary"),
            ]
        }
    }
}
