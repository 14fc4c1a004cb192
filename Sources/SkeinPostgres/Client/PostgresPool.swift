// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import Synchronization

/// A bounded number of connections that callers take in turn.
///
/// Connections are opened when there is work for them, and again after the server was restarted. Who finds none free
/// waits; the one who has waited longest is served first.
package final class PostgresPool: Sendable {
    private struct Waiter {
        let number: Int
        let continuation: CheckedContinuation<Session, any Error>
    }

    private struct State {
        var free: [Session]
        var waiters: [Waiter] = []
        var count = 0
        var isClosed = false
    }

    private let sessions: [Session]
    private let state: Mutex<State>

    /// Makes a pool; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - settings: Whom to reach, and the number of connections.
    ///   - prepare: Runs on every new connection before anything else does.
    package init(_ settings: PostgresSettings, prepare: @escaping @Sendable (Connection) throws -> Void = { _ in }) {
        self.sessions = (1...max(1, settings.poolLimit)).map { number in
            Session(settings, label: "skein.postgres.\(number)", prepare: prepare)
        }
        self.state = Mutex(State(free: self.sessions.reversed()))
    }

    /// Runs `body` on a connection, on that connection's thread.
    ///
    /// The server is asked to stop when the caller is cancelled. What `body` began and did not commit is rolled back.
    ///
    /// - Parameters:
    ///   - isRepeatable: Whether `body` may run again when its connection was lost: yes for what only reads.
    ///   - body: Runs statements.
    /// - Returns: What `body` returned.
    /// - Throws: What `body` threw, ``PostgresError``, `CancellationError`, or ``SkeinError`` `shutting-down`.
    package func run<Value: Sendable>(
        isRepeatable: Bool = false,
        _ body: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        let session = try await self.take()
        defer { self.giveBack(session) }
        return try await session.run(isRepeatable: isRepeatable, body)
    }

    /// How many callers wait for a connection.
    package var waiting: Int { self.state.withLock { $0.waiters.count } }

    /// Closes connections once their work is done, and refuses those who wait.
    package func close() {
        let waiters = self.state.withLock { state in
            state.isClosed = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.continuation.resume(throwing: Self.closed) }
        for session in self.sessions { session.close() }
    }

    private static let closed = SkeinError(.shuttingDown, "The database is closed.")

    private func take() async throws -> Session {
        let number = self.state.withLock { state in
            state.count += 1
            return state.count
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer = self.state.withLock { state -> Result<Session, any Error>? in
                    if state.isClosed { return .failure(Self.closed) }
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if let session = state.free.popLast() { return .success(session) }
                    state.waiters.append(Waiter(number: number, continuation: continuation))
                    return nil
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            let waiter = self.state.withLock { state in
                state.waiters.firstIndex { $0.number == number }.map { state.waiters.remove(at: $0) }
            }
            waiter?.continuation.resume(throwing: CancellationError())
        }
    }

    private func giveBack(_ session: Session) {
        let waiter = self.state.withLock { state -> Waiter? in
            if !state.waiters.isEmpty { return state.waiters.removeFirst() }
            state.free.append(session)
            return nil
        }
        waiter?.continuation.resume(returning: session)
    }
}
