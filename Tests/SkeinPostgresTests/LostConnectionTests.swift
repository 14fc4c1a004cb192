// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinPostgres
import SkeinStorage
import SkeinTestKit
import Synchronization
import Testing

/// What becomes of writes when the server, or the connection, goes away under them.
@Suite(.timeLimit(.minutes(3)))
struct LostConnectionTests {
    private static let now = Timestamp(microseconds: 1_767_225_600_000_000)

    private static func open(_ url: String, patience: Duration = .seconds(60)) throws -> PostgresStorage {
        var settings = PostgresSettings(url: try PostgresURL(url))
        settings.patience = patience
        return try PostgresStorage(settings, migrations: .apply, exclusive: true, now: Self.now)
    }

    private static func entry(_ number: Int) -> AuditEntry {
        AuditEntry(at: Self.now, actor: "ida", action: "did", subject: "thing/\(number)", details: .int(Int64(number)))
    }

    /// Writes entries one after the other until `isOver`.
    private static func write(_ storage: PostgresStorage, until isOver: Flag) async throws -> Int {
        var count = 0
        while !isOver.isSet || count == 0 {
            count += 1
            try await storage.appendAudit(Self.entry(count))
        }
        return count
    }

    private static func check(_ storage: PostgresStorage, _ count: Int) async throws {
        let records = try await storage.audit(after: 0, limit: count + 99)
        #expect(records.map(\.entry.subject) == (1...count).map { "thing/\($0)" }, "each entry once, in order")
        let head = try await storage.auditHead()
        #expect(head?.sequence == count)
    }

    @Test
    func writesThatWereAcknowledgedAreThereOnceAfterTheServerCrashed() async throws {
        let server = try PostgresServer()
        let storage = try Self.open(server.url())
        let isOver = Flag()
        async let count = Self.write(storage, until: isOver)
        for _ in 1...5 {
            try server.stop(atOnce: true)
            try server.start()
        }
        isOver.set()
        try await Self.check(storage, try await count)
        try await storage.close()
    }

    /// What an import reads cannot be read again, so it is not tried again.
    @Test
    func anImportWhoseConnectionIsKilledStoresNothing() async throws {
        let server = try PostgresServer()
        let storage = try Self.open(server.url())
        let records = StorageConformance.moved
        let read = Mutex(0)
        await #expect(throws: SkeinError(.storageUnavailable, "")) {
            try await storage.importAll {
                let place = read.withLock { count in
                    defer { count += 1 }
                    return count
                }
                if place == 800 {
                    try server.shell(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'skein'"
                    )
                }
                return place < records.count ? records[place] : nil
            }
        }
        #expect(read.withLock { $0 } > 800)
        let definitions = try await storage.definitions(DefinitionFilter(), PageRequest()).items
        #expect(definitions.isEmpty)
        let rest = Mutex(records[...])
        try await storage.importAll { rest.withLock { $0.popFirst() } }
        let executions = try await storage.executions(ExecutionFilter(), PageRequest()).items
        #expect(executions.count == 2)
        try await storage.close()
    }

    /// Kills the writer's connection again and again, at any moment: also while it commits.
    @Test
    func writesWhoseConnectionIsKilledHappenOnce() async throws {
        let server = try PostgresServer()
        let storage = try Self.open(server.url())
        let admin = PostgresPool(PostgresSettings(url: try PostgresURL(server.url())))
        let isOver = Flag()
        async let count = Self.write(storage, until: isOver)
        var killed = 0
        while killed < 40 {
            killed += try await admin.run { connection in
                try connection.run(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE pid <> pg_backend_pid() AND (query = 'COMMIT' OR query LIKE 'SELECT pg_current_xact_id()%')
                    """
                ).count
            }
        }
        isOver.set()
        try await Self.check(storage, try await count)
        admin.close()
        try await storage.close()
    }

    /// The client cannot tell these two apart but by asking.
    @Test(arguments: CuttingProxy.Moment.allCases)
    func aCommitWhoseAnswerIsLostHappensOnce(_ moment: CuttingProxy.Moment) async throws {
        let server = try PostgresServer()
        try await Self.open(server.url()).close()
        try await TemporaryFolder.with { folder in
            let proxy = try CuttingProxy(in: folder, to: server.folder, cuts: 3, at: moment)
            defer { proxy.stop() }
            let url = server.url().replacing(server.folder, with: folder)
            let storage = try Self.open(url)
            for number in 1...5 { try await storage.appendAudit(Self.entry(number)) }
            #expect(proxy.cutsLeft == 0)
            try await Self.check(storage, 5)
            let definition = try #require(StorageConformance.all.first { $0.name.hasPrefix("a new definition") })
            try await definition.run(storage)
            try await storage.close()
        }
    }

    @Test
    func aServerThatStaysAwayIsReportedAsNotNow() async throws {
        let server = try PostgresServer()
        let storage = try Self.open(server.url(), patience: .milliseconds(50))
        try server.stop()
        await #expect(throws: SkeinError(.storageUnavailable, "")) { try await storage.appendAudit(Self.entry(1)) }
        await #expect(throws: SkeinError(.storageUnavailable, "")) { try await storage.audit(after: 0, limit: 1) }
        try server.start()
        try await storage.appendAudit(Self.entry(1))
        try await Self.check(storage, 1)
        try await storage.close()
    }
}

/// Something that is set once.
private final class Flag: Sendable {
    private let state = Mutex(false)

    var isSet: Bool { self.state.withLock { $0 } }

    func set() { self.state.withLock { $0 = true } }
}
