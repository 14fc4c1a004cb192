// SPDX-License-Identifier: Apache-2.0

import SkeinModel
package import SkeinStorage

extension PostgresStorage {
    /// In one read-only transaction whose reads all see one snapshot.
    package func exportAll(
        begin: @escaping @Sendable ([MovedRecord.Kind: Int]) throws -> Void,
        _ take: @escaping @Sendable (MovedRecord) throws -> Void
    ) async throws {
        do {
            // Not again on another connection: what was handed on cannot be taken back.
            try await self.pool.run(isRepeatable: false) { connection in
                try connection.longTransaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") { connection in
                    try begin(try ExportReader.counts(connection))
                    let reader = ExportReader(connection: connection, take: take)
                    try reader.readDefinitions()
                    try reader.readExecutions()
                    try reader.readPeople()
                    try reader.readKeys()
                    try reader.readAudit()
                }
            }
        } catch let error as PostgresError {
            throw error.asSkeinError
        }
    }
}

/// Reads everything of a snapshot.
private struct ExportReader {
    let connection: Connection
    let take: (MovedRecord) throws -> Void

    static func counts(_ connection: Connection) throws -> [MovedRecord.Kind: Int] {
        var counts: [MovedRecord.Kind: Int] = [:]
        for kind in MovedRecord.Kind.allCases {
            counts[kind] = try connection.run("SELECT count(*) AS total FROM \(kind.table)").first?.int("total")
        }
        return counts
    }

    /// What is made of the rows of a query.
    private func rows<Value>(
        _ name: String,
        _ sql: String,
        _ make: @escaping (Row) throws -> Value
    ) throws -> SnapshotCursor<Value> {
        try SnapshotCursor(self.connection, "moved_\(name)", sql, make)
    }

    func readDefinitions() throws {
        let versions = "\(DefinitionSQL.selectVersion) WHERE definitions.uuid = $1 ORDER BY definition_versions.version"
        let definitions = try self.rows("definitions", "\(DefinitionSQL.select) ORDER BY definitions.id") {
            try DefinitionRecord($0)
        }
        while let definition = try definitions.next() {
            try self.take(.definition(definition))
            for version in try self.connection.run(versions, .uuid(definition.id.uuid)).map({ try VersionRecord($0) }) {
                try self.take(.version(version))
            }
        }
    }

    func readExecutions() throws {
        let parts = try ExportedParts(self.connection)
        let executions = try self.rows("executions", "\(ExecutionSQL.selectMoved) ORDER BY executions.id") {
            (row: try $0.int8("cursor"), value: try MovedExecution($0))
        }
        while let execution = try executions.next() {
            try self.take(.execution(execution.value))
            try parts.each(of: execution.row, self.take)
        }
    }

    func readPeople() throws {
        let approvals = try self.rows("approvals", "\(ApprovalSQL.select) ORDER BY approvals.id") {
            try ApprovalRecord($0)
        }
        while let record = try approvals.next() { try self.take(.approval(record.approval, of: record.executionID)) }
        let tasks = try self.rows("human_tasks", "\(HumanTaskSQL.select) ORDER BY human_tasks.id") {
            try HumanTaskRecord($0)
        }
        while let record = try tasks.next() { try self.take(.humanTask(record.task, of: record.executionID)) }
    }

    func readKeys() throws {
        let sql = """
            SELECT scope, key, fingerprint, reference, created_at FROM idempotency_keys
            ORDER BY scope COLLATE "C", key COLLATE "C"
            """
        let keys = try self.rows("keys", sql) { try MovedIdempotencyKey($0) }
        while let key = try keys.next() { try self.take(.idempotencyKey(key)) }
    }

    func readAudit() throws {
        let sql = "SELECT sequence, at, actor, action, subject, details, hash FROM audit_log ORDER BY sequence"
        let entries = try self.rows("audit_log", sql) { try AuditRecord($0) }
        while let entry = try entries.next() { try self.take(.auditEntry(entry)) }
    }
}

extension MovedIdempotencyKey {
    fileprivate init(_ row: Row) throws {
        let (scope, key) = (try row.text("scope"), try row.text("key"))
        self.init(
            claim: IdempotencyClaim(scope: scope, key: key, fingerprint: try row.hash("fingerprint")),
            reference: try row.text("reference"),
            createdAt: try row.time("created_at")
        )
    }
}

extension MovedExecution {
    fileprivate init(_ row: Row) throws {
        let record = try ExecutionRecord(row)
        let path = try row.optionalText("parent_path") ?? ""
        let waits = try row.bool("parent_waits")
        self.init(
            record: record,
            parent: record.parentID.map { ParentLink(executionID: $0, path: path, waits: waits) },
            head: ChainHead(sequence: try row.int("last_sequence"), hash: try row.hash("head_hash"))
        )
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
