// SPDX-License-Identifier: Apache-2.0

import GRDB
import SkeinModel
package import SkeinStorage

extension SQLiteStorage {
    /// In one read transaction, which is one snapshot; the log that writers append to meanwhile grows until it ends.
    package func exportAll(
        begin: @escaping @Sendable ([MovedRecord.Kind: Int]) throws -> Void,
        _ take: @escaping @Sendable (MovedRecord) throws -> Void
    ) async throws {
        try await self.read { database in
            try begin(try ExportReader.counts(database))
            let reader = ExportReader(database: database, take: take)
            try reader.readDefinitions()
            try reader.readExecutions()
            try reader.readPeople()
            try reader.readKeysAndAudit()
        }
    }
}

/// Reads everything of a snapshot, row by row.
private struct ExportReader {
    let database: Database
    let take: (MovedRecord) throws -> Void

    static func counts(_ database: Database) throws -> [MovedRecord.Kind: Int] {
        var counts: [MovedRecord.Kind: Int] = [:]
        for kind in MovedRecord.Kind.allCases {
            counts[kind] = try Int.fetchOne(database, sql: "SELECT count(*) FROM \(kind.table)")
        }
        return counts
    }

    /// Hands on each row of a query.
    private func each(
        _ sql: String,
        _ arguments: StatementArguments = [],
        _ body: (Row) throws -> Void
    ) throws {
        let statement = try self.database.cachedStatement(sql: sql)
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        while let row = try rows.next() { try body(row) }
    }

    func readDefinitions() throws {
        try self.each("SELECT * FROM definitions ORDER BY id") { row in
            try self.take(.definition(try DefinitionRecord(row)))
            let versions = """
                \(DefinitionSQL.selectVersion) WHERE definition_versions.definition = ?
                ORDER BY definition_versions.version
                """
            try self.each(versions, [row["id"] as Int64]) { try self.take(.version(try VersionRecord($0))) }
        }
    }

    func readExecutions() throws {
        try self.each("\(ExecutionSQL.select) ORDER BY executions.id") { row in
            let record = try ExecutionRecord(row)
            let path: String? = row["parent_path"]
            let parent = record.parentID.map { id in
                ParentLink(executionID: id, path: path ?? "", waits: row["parent_waits"])
            }
            let head = ChainHead(sequence: row["last_sequence"], hash: row.hash("head_hash"))
            try self.take(.execution(MovedExecution(record: record, parent: parent, head: head)))
            try self.readParts(row["id"])
        }
    }

    /// The history of an execution, and what waits in it.
    private func readParts(_ execution: Int64) throws {
        func parts(_ table: String, _ order: String, _ make: (Row) throws -> MovedRecord) throws {
            let sql = "SELECT * FROM \(table) WHERE execution = ? ORDER BY \(order)"
            try self.each(sql, [execution]) { try self.take(try make($0)) }
        }
        try parts("execution_events", "sequence") { .event(EventRecord($0)) }
        try parts("step_runs", "path") { .stepRun(try StepRunProjection($0)) }
        try parts("tasks", "path") {
            .task(OpenTask(path: $0["path"], attempt: $0["attempt"], function: $0["function"]))
        }
        try parts("timers", "name") { .timer(TimerRecord(name: $0["name"], fireAt: $0.time("fire_at"))) }
        try parts("signal_waits", "path") { .signalWait(path: $0["path"], name: $0["name"]) }
        try parts("child_waits", "path") { .childWait(path: $0["path"], child: try $0.identifier("child")) }
    }

    func readPeople() throws {
        try self.each("\(ApprovalSQL.select) ORDER BY approvals.id") { row in
            let record = try ApprovalRecord(row)
            try self.take(.approval(record.approval, of: record.executionID))
        }
        try self.each("\(HumanTaskSQL.select) ORDER BY human_tasks.id") { row in
            let record = try HumanTaskRecord(row)
            try self.take(.humanTask(record.task, of: record.executionID))
        }
    }

    func readKeysAndAudit() throws {
        try self.each("SELECT * FROM idempotency_keys ORDER BY scope, key") { row in
            let claim = IdempotencyClaim(scope: row["scope"], key: row["key"], fingerprint: row.hash("fingerprint"))
            let createdAt = row.time("created_at")
            let key = MovedIdempotencyKey(claim: claim, reference: row["reference"], createdAt: createdAt)
            try self.take(.idempotencyKey(key))
        }
        try self.each("SELECT * FROM audit_log ORDER BY sequence") { try self.take(.auditEntry(try AuditRecord($0))) }
    }
}

extension MovedRecord.Kind {
    fileprivate var table: String {
        switch self {
        case .definition: "definitions"
        case .version: "definition_versions"
        case .execution: "executions"
        case .event: "execution_events"
        case .stepRun: "step_runs"
        case .task: "tasks"
        case .timer: "timers"
        case .signalWait: "signal_waits"
        case .childWait: "child_waits"
        case .approval: "approvals"
        case .humanTask: "human_tasks"
        case .idempotencyKey: "idempotency_keys"
        case .auditEntry: "audit_log"
        }
    }
}
