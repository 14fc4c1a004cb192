// SPDX-License-Identifier: Apache-2.0

import Dispatch
import SkeinModel

/// A connection that writes, in transactions that happen exactly once even when the connection is lost.
///
/// A connection that is lost while a transaction is being committed leaves open whether it was. So each transaction
/// knows its number, and the server is asked what became of it before it is done again; a server that has started anew
/// meanwhile, and may have given the number to another one, is asked for what the transaction wrote.
final class Writer: Sendable {
    private let session: Session
    private let queue = DispatchQueue(label: "skein.postgres.writes", qos: .userInitiated)
    private let patience: Duration

    /// Makes a writer; it connects when it is needed.
    ///
    /// - Parameters:
    ///   - settings: Where the database is.
    ///   - exclusive: Whether nobody else may run the engine on the database as long as the connection stands.
    ///   - number: Which writer of the engine it is, from 0.
    init(_ settings: PostgresSettings, exclusive: Bool, number: Int) {
        self.patience = settings.patience
        let mode = settings.writeMode
        self.session = Session(settings, label: "skein.postgres.writer.\(number)") { connection in
            try connection.script(mode)
            if exclusive { try EngineLock.take(on: connection, patience: settings.lockPatience) }
        }
    }

    /// Writes and blocks the caller until it is durable.
    ///
    /// - Parameter body: Writes; it may run more than once, but only once to any effect.
    /// - Returns: What `body` returned.
    /// - Throws: What `body` threw, or ``SkeinError``; then nothing was stored.
    func run<Value>(_ body: (WriteTransaction) throws -> Value) throws -> Value {
        var backoff = Backoff(patience: self.patience)
        var collisions = 0
        while true {
            do {
                return try self.attempt(body)
            } catch let doubt as InDoubt<Value> {
                if try self.wasCommitted(doubt) { return doubt.value }
            } catch let error as PostgresError {
                if error.isCollision, collisions < 5 {
                    collisions += 1
                } else if !error.isConnectionLost || !error.isTransient || error.isRefused || !backoff.wait() {
                    throw error.asSkeinError
                }
            }
        }
    }

    /// Writes and returns when it is durable.
    ///
    /// - Parameter body: As with ``run(_:)-swift.method``.
    /// - Returns: What `body` returned.
    /// - Throws: What `body` threw, or ``SkeinError``; then nothing was stored.
    func runAsync<Value: Sendable>(
        _ body: @escaping @Sendable (WriteTransaction) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            self.queue.async { continuation.resume(with: Result { try self.run(body) }) }
        }
    }

    /// Writes what cannot be read a second time, and returns when it is durable.
    ///
    /// - Parameter body: Writes; it runs once, so a connection that is lost ends it.
    /// - Returns: What `body` returned.
    /// - Throws: What `body` threw, or ``SkeinError``; then nothing was stored.
    func runOnceAsync<Value: Sendable>(
        _ body: @escaping @Sendable (WriteTransaction) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            self.queue.async { continuation.resume(with: Result { try self.runOnce(body) }) }
        }
    }

    private func runOnce<Value>(_ body: (WriteTransaction) throws -> Value) throws -> Value {
        do {
            return try self.attempt(body)
        } catch let doubt as InDoubt<Value> {
            if try self.wasCommitted(doubt) { return doubt.value }
            throw SkeinError(.storageUnavailable, "The connection was lost, and nothing was stored.")
        } catch let error as PostgresError {
            throw error.asSkeinError
        }
    }

    /// Does on the connection what is no transaction of the store, such as migrations.
    func withConnection<Value>(_ body: (Connection) throws -> Value) throws -> Value {
        do {
            return try self.session.runBlocking(isRepeatable: false, body)
        } catch let error as PostgresError {
            throw error.asSkeinError
        }
    }

    /// Closes the connection, so that another process can take over.
    func close() { self.session.closeBlocking { try EngineLock.drop(on: $0) } }

    private func attempt<Value>(_ body: (WriteTransaction) throws -> Value) throws -> Value {
        try self.session.runBlocking(isRepeatable: false) { connection in
            let transaction = WriteTransaction(connection)
            let value = try body(transaction)
            do throws(PostgresError) {
                try transaction.commit()
            } catch {
                guard error.isConnectionLost, let identity = transaction.identity else { throw error }
                throw InDoubt(transaction: identity, proof: transaction.proof, value: value)
            }
            return value
        }
    }

    /// Asks the server what became of a transaction.
    private func wasCommitted<Value>(_ doubt: InDoubt<Value>) throws -> Bool {
        var backoff = Backoff(patience: self.patience)
        while true {
            switch try self.fate(of: doubt) {
            case "committed": return true
            case "aborted": return false
            default: break
            }
            // The lost connection's process still works on it, or the server has forgotten it.
            guard backoff.wait() else {
                let message =
                    "The connection was lost while a transaction (\(doubt.transaction.number)) was being committed, and "
                    + "the server does not say what became of it."
                throw SkeinError(.storageUnavailable, message)
            }
        }
    }

    /// The server's word for what became of a transaction, or what its tables say after it has started anew.
    private func fate<Value>(of doubt: InDoubt<Value>) throws -> String? {
        try self.withConnection { connection in
            let start = "SELECT pg_postmaster_start_time()::text AS server"
            guard try connection.run(start).first?.text("server") == doubt.transaction.server else {
                guard let proof = doubt.proof else { return nil }
                return try connection.run([proof])[0].first == nil ? "aborted" : "committed"
            }
            let sql = "SELECT pg_xact_status($1::text::xid8) AS fate"
            return try connection.run(sql, .text(doubt.transaction.number)).first?.optionalText("fate")
        }
    }
}

/// The connection was lost while a transaction was being committed.
private struct InDoubt<Value>: Error {
    let transaction: TransactionIdentity
    let proof: Statement?
    // safety: it is thrown and caught on one thread.
    nonisolated(unsafe) let value: Value
}

extension PostgresSettings {
    /// How the writer's statements are planned: each finds few rows of large tables by their keys, so plans are made
    /// once, and never by what a small table of yesterday suggested.
    ///
    /// What is off only looks dear to the planner, so dear that the server would compile each of these small statements,
    /// which takes longer than to run it.
    fileprivate var writeMode: String {
        """
        SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_hashjoin = off;
        SET enable_mergejoin = off; SET jit = off; SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10;
        SET tcp_keepalives_count = 3
        """
    }
}
