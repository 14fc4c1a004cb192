// SPDX-License-Identifier: Apache-2.0

/// A transaction of the writer, sent in as few round trips as its decisions need.
///
/// What is only written is put in line and goes with the next question, or with the commit.
final class WriteTransaction {
    private let connection: Connection
    private var line: [Statement] = []
    /// Which transaction it is; `nil` before the first question.
    private(set) var identity: TransactionIdentity?
    /// Finds something that only this transaction writes.
    var proof: Statement?

    init(_ connection: Connection) { self.connection = connection }

    /// Puts a statement in line whose result nobody needs.
    func add(_ sql: String, _ parameters: Parameter...) { self.line.append(Statement(sql, parameters)) }

    /// Runs what is in line, and a statement.
    ///
    /// - Returns: The statement's result.
    /// - Throws: ``PostgresError``.
    func ask(_ sql: String, _ parameters: Parameter...) throws(PostgresError) -> Rows {
        try self.ask([Statement(sql, parameters)])[0]
    }

    /// Runs what is in line, and statements, in one round trip.
    ///
    /// - Returns: The results of the statements.
    /// - Throws: ``PostgresError``.
    func ask(_ statements: [Statement]) throws(PostgresError) -> [Rows] {
        let results = try self.send(statements)
        return Array(results.suffix(statements.count))
    }

    /// Runs what is in line and makes everything durable.
    ///
    /// - Throws: ``PostgresError``; when the connection was lost, it may be durable or not.
    func commit() throws(PostgresError) {
        // Without a question there is nothing whose fate could be in doubt but the line itself, so its identity is needed.
        if self.identity == nil {
            if self.line.isEmpty { return }
            _ = try self.send([])
        }
        self.line.append(Statement("COMMIT"))
        _ = try self.send([])
    }

    private func send(_ statements: [Statement]) throws(PostgresError) -> [Rows] {
        var batch = self.line + statements
        self.line = []
        let begins = self.identity == nil
        if begins { batch = [Statement("BEGIN"), Statement(TransactionIdentity.ask)] + batch }
        let results = try self.connection.run(batch)
        if begins {
            do {
                self.identity = try results[1].first.map { try TransactionIdentity($0) }
            } catch {
                throw PostgresError(state: nil, message: "The server does not number its transactions")
            }
        }
        return results
    }
}

/// Which transaction of which run of the server.
struct TransactionIdentity: Hashable, Sendable {
    let number: String
    /// When the server was started; a server that crashes can give a number out again.
    let server: String

    static let ask = "SELECT pg_current_xact_id()::text AS number, pg_postmaster_start_time()::text AS server"

    init(_ row: Row) throws {
        self.number = try row.text("number")
        self.server = try row.text("server")
    }
}
