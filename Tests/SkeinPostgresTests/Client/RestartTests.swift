// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinPostgres
import SkeinTestKit
import Testing

/// What happens when the server goes and comes back; it has a server of its own.
@Suite(.timeLimit(.minutes(3)))
struct RestartTests {
    private static func settings(_ server: PostgresServer, patience: Duration) throws -> PostgresSettings {
        var settings = PostgresSettings(url: try PostgresURL(server.url()))
        settings.patience = patience
        return settings
    }

    private static func one(_ pool: PostgresPool) async throws -> Int? {
        try await pool.run(isRepeatable: true) { try $0.run("SELECT 1::bigint AS n").first?.int("n") }
    }

    @Test
    func thePoolRecoversWhenTheServerComesBack() async throws {
        let server = try PostgresServer()
        let pool = PostgresPool(try Self.settings(server, patience: .seconds(60)))
        defer { pool.close() }
        #expect(try await Self.one(pool) == 1)
        for atOnce in [false, true] {
            try server.stop(atOnce: atOnce)
            async let answer = Self.one(pool)
            try server.start()
            let value = try await answer
            #expect(value == 1)
        }
    }

    @Test
    func whatMayHaveHappenedIsNotDoneAgain() async throws {
        let server = try PostgresServer()
        let pool = PostgresPool(try Self.settings(server, patience: .seconds(60)))
        defer { pool.close() }
        try await pool.run { try $0.script("CREATE TABLE t (n bigint)") }
        let error = await #expect(throws: PostgresError.self) {
            try await pool.run { connection in
                try connection.run("INSERT INTO t VALUES (1)")
                try server.stop(atOnce: true)
                try server.start()
                try connection.run("INSERT INTO t VALUES (2)")
            }
        }
        #expect(error?.isConnectionLost == true)
        let count = try await pool.run { try $0.run("SELECT count(*) AS n FROM t").first?.int("n") }
        #expect(count == 1)
    }

    @Test
    func patienceEnds() async throws {
        let server = try PostgresServer()
        try server.stop()
        let pool = PostgresPool(try Self.settings(server, patience: .milliseconds(50)))
        defer { pool.close() }
        let error = await #expect(throws: PostgresError.self) { try await Self.one(pool) }
        #expect(error?.isRefused == true)
        #expect(error?.asSkeinError.code == .storageUnavailable)
        #expect("\(error.map { "\($0)" } ?? "")".contains("Check that the server runs"))
    }

    @Test
    func theListenerHearsAgainAfterARestart() async throws {
        let server = try PostgresServer()
        let settings = try Self.settings(server, patience: .seconds(60))
        let pool = PostgresPool(settings)
        defer { pool.close() }
        let listener = try PostgresListener(settings, channels: ["a \"b\""])
        var events = listener.events.makeAsyncIterator()
        for round in ["first", "second"] {
            #expect(await events.next() == .listening)
            try await pool.run(isRepeatable: true) {
                _ = try $0.run("SELECT pg_notify('a \"b\"', $1)", .text(round))
            }
            #expect(await events.next() == .notification(channel: "a \"b\"", payload: round))
            try server.stop()
            #expect(await events.next() == .deaf)
            try server.start()
        }
        listener.stop()
        while let event = await events.next() { #expect(event == .listening || event == .deaf) }
    }

    @Test
    func notificationsOfATransactionAreHeardWhenItIsCommitted() async throws {
        let settings = try Self.settings(try PostgresServer.shared.get(), patience: .seconds(10))
        let pool = PostgresPool(settings)
        defer { pool.close() }
        let listener = try PostgresListener(settings, channels: ["turns"])
        defer { listener.stop() }
        var events = listener.events.makeAsyncIterator()
        #expect(await events.next() == .listening)
        try await pool.run { connection in
            try? connection.transaction { connection in
                try connection.run("SELECT pg_notify('turns', 'rolled back')")
                throw CancellationError()
            }
            try connection.transaction { _ = try $0.run("SELECT pg_notify('turns', 'committed')") }
        }
        #expect(await events.next() == .notification(channel: "turns", payload: "committed"))
    }
}
