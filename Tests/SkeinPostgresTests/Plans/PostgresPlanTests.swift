// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinPostgres
import SkeinStorage
import SkeinTestKit
import Testing

/// What the driver asks stays quick however many executions there are: the server's own plans say so.
@Suite(.timeLimit(.minutes(10)))
struct PostgresPlanTests {
    /// Tables that may be read from end to end, and why.
    private static let small = [
        "definitions": "as many rows as there are workflows",
        "definition_versions": "as many rows as there were changes of workflows",
        "audit_head": "one row",
        "nodes": "as many rows as there are processes",
        "node_wake_ups": "what nodes have to look at now",
        "tasks": "what is out now",
        "timers": "what is waited for now",
        "child_waits": "what is waited for now",
        "signal_waits": "what is waited for now",
    ]

    /// Calls that read more rows than a page, and why.
    private static let large = [
        "statistics": "sums up all executions of a definition, which it finds by an index",
        "unwakeable executions": "skein doctor looks at every execution",
    ]

    /// How many rows of a table a call may look at.
    private static let limit = 5000

    @Test
    func everyStatementFindsItsRowsByAnIndex() async throws {
        let data = ManyExecutions()
        let server = try Self.server()
        try await Self.fill(server, data)
        var faults: [String] = []
        for mode in ["force_custom_plan", "force_generic_plan"] {
            let options = "&options=-cauto_explain.log_min_duration%3D0%20-cplan_cache_mode%3D\(mode)"
            let storage = try Self.open(server.url() + options)
            faults += try await Self.faults(StorageCall.reads(of: data), storage, server).map { "\(mode): \($0)" }
            if mode == "force_generic_plan" {
                faults += try await Self.faults(StorageCall.writes(to: data), storage, server)
            }
            try await storage.close()
        }
        #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
        try server.stop(atOnce: true)
    }

    private static func server() throws -> PostgresServer {
        try PostgresServer(
            settings: """
                fsync = off
                wal_level = minimal
                max_wal_senders = 0
                max_wal_size = '4GB'
                shared_preload_libraries = 'auto_explain'
                auto_explain.log_format = json
                auto_explain.log_analyze = on
                auto_explain.log_timing = off
                """
        )
    }

    private static func open(_ url: String) throws -> PostgresStorage {
        let settings = PostgresSettings(url: try PostgresURL(url))
        return try PostgresStorage(settings, migrations: .apply, exclusive: false, now: Timestamp(microseconds: 0))
    }

    /// Fills the tables without checking references, and makes the indexes of the largest when it is full.
    private static func fill(_ server: PostgresServer, _ data: ManyExecutions) async throws {
        try await Self.open(server.url()).close()
        func indexes(_ column: String) throws -> [String] {
            let sql = """
                SELECT \(column) FROM pg_indexes WHERE tablename = 'executions' AND indexname <> 'executions_pkey'
                """
            return try server.shell(sql).split(separator: "\n").map(String.init)
        }
        // What is written to a table that was emptied in the same transaction need not go to the log.
        let script =
            ["SET session_replication_role = replica", "SET maintenance_work_mem = '256MB'"]
            + ["TRUNCATE definitions, executions CASCADE"] + (try indexes("'DROP INDEX ' || indexname"))
            + data.executions(.postgres) + (try indexes("indexdef"))
            + ["SELECT setval(pg_get_serial_sequence('executions', 'id'), \(data.count))"] + data.rest(.postgres)
            + ["ANALYZE"]
        try server.shell(script.joined(separator: ";\n"))
    }

    /// What is wrong with how the server carries out what the driver asks.
    private static func faults(
        _ calls: [StorageCall],
        _ storage: PostgresStorage,
        _ server: PostgresServer
    ) async throws -> [String] {
        var faults: [String] = []
        for call in calls {
            let start = try server.log().end
            do {
                try await call.run(storage)
            } catch {
                faults.append("\(call): \(error)")
            }
            let plans = try StatementPlan.all(in: try server.log(from: start).text)
            if plans.isEmpty { faults.append("\(call): the server logged no plan") }
            for plan in plans {
                for node in plan.nodes {
                    guard let relation = node.relation, Self.small[relation] == nil else { continue }
                    let isLarge = Self.large[call.name] == nil && node.rows > Self.limit
                    guard isLarge || (node.type == "Seq Scan" && call.name != "unwakeable executions") else { continue }
                    faults.append("\(call): \(node.type) of \(relation), \(node.rows) rows: \(plan.query)")
                }
            }
        }
        return faults
    }
}
