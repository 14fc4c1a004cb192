// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Keeps two engines from working on one schema, by an advisory lock of each writer's session.
///
/// An engine needs the locks of all its writers before it starts, so as long as one of another's stands there is none.
/// The server drops a lock when its connection ends. Who loses the connection has to take the lock again before it writes
/// anything, so an engine that was replaced meanwhile can do no harm.
enum EngineLock {
    /// A lock's number, different in each schema and for each writer.
    private static func number(of writer: Int) -> String {
        "hashtextextended('skein engine ' || current_database() || '.' || current_schema(), \(writer))"
    }

    /// Takes a writer's lock.
    ///
    /// - Parameters:
    ///   - connection: Whose session holds it.
    ///   - writer: Which writer it is, from 0.
    ///   - patience: How long to wait for the session of a process that has just died.
    /// - Throws: ``SkeinError`` `database-in-use` when another process has it.
    static func take(on connection: Connection, writer: Int, patience: Duration) throws {
        do throws(PostgresError) {
            try connection.script(
                """
                SET lock_timeout = \(max(1, patience.milliseconds)); SELECT pg_advisory_lock(\(Self.number(of: writer)));
                SET lock_timeout = 0
                """
            )
        } catch {
            guard error.state == "55P03" else { throw error }
            let message =
                "Another process runs the engine on this database and schema. Talk to it with --server, or stop it."
            throw SkeinError(.databaseInUse, message)
        }
    }

    static func drop(on connection: Connection) throws { try connection.script("SELECT pg_advisory_unlock_all()") }
}
