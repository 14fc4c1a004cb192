// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinPostgres
import SkeinStorage
import SkeinTestKit
import Testing

/// Nodes as the driver keeps them apart; what engines make of it is tested with engines.
@Suite(.timeLimit(.minutes(2)))
struct NodeStoreTests {
    private static let now = Timestamp(microseconds: 1_767_225_600_000_000)

    /// Runs `body` with two storages on one schema that has a definition.
    private static func with(
        lease: Duration = .seconds(10),
        _ body: @Sendable (PostgresStorage, PostgresStorage, String) async throws -> Void
    ) async throws {
        try await PostgresServer.shared.get().withSchema { url in
            let storages = try (1...2).map { _ in
                var settings = PostgresSettings(url: try PostgresURL(url))
                settings.lease = lease
                return try PostgresStorage(settings, migrations: .apply, exclusive: true, now: Self.now)
            }
            _ = try await storages[0].createDefinition(StorageConformance.definition(1), claim: nil)
            for (storage, name) in zip(storages, ["a", "b"]) {
                _ = try await storage.join(StorageConformance.node(name), now: Self.now)
            }
            try await body(storages[0], storages[1], url)
            for storage in storages { try await storage.close() }
        }
    }

    private static let task = OpenTask(path: "ask", attempt: 1, function: "outside.ask")

    private static func owned(_ storage: PostgresStorage) async throws -> [Int] {
        try await storage.nodes().map(\.executions)
    }

    @Test
    func aTurnOfAnotherNodeLeavesTheExecutionWhereItIsAndWakesItsNode() async throws {
        try await Self.with { first, second, _ in
            let id = StorageConformance.execution(1)
            let started = try first.commit([StorageConformance.start(1, tasks: [Self.task])])
            #expect(started == [.committed])
            let turn = StorageConformance.turn(1, after: 2, hasTasksOut: true)
            #expect(try second.commit([turn]) == [.committedElsewhere])
            #expect(try await Self.owned(first) == [1, 0])
            #expect(try await second.attend(takingOn: 9).executions == [])
            #expect(try await first.attend(takingOn: 9).executions == [id])
            #expect(try await first.attend(takingOn: 9).executions == [])
            // The last task is called back elsewhere: its node has to hear of it before it lets go.
            #expect(try second.commit([StorageConformance.turn(1, after: 3, closed: ["ask"])]) == [.committedElsewhere])
            #expect(try await Self.owned(first) == [1, 0])
            #expect(try await first.attend(takingOn: 9).executions == [id])
            #expect(try await first.attend(takingOn: 9, lettingGo: [id: 3]).executions == [], "another turn came")
            #expect(try await Self.owned(first) == [1, 0])
            #expect(try await first.attend(takingOn: 9, lettingGo: [id: 4]).executions == [])
            #expect(try await Self.owned(first) == [0, 0])
        }
    }

    @Test
    func aNodeThatWasGivenUpOwnsNothingAnyMore() async throws {
        try await Self.with { first, second, url in
            _ = try first.commit([StorageConformance.start(1, tasks: [Self.task])])
            let expire = "UPDATE nodes SET expires_at = now() - interval '1 minute' WHERE name = 'a'"
            try PostgresServer.shared.get().shell(expire, url: url)
            #expect(try await second.attend(takingOn: 9).dead == ["a"])
            // It does not know yet, and stores a turn of an execution that belongs to nobody.
            #expect(try first.commit([StorageConformance.start(2, tasks: [Self.task])]) == [.committedElsewhere])
            let ids = [StorageConformance.execution(1), StorageConformance.execution(2)]
            #expect(try await second.attend(takingOn: 9).executions.sorted() == ids)
            #expect(try await first.attend(takingOn: 9) == Attendance(isMember: false))
            #expect(try await Self.owned(first) == [2])
        }
    }

    @Test
    func aNodeWhoseSessionIsGoneIsDeadBeforeItsLeaseEnds() async throws {
        try await Self.with(lease: .seconds(2)) { first, second, url in
            let server = try PostgresServer.shared.get()
            // Until the server has run for longer than a lease: before, a session that is gone says nothing.
            try server.shell("SELECT pg_sleep(extract(epoch FROM pg_postmaster_start_time() + '3 seconds' - now()))")
            let hold = """
                UPDATE nodes SET expires_at = now() + interval '1 hour', renewed_at = now() - interval '1 minute'
                WHERE name = 'a'
                """
            try server.shell(hold, url: url)
            #expect(try await second.attend(takingOn: 9).dead == [], "its session stands")
            try await first.close()
            while try await second.attend(takingOn: 9).dead != ["a"] {}
        }
    }

    @Test
    func afterARestartOfTheServerASessionThatIsGoneSaysNothing() async throws {
        try await Self.with(lease: .seconds(3600)) { first, second, url in
            let age = "UPDATE nodes SET renewed_at = renewed_at - interval '1 minute'"
            try PostgresServer.shared.get().shell(age, url: url)
            try await first.close()
            #expect(try await second.attend(takingOn: 9).dead == [])
        }
    }

    @Test
    func whatIsAnybodysIsTakenOnInShares() async throws {
        try await Self.with { first, second, url in
            let starts = (1...9).map { StorageConformance.start($0, tasks: [Self.task]) }
            _ = try first.commit(starts)
            try PostgresServer.shared.get().shell("UPDATE executions SET node = 0", url: url)
            let shares = [
                try await first.attend(takingOn: 9).executions.count,
                try await second.attend(takingOn: 9).executions.count,
                try await first.attend(takingOn: 9).executions.count,
                try await second.attend(takingOn: 1).executions.count,
            ]
            #expect(shares == [5, 2, 1, 1])
        }
    }

    @Test
    func aTimerIsGivenToOneNode() async throws {
        try await Self.with { first, second, _ in
            let timer = TimerRecord(name: "wake", fireAt: Self.now)
            let starts = [
                StorageConformance.start(1, timers: [timer]),
                StorageConformance.start(2, tasks: [Self.task], timers: [timer]),
            ]
            _ = try first.commit(starts)
            #expect(
                try await second.dueTimers(at: Self.now, limit: 9).map(\.executionID) == [
                    StorageConformance.execution(1)
                ]
            )
            #expect(
                try await first.dueTimers(at: Self.now, limit: 9).map(\.executionID) == [
                    StorageConformance.execution(2)
                ]
            )
            #expect(try await second.dueTimers(at: Self.now, limit: 9).count == 1, "until it is fired")
        }
    }
}
