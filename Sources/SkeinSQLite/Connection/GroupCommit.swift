// SPDX-License-Identifier: Apache-2.0

import Dispatch
import GRDB
import GRDBSQLite
import SkeinModel
import SkeinStorage
import Synchronization

/// The one writer: takes every write that is waiting, runs them in one transaction, and answers when it is on disk.
///
/// A disk can make a commit durable some hundred to ten thousand times a second; sharing them is what makes many
/// executions fast (ADR 0005).
final class GroupCommit: Sendable {
    /// A write, and what to do when its transaction has been committed or has failed.
    struct Job: Sendable {
        /// Runs the statements.
        ///
        /// What it throws fails the job alone, unless SQLite itself failed.
        let perform: @Sendable (HotStatements) throws -> Void
        let finish: @Sendable ((any Error)?) -> Void
    }

    private struct Queue {
        var jobs: [Job] = []
        var isDraining = false
        var isClosed = false
    }

    private let pool: DatabasePool
    private let queue = Mutex(Queue())
    private let statements = Mutex<HotStatements?>(nil)

    init(_ pool: DatabasePool) { self.pool = pool }

    /// Runs a write in the next transaction.
    ///
    /// - Returns: What the write returned, when it is durable.
    /// - Throws: What the write threw, or ``SkeinError`` `storage-unavailable`; then nothing was stored.
    func run<Value: Sendable>(_ write: @escaping @Sendable (HotStatements) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let result = ResultBox<Value>()
            let job = Job { statements in
                result.value.withLock { $0 = nil }
                let value = try write(statements)
                result.value.withLock { $0 = value }
            } finish: { error in
                if let error {
                    continuation.resume(throwing: error)
                } else if let value = result.value.withLock({ $0 }) {
                    continuation.resume(returning: value)
                }
            }
            if self.enqueue(job) { self.pool.asyncWriteWithoutTransaction { self.drain($0) } }
        }
    }

    /// Runs a write in the next transaction, on the calling thread if no other one commits now.
    ///
    /// - Returns: What the write returned, when it is durable.
    /// - Throws: What the write threw, or ``SkeinError`` `storage-unavailable`; then nothing was stored.
    func runBlocking<Value: Sendable>(_ write: @escaping @Sendable (HotStatements) throws -> Value) throws -> Value {
        let result = ResultBox<Result<Value, any Error>>()
        let isDone = DispatchSemaphore(value: 0)
        let job = Job { statements in
            let value = try write(statements)
            result.value.withLock { $0 = .success(value) }
        } finish: { error in
            if let error { result.value.withLock { $0 = .failure(error) } }
            isDone.signal()
        }
        if self.enqueue(job) { self.pool.writeWithoutTransaction { self.drain($0) } }
        isDone.wait()
        guard let result = result.value.withLock({ $0 }) else {
            throw SkeinError(.storageUnavailable, "The database did not answer.")
        }
        return try result.get()
    }

    /// Releases the prepared statements; later writes fail.
    func close() async throws {
        self.queue.withLock { $0.isClosed = true }
        try await self.pool.writeWithoutTransaction { _ in
            self.statements.withLock { statements in
                statements?.finalize()
                statements = nil
            }
        }
    }

    /// Puts a job in line.
    ///
    /// - Returns: Whether the caller has to see to it that the line is drained; otherwise somebody else does.
    private func enqueue(_ job: Job) -> Bool {
        enum Next { case drain, wait, refuse }
        let next = self.queue.withLock { queue -> Next in
            if queue.isClosed { return .refuse }
            queue.jobs.append(job)
            if queue.isDraining { return .wait }
            queue.isDraining = true
            return .drain
        }
        if next == .refuse { job.finish(SkeinError(.shuttingDown, "The database is closed.")) }
        return next == .drain
    }

    /// Commits group after group until nothing waits; runs on GRDB's writer queue, or in its place.
    private func drain(_ database: Database) {
        // As a number, because a pointer may not cross into the mutex; GRDB keeps the connection open for the pool's life.
        let address = UInt(bitPattern: database.sqliteConnection)
        while true {
            let jobs = self.queue.withLock { queue -> [Job] in
                let jobs = queue.jobs
                queue.jobs = []
                queue.isDraining = !jobs.isEmpty
                return jobs
            }
            if jobs.isEmpty { return }
            self.statements.withLock { statements in
                do {
                    let ready = try statements ?? HotStatements(address: address)
                    statements = ready
                    self.commit(jobs, ready)
                } catch {
                    for job in jobs { job.finish(error) }
                }
            }
        }
    }

    /// Runs jobs in one transaction; when that fails, each in its own, so that one bad write fails alone.
    private func commit(_ jobs: [Job], _ statements: HotStatements) {
        do {
            try statements.execute("BEGIN IMMEDIATE")
            for job in jobs { try job.perform(statements) }
            try statements.execute("COMMIT")
            for job in jobs { job.finish(nil) }
        } catch {
            statements.rollBack()
            guard jobs.count > 1 else { return jobs[0].finish(error) }
            for job in jobs { self.commit([job], statements) }
        }
    }
}

/// Carries a write's result from the transaction to its end.
private final class ResultBox<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
}
