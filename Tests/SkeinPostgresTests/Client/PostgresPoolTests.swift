// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinPostgres
import SkeinTestKit
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(2)))
struct PostgresPoolTests {
    private static func pool(_ url: String, limit: Int = 2, patience: Duration = .seconds(20)) throws -> PostgresPool {
        var settings = PostgresSettings(url: try PostgresURL(url))
        settings.poolLimit = limit
        settings.patience = patience
        return PostgresPool(settings)
    }

    @Test
    func itOpensNoMoreConnectionsThanItMay() async throws {
        let server = try PostgresServer.shared.get()
        let pool = try Self.pool(server.url())
        defer { pool.close() }
        let processes = try await withThrowingTaskGroup(of: Int64.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try await pool.run { try $0.run("SELECT pg_backend_pid()::bigint AS n").first?.int8("n") ?? 0 }
                }
            }
            return try await group.reduce(into: Set<Int64>()) { $0.insert($1) }
        }
        #expect(processes.count <= 2)
        #expect(!processes.contains(0))
    }

    @Test
    func whoHasWaitedLongestIsServedFirst() async throws {
        let pool = try Self.pool(try PostgresServer.shared.get().url(), limit: 1)
        defer { pool.close() }
        let order = Order()
        let gate = Gate()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pool.run { _ in gate.wait() } }
            await gate.isReached()
            for number in 1...5 {
                group.addTask { try await pool.run { _ in order.add(number) } }
                while pool.waiting < number { await Task.yield() }
            }
            gate.open()
            try await group.waitForAll()
        }
        #expect(order.numbers == [1, 2, 3, 4, 5])
    }

    @Test
    func aCancelledCallerStopsItsStatement() async throws {
        let server = try PostgresServer.shared.get()
        let pool = try Self.pool(server.url(), limit: 1)
        defer { pool.close() }
        let gate = Gate()
        gate.open()
        let sleeper = Task {
            try await pool.run { connection in
                gate.wait()
                _ = try connection.run("SELECT pg_sleep(50)")
            }
        }
        await gate.isReached()
        sleeper.cancel()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
        let one = try await pool.run { try $0.run("SELECT 1::bigint AS n").first?.int("n") }
        #expect(one == 1, "the connection can be used again")
    }

    @Test
    func aCancelledCallerDoesNotWaitForAConnection() async throws {
        let pool = try Self.pool(try PostgresServer.shared.get().url(), limit: 1)
        defer { pool.close() }
        let gate = Gate()
        let first = Task { try await pool.run { _ in gate.wait() } }
        await gate.isReached()
        let second = Task { try await pool.run { _ in } }
        while pool.waiting < 1 { await Task.yield() }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        gate.open()
        try await first.value
    }

    @Test
    func aStatementEndsWithItsTime() async throws {
        var settings = PostgresSettings(url: try PostgresURL(try PostgresServer.shared.get().url()))
        settings.statementTimeout = .milliseconds(50)
        let pool = PostgresPool(settings)
        defer { pool.close() }
        let error = await #expect(throws: PostgresError.self) {
            try await pool.run { _ = try $0.run("SELECT pg_sleep(50)") }
        }
        #expect(error?.isCancelled == true)
    }

    @Test
    func aClosedPoolRefusesWork() async throws {
        let pool = try Self.pool(try PostgresServer.shared.get().url())
        pool.close()
        await #expect(throws: SkeinError(.shuttingDown, "")) { try await pool.run { _ in } }
    }
}

/// Numbers in the order in which they came.
final class Order: Sendable {
    private let state = Mutex<[Int]>([])

    var numbers: [Int] { self.state.withLock { $0 } }

    func add(_ number: Int) { self.state.withLock { $0.append(number) } }
}

/// Holds up a connection's thread until a test opens it.
final class Gate: Sendable {
    private let state = Mutex((isReached: false, isOpen: false))

    func wait() {
        self.state.withLock { $0.isReached = true }
        // The thread is the connection's own, so nobody else is held up.
        while !self.state.withLock({ $0.isOpen }) {}
    }

    func isReached() async { while !self.state.withLock({ $0.isReached }) { await Task.yield() } }

    func open() { self.state.withLock { $0.isOpen = true } }
}
