// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Keeps engines that know nothing of nodes, and think that they are alone, off a schema with nodes, by an advisory lock
/// of the writer's session: they take it for themselves, nodes share it.
///
/// The server drops it when the connection ends. Who loses the connection has to take the lock again before it writes
/// anything.
enum EngineLock {
    /// The lock's number, different in each schema.
    private static let number = "hashtextextended('skein engine ' || current_database() || '.' || current_schema(), 0)"

    /// Takes the lock.
    ///
    /// - Parameters:
    ///   - connection: Whose session holds it.
    ///   - patience: How long to wait for the session of a process that has just died.
    /// - Throws: ``SkeinError`` `database-in-use` when another process has it.
    static func take(on connection: Connection, patience: Duration) throws {
        do throws(PostgresError) {
            try connection.script(
                """
                SET lock_timeout = \(max(1, patience.milliseconds)); SELECT pg_advisory_lock_shared(\(Self.number));
                SET lock_timeout = 0
                """
            )
        } catch {
            guard error.state == "55P03" else { throw error }
            let message =
                "An engine of an earlier Skein, which shares with nobody, works on this database and schema. Stop it, "
                + "or talk to it with --server."
            throw SkeinError(.databaseInUse, message)
        }
    }

    static func drop(on connection: Connection) throws { try connection.script("SELECT pg_advisory_unlock_all()") }
}
