// SPDX-License-Identifier: Apache-2.0

import Dispatch
import SkeinModel
import Synchronization

/// A connection with a thread of its own, which it opens when it is needed and again when it was lost.
package final class Session: Sendable {
    private let settings: PostgresSettings
    private let queue: DispatchQueue
    private let prepare: @Sendable (Connection) throws -> Void
    private let isClosed = Mutex(false)
    private let box = Box()

    /// Holds the connection.
    // safety: only work on the session's serial queue touches it.
    private final class Box: @unchecked Sendable {
        var connection: Connection?
    }

    /// Makes a session; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - settings: Whom to reach.
    ///   - label: The thread's name.
    ///   - prepare: Runs on every new connection before anything else does.
    package init(
        _ settings: PostgresSettings,
        label: String = "skein.postgres",
        prepare: @escaping @Sendable (Connection) throws -> Void = { _ in }
    ) {
        self.settings = settings
        self.queue = DispatchQueue(label: label, qos: .userInitiated)
        self.prepare = prepare
    }

    /// Runs `body` on the connection, on its thread; it is stopped when the caller is cancelled.
    ///
    /// - Parameters:
    ///   - isRepeatable: Whether `body` may run again on a new connection when the one that it used was lost.
    ///   - body: Runs statements.
    /// - Returns: What `body` returned.
    /// - Throws: What `body` threw, ``PostgresError``, or `CancellationError`.
    package func run<Value: Sendable>(
        isRepeatable: Bool,
        _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        let canceller = Canceller()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                self.queue.async {
                    continuation.resume(
                        with: Result { try self.perform(isRepeatable: isRepeatable, canceller, body) }
                    )
                }
            }
        } onCancel: {
            canceller.cancel()
        }
    }

    /// Runs `body` on the connection and blocks the caller meanwhile.
    ///
    /// - Parameters:
    ///   - isRepeatable: Whether `body` may run again on a new connection when the one that it used was lost.
    ///   - body: Runs statements.
    /// - Returns: What `body` returned.
    /// - Throws: What `body` threw, or ``PostgresError``.
    package func runBlocking<Value>(
        isRepeatable: Bool,
        _ body: (Connection) throws -> Value
    ) throws -> Value {
        try self.queue.sync { try self.perform(isRepeatable: isRepeatable, Canceller(), body) }
    }

    /// Runs `body` once the work in line is done, without anybody waiting for it.
    ///
    /// - Parameter body: Gets the connection, or nothing when there is none to be had.
    func later(_ body: @escaping @Sendable (Connection?) -> Void) {
        self.queue.async {
            do {
                try self.perform(isRepeatable: false, Canceller()) { body($0) }
            } catch {
                body(nil)
            }
        }
    }

    /// Closes the connection once the work in line is done; later work is refused.
    package func close() {
        self.isClosed.withLock { $0 = true }
        self.queue.async { self.box.connection = nil }
    }

    /// Closes the connection, if there is one, and returns when that is done; later work is refused.
    ///
    /// - Parameter last: What to do on the connection before.
    func closeBlocking(after last: (Connection) throws -> Void) {
        self.isClosed.withLock { $0 = true }
        self.queue.sync {
            // What cannot be said to a server that is gone need not be said.
            if let connection = self.box.connection, connection.isOpen { try? last(connection) }
            self.box.connection = nil
        }
    }

    private func perform<Value>(
        isRepeatable: Bool,
        _ canceller: Canceller,
        _ body: (Connection) throws -> Value
    ) throws -> Value {
        var backoff = Backoff(patience: self.settings.patience)
        while true {
            do {
                let connection = try self.connected()
                defer {
                    canceller.end()
                    self.release(connection)
                }
                guard canceller.begin(connection) else { throw CancellationError() }
                return try body(connection)
            } catch let error as PostgresError {
                if canceller.isRequested { throw CancellationError() }
                guard isRepeatable || error.isRefused, error.isTransient, backoff.wait() else { throw error }
            }
        }
    }

    private func connected() throws -> Connection {
        if self.isClosed.withLock({ $0 }) { throw SkeinError(.shuttingDown, "The database is closed.") }
        if let connection = self.box.connection, connection.isOpen { return connection }
        self.box.connection = nil
        let connection = try Connection(self.settings)
        try self.prepare(connection)
        self.box.connection = connection
        return connection
    }

    /// Drops a connection that nobody can use any more.
    private func release(_ connection: Connection) {
        connection.rollBack()
        if !connection.isOpen || !connection.isClean { self.box.connection = nil }
    }
}
