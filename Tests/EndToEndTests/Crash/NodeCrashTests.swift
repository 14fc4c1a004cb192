// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Foundation
import NIOCore
import SeededRandom
import SkeinModel
import SkeinTestKit
import Synchronization
import Testing

/// Nodes that share a database and are killed, stopped and cut off from it while they work.
@Suite(
    .timeLimit(.minutes(15)),
    .enabled(if: DatabaseUnderTest.isPostgres, "a file has one engine at a time; PostgreSQL is shared")
)
struct NodeCrashTests {
    private static let executions = 2000
    private static let seconds = 24
    private static let workload = CrashWorkload.approvals

    /// Every second one of three nodes dies; the first one stands still for twice its lease; the database restarts.
    @Test
    func nodesThatDieStandStillAndLoseTheDatabaseLoseAndDoubleNothing() async throws {
        try await Folder.with { folder in
            let seed = UInt64.random(in: 0..<1_000_000)
            print("node crash seed: \(seed)")
            let database = try PostgresServer(connections: 100)
            let nodes = try NodesUnderTest(3) {
                try ServerUnderTest.start(database: database.url(), ledger: folder + "/ledger")
            }
            defer { nodes.stop() }
            let client = HTTPClient()
            let result: CrashRun.Result
            do {
                result = try await self.run(nodes, database, client, seed)
                try await client.shutdown()
            } catch {
                try? await client.shutdown()
                throw error
            }
            let run = CrashCheck(workload: Self.workload, executions: Self.executions)
            try run.check(result, ledger: folder + "/ledger")
            // What a node saw in vain it lets go of when it attends again.
            let left = """
                SELECT node, status, last_sequence, EXISTS (SELECT 1 FROM tasks WHERE tasks.execution = executions.id),
                    EXISTS (SELECT 1 FROM nodes WHERE nodes.id = executions.node)
                FROM executions WHERE node IS NOT NULL
                """
            while try !database.shell(left).isEmpty { await Task.yield() }
        }
    }

    private func run(
        _ nodes: NodesUnderTest,
        _ database: PostgresServer,
        _ client: HTTPClient,
        _ seed: UInt64
    ) async throws -> CrashRun.Result {
        let first = HTTP(client: client, address: nodes.addresses[0])
        let stored = try await first.send("POST", "/api/v1/workflows", Self.workload.definition)
        guard stored.status == 201 else { throw CrashTestError("The definition was refused: \(stored.body)") }
        let ledger = Acknowledgements()
        let pace = Pace()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<8 { group.addTask { try await Self.submit(lane, nodes, client, ledger, pace) } }
            group.addTask { try await Self.disturb(nodes, database, seed, pace) }
            try await group.waitForAll()
        }
        return try await CrashRun.follow(ledger, HTTP(client: client, address: nodes.addresses[0]))
    }

    /// Sends a second's share of the requests at a time to any node, each again and again under its key until it is
    /// answered.
    private static func submit(
        _ lane: Int,
        _ nodes: NodesUnderTest,
        _ client: HTTPClient,
        _ ledger: Acknowledgements,
        _ pace: Pace
    ) async throws {
        for number in stride(from: lane, to: Self.executions, by: 8) {
            await pace.reach(number * Self.seconds / Self.executions)
            var isAnswered = false
            while !isAnswered {
                guard let address = nodes.addresses.randomElement() else { continue }
                let answer = try? await HTTP(client: client, address: address, patience: .seconds(2)).send(
                    "POST",
                    "/api/v1/workflows/\(Self.workload.key)/execute",
                    ["input": ["n": .int(Int64(number))]],
                    headers: ["Idempotency-Key": "request-\(number)", "Skein-User": "starter"]
                )
                if let answer, answer.status < 300, let id = answer.body["id"]?.string {
                    ledger.add(number, id)
                    isAnswered = true
                }
            }
        }
    }

    /// What goes wrong, each second at a random moment after its requests have begun.
    ///
    /// The sleeps are what is being tested: how long things are away.
    private static func disturb(
        _ nodes: NodesUnderTest,
        _ database: PostgresServer,
        _ seed: UInt64,
        _ pace: Pace
    ) async throws {
        var random = SeededGenerator(seed: seed)
        for second in 0..<Self.seconds {
            let end = ContinuousClock.now + .seconds(1)
            pace.advance(to: second)
            try await Task.sleep(for: .milliseconds(20 + random.below(400)))
            switch second {
            case 2: nodes.pause(0)
            case 10:
                try database.stop()
                try database.start()
            case 22: nodes.resume(0)
            default: try nodes.replace(random.below(3))
            }
            try await Task.sleep(until: end, clock: .continuous)
        }
    }
}

/// Which second it is, and who waits for a later one.
private final class Pace: Sendable {
    private struct State {
        var second = -1
        var waiting: [(second: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    func advance(to second: Int) {
        let due = self.state.withLock { state in
            state.second = second
            defer { state.waiting.removeAll { $0.second <= second } }
            return state.waiting.filter { $0.second <= second }
        }
        for waiter in due { waiter.continuation.resume() }
    }

    func reach(_ second: Int) async {
        await withCheckedContinuation { continuation in
            let isReached = self.state.withLock { state in
                if state.second < second { state.waiting.append((second, continuation)) }
                return state.second >= second
            }
            if isReached { continuation.resume() }
        }
    }
}
