// SPDX-License-Identifier: Apache-2.0

import GRDB
import SkeinModel
import SkeinStorage
import SkeinTestKit
import Testing

@testable import SkeinSQLite

/// What the driver asks stays quick however many executions there are: SQLite's own plans say so.
@Suite(.timeLimit(.minutes(10)))
struct SQLitePlanTests {
    /// What may be read from end to end, and why.
    private static let small = [
        "definitions": "as many rows as there are workflows",
        "definition_versions": "as many rows as there were changes of workflows",
        "audit_head": "one row",
        "nodes": "one row",
        "tasks": "what is out now",
        "child_waits": "what is waited for now",
        "json_each": "the elements of one list",
        "CONSTANT": "rows of a statement's own values",
        "executions_awaited": "an index of the children that are waited for now",
    ]

    /// Calls that go through a table from its end, and why.
    private static let ordered = [
        "executions, first page": "the newest rows of all, up to the page's size",
        "approvals, all, first page": "the newest rows of all, up to the page's size",
        "human tasks, first page": "the newest rows of all, up to the page's size",
    ]

    /// Calls that do more than a page takes, and why.
    private static let large = [
        "statistics": "sums up all executions of a definition, which it finds by an index",
        "unwakeable executions": "skein doctor looks at every execution",
    ]

    /// How many instructions a question may take; a page of executions takes some three thousand.
    private static let limit = 100_000

    @Test
    func everyStatementFindsItsRowsByAnIndex() async throws {
        let data = ManyExecutions()
        try await TemporaryFolder.with { folder in
            let path = folder + "/skein.db"
            try await Self.open(path).close()
            try await Self.fill(path, data)
            let storage = try Self.open(path)
            let recorder = StatementRecorder()
            // One reader serves calls that follow each other.
            try await storage.pool.read { recorder.listen(to: $0) }
            try await storage.pool.writeWithoutTransaction { recorder.listen(to: $0) }
            var faults: [String] = []
            let inspector = try DatabaseQueue(path: path)
            for call in StorageCall.reads(of: data) + StorageCall.writes(to: data) {
                _ = recorder.take()
                do {
                    try await call.run(storage)
                } catch {
                    faults.append("\(call): \(error)")
                }
                let entries = recorder.take()
                if entries.isEmpty { faults.append("\(call): no statement was seen") }
                for entry in entries {
                    faults += try await inspector.read {
                        try Self.faults(call, entry, StatementInspector(database: $0))
                    }
                }
            }
            #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
            try inspector.close()
            try await storage.close()
        }
    }

    private static func open(_ path: String) throws -> SQLiteStorage {
        try SQLiteStorage(path: path, migrations: .apply, exclusive: false, now: Timestamp(microseconds: 0))
    }

    /// Fills the tables without a log, and makes the indexes of the largest when it is full.
    private static func fill(_ path: String, _ data: ManyExecutions) async throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { database in
            try database.execute(
                sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -500000"
            )
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try await queue.write { database in
            let sql = "SELECT name, sql FROM sqlite_schema WHERE tbl_name = 'executions' AND type = 'index'"
            let indexes = try Row.fetchAll(database, sql: sql + " AND sql IS NOT NULL")
            for index in indexes { try database.execute(sql: "DROP INDEX \(index["name"] as String)") }
            for sql in data.executions(.sqlite) { try database.execute(sql: sql) }
            for index in indexes { try database.execute(sql: index["sql"]) }
            for sql in data.rest(.sqlite) { try database.execute(sql: sql) }
        }
        try queue.close()
    }

    /// What is wrong with a statement.
    private static func faults(
        _ call: StorageCall,
        _ entry: StatementRecorder.Entry,
        _ inspector: StatementInspector
    ) throws -> [String] {
        var faults: [String] = []
        for step in try inspector.plan(entry.sql) {
            let words = step.split(separator: " ").map(String.init)
            guard words.count > 1, words[0] == "SCAN" else { continue }
            let isSmall = [words[1], words[words.count - 1]].contains { Self.small[$0] != nil }
            if isSmall || Self.ordered[call.name] != nil || Self.large[call.name] != nil { continue }
            faults.append("\(call): \(step): \(entry.sql)")
        }
        if entry.sql.hasPrefix("SELECT"), Self.large[call.name] == nil {
            let steps = try inspector.steps(entry.filled)
            if steps > Self.limit { faults.append("\(call): \(steps) steps: \(entry.sql)") }
        }
        return faults
    }
}
