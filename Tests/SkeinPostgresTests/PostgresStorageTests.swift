// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinModel
import SkeinPostgres
import SkeinStorage
import SkeinTestKit
import Testing

@Suite(.timeLimit(.minutes(3)))
struct PostgresStorageTests {
    private static let now = Timestamp(microseconds: 1_767_225_600_000_000)

    private static func open(
        _ url: String,
        _ mode: MigrationMode = .apply,
        exclusive: Bool = false
    ) throws -> PostgresStorage {
        var settings = PostgresSettings(url: try PostgresURL(url))
        settings.lockPatience = .milliseconds(20)
        return try PostgresStorage(settings, migrations: mode, exclusive: exclusive, now: Self.now)
    }

    private static func with<Value: Sendable>(
        _ body: (PostgresServer, String) async throws -> Value
    ) async throws -> Value {
        let server = try PostgresServer.shared.get()
        return try await server.withSchema { try await body(server, $0) }
    }

    @Test(arguments: StorageConformance.all)
    func theDriverConforms(_ check: StorageConformance.Check) async throws {
        try await Self.with { _, url in
            let storage = try Self.open(url)
            try await check.run(storage)
            try await storage.close()
        }
    }

    // MARK: Migrations

    @Test
    func theListOfMigrationsIsTheFolder() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        try MigrationFolder.check(Migrations.all, root.appendingPathComponent("Sources/SkeinPostgres/Migrations").path)
    }

    @Test
    func migratingTwiceOrAtOnceIsMigratingOnce() async throws {
        try await Self.with { server, url in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { try await Self.open(url).close() } }
                try await group.waitForAll()
            }
            let before = try server.shell("SELECT * FROM skein_migrations", url: url)
            #expect(before.split(separator: "\n").count == Migrations.all.count)
            let storage = try Self.open(url)
            try storage.migrate(now: Timestamp(microseconds: 1))
            #expect(try storage.migrationPlan().pending.isEmpty)
            try await storage.close()
            #expect(try server.shell("SELECT * FROM skein_migrations", url: url) == before)
        }
    }

    @Test
    func aDatabaseWithoutItsMigrationsIsOutdated() async throws {
        try await Self.with { _, url in
            #expect(throws: SkeinError(.schemaOutdated, "")) { try Self.open(url, .require) }
            try await Self.open(url).close()
            try await Self.open(url, .require).close()
        }
    }

    @Test(arguments: [
        "INSERT INTO skein_migrations (version, name, checksum, applied_at) VALUES (999, 'future', '\\x00', now())",
        "UPDATE skein_migrations SET checksum = '\\x00' WHERE version = 2",
    ])
    func aDatabaseOfAnotherSkeinIsRefused(_ sql: String) async throws {
        try await Self.with { server, url in
            try await Self.open(url).close()
            try server.shell(sql, url: url)
            for mode in [MigrationMode.apply, .require] {
                #expect(throws: SkeinError(.schemaMismatch, "")) { try Self.open(url, mode) }
            }
        }
    }

    /// Engines of before there were nodes took this lock for themselves.
    @Test
    func anEngineThatKnowsOfNoNodesKeepsOthersOff() async throws {
        try await Self.with { _, url in
            try await Self.open(url).close()
            let lock = "hashtextextended('skein engine ' || current_database() || '.' || current_schema(), 0)"
            let old = Session(PostgresSettings(url: try PostgresURL(url)))
            try await old.run(isRepeatable: false) { _ = try $0.run("SELECT pg_advisory_lock(\(lock))") }
            #expect(throws: SkeinError(.databaseInUse, "")) { try Self.open(url, exclusive: true) }
            try await old.run(isRepeatable: false) { _ = try $0.run("SELECT pg_advisory_unlock_all()") }
            old.close()
            let engines = [try Self.open(url, exclusive: true), try Self.open(url, exclusive: true)]
            for engine in engines { try await engine.close() }
        }
    }

    @Test
    func aSchemaThatIsMissingIsTold() throws {
        let url = try PostgresServer.shared.get().url(schema: "nowhere")
        let error = #expect(throws: SkeinError.self) { try Self.open(url) }
        #expect(error?.message.contains("search path") == true)
    }

    // MARK: Tables

    @Test
    func theEnumsAreTheStatusesOfTheModel() async throws {
        try await Self.with { server, url in
            try await Self.open(url).close()
            func labels(_ type: String) throws -> [String] {
                try server.shell("SELECT unnest(enum_range(NULL::\(type)))", url: url).split(separator: "\n").map(
                    String.init
                )
            }
            #expect(try labels("definition_status") == DefinitionStatus.allCases.map(\.rawValue))
            #expect(try labels("execution_status") == ExecutionStatus.allCases.map(\.rawValue))
            #expect(try labels("step_status") == StepStatus.allCases.map(\.rawValue))
            #expect(try labels("risk_band") == RiskBand.allCases.map(\.rawValue))
            #expect(try labels("approval_status") == ApprovalStatus.allCases.map(\.rawValue))
            #expect(try labels("human_task_status") == HumanTaskStatus.allCases.map(\.rawValue))
        }
    }

    @Test
    func everyTableSaysWhatItIsFor() async throws {
        try await Self.with { server, url in
            try await Self.open(url).close()
            let silent = try server.shell(
                """
                SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
                    AND obj_description(oid, 'pg_class') IS NULL
                """,
                url: url
            )
            #expect(silent == "")
        }
    }

    @Test(arguments: [
        "UPDATE definition_versions SET document = '{}'", "DELETE FROM definition_versions",
        "TRUNCATE definition_versions",
    ])
    func versionsCannotBeChangedEvenByHand(_ sql: String) async throws {
        try await Self.with { server, url in
            let storage = try Self.open(url)
            try await Self.check("a new definition is found", storage)
            let problem = #expect(throws: PostgresServer.Problem.self) { try server.shell(sql, url: url) }
            #expect(problem?.description.contains("definition versions are immutable") == true)
            try await storage.close()
        }
    }

    @Test
    func whatBelongsToAnExecutionGoesWithIt() async throws {
        try await Self.with { server, url in
            let storage = try Self.open(url)
            try await Self.check("approvals are stored", storage)
            #expect(try server.shell("SELECT count(*) > 0 FROM execution_events", url: url) == "t\n")
            try server.shell("DELETE FROM executions", url: url)
            let left = "SELECT (SELECT count(*) FROM execution_events) + (SELECT count(*) FROM approvals)"
            #expect(try server.shell(left, url: url) == "0\n")
            #expect(try server.shell("SELECT count(*) > 0 FROM audit_log", url: url) == "t\n")
            try await storage.close()
        }
    }

    @Test
    func theFunctionsFindWhatIsStored() async throws {
        try await Self.with { server, url in
            let storage = try Self.open(url)
            try await Self.check("step runs are read in pages", storage)
            let name = "SELECT get_definition('d1') ->> 'display_name', get_definition('d1', 1) ->> 'display_name'"
            #expect(try server.shell(name, url: url) == "Definition 1|Definition 1\n")
            #expect(try server.shell("SELECT count(*) FROM find_executions('d1')", url: url) == "1\n")
            #expect(try server.shell("SELECT count(*) FROM find_executions('d1', 'failed')", url: url) == "0\n")
            let steps = "SELECT count(*), count(result) FROM executions, get_execution_steps(executions.uuid)"
            #expect(try server.shell(steps, url: url) == "4|4\n")
            try await storage.close()
        }
    }

    @Test(arguments: [
        "FROM executions WHERE status = 'failed' AND id < 5 ORDER BY id DESC LIMIT 50",
        "FROM executions WHERE definition = 1 AND status = 'failed' ORDER BY id DESC LIMIT 50",
        "FROM executions WHERE definition = 1 ORDER BY id DESC LIMIT 50",
        "FROM executions WHERE uuid = '01234567-89ab-7def-8123-456789abcdef'",
        "FROM executions WHERE id < 5 ORDER BY id DESC LIMIT 50",
        "FROM execution_events WHERE execution = 1 AND sequence > 2 ORDER BY sequence",
        "FROM step_runs WHERE execution = 1 AND path > 'a' ORDER BY path LIMIT 50",
        "FROM approvals WHERE status = 'pending' ORDER BY id DESC LIMIT 50",
        "FROM human_tasks WHERE status = 'open' ORDER BY id DESC LIMIT 50",
        "FROM timers WHERE fire_at <= now() ORDER BY fire_at",
        "FROM signal_waits WHERE name = 'x' AND execution > 5 ORDER BY execution LIMIT 50",
    ])
    func listsAreReadByAnIndex(_ query: String) async throws {
        try await Self.with { server, url in
            try await Self.open(url).close()
            let plan = try server.shell(
                "SET enable_seqscan = off; SET enable_bitmapscan = off; EXPLAIN SELECT * \(query)",
                url: url
            )
            #expect(plan.contains("Index"), "\(plan)")
            #expect(!plan.contains("Seq Scan"), "\(plan)")
            #expect(!plan.contains("Sort"), "\(plan)")
        }
    }

    private static func check(_ name: String, _ storage: any Storage) async throws {
        let check = try #require(StorageConformance.all.first { $0.name.hasPrefix(name) })
        try await check.run(storage)
    }
}
