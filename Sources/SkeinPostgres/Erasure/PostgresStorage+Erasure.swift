// SPDX-License-Identifier: Apache-2.0

package import SkeinModel
package import SkeinStorage

extension PostgresStorage {
    package func eraseEnded(_ batch: ErasureBatch, because reason: ErasureReason) async throws -> Int {
        try await self.writer.runAsync { transaction in
            let due = try transaction.ask(ErasureSQL.due, .uuid(batch.definition.uuid), .time(batch.endedBy)).map {
                (row: try $0.int8("id"), execution: try ErasedExecution($0))
            }
            let count = batch.count(of: due.map(\.execution.head.sequence))
            _ = try ErasureSQL.erase(Array(due.prefix(count)), because: reason, transaction)
            return count
        }
    }

    package func erase(_ id: ExecutionID, because reason: ErasureReason) async throws -> AuditEntry {
        let tombstone = try await self.writer.runAsync { transaction -> AuditEntry? in
            guard let row = try transaction.ask(ErasureSQL.one, .uuid(id.uuid)).first else { return nil }
            let found = (row: try row.int8("id"), execution: try ErasedExecution(row))
            guard found.execution.status.isTerminal else { throw SkeinError.notErasable(id, "it has not ended") }
            if try row.bool("has_open_parent") {
                throw SkeinError.notErasable(id, "the execution that started it has not ended")
            }
            if try row.bool("has_open_child") {
                throw SkeinError.notErasable(id, "an execution that it started has not ended")
            }
            return try ErasureSQL.erase([found], because: reason, transaction).first
        }
        guard let tombstone else { throw try await self.absence(of: id) }
        return tombstone
    }

    package func tombstone(of id: ExecutionID) async throws -> AuditEntry? {
        try await self.read { connection in
            let sql = """
                SELECT sequence, at, actor, action, subject, details, hash FROM audit_log
                WHERE subject = $1 AND action = 'execution.erased' ORDER BY sequence DESC LIMIT 1
                """
            return try connection.run(sql, .text(AuditEntry.subject(of: id))).first.map { try AuditRecord($0).entry }
        }
    }
}

/// The statements that erase executions.
private enum ErasureSQL {
    private static let columns = """
        executions.id, executions.uuid, definitions.key, executions.version, executions.content_hash,
            executions.status, executions.ended_at, executions.last_sequence, executions.head_hash
        """
    private static let tables = "executions JOIN definitions ON definitions.id = executions.definition"
    private static let hasOpenParent = """
        EXISTS (SELECT 1 FROM executions AS parents
            WHERE parents.id = executions.parent AND parents.status NOT IN \(PostgresStorage.terminal))
        """
    private static let hasOpenChild = """
        EXISTS (SELECT 1 FROM executions AS children
            WHERE children.parent = executions.id AND children.status NOT IN \(PostgresStorage.terminal))
        """

    /// What is due; nobody else goes on with it before the transaction ends.
    static let due = """
        SELECT \(columns) FROM \(tables)
        WHERE executions.definition = (SELECT id FROM definitions WHERE uuid = $1) AND executions.ended_at <= $2
            AND executions.status IN \(PostgresStorage.terminal) AND NOT \(hasOpenParent) AND NOT \(hasOpenChild)
        ORDER BY executions.ended_at LIMIT \(ErasureBatch.executionLimit) FOR UPDATE OF executions
        """

    static let one = """
        SELECT \(columns), \(hasOpenParent) AS has_open_parent, \(hasOpenChild) AS has_open_child FROM \(tables)
        WHERE executions.uuid = $1 FOR UPDATE OF executions
        """

    private static let deleteKeys = "DELETE FROM idempotency_keys WHERE reference = ANY ($1::text[])"
    private static let delete = "DELETE FROM executions WHERE id = ANY ($1::bigint[])"

    /// Erases executions, and appends their tombstones.
    static func erase(
        _ found: [(row: Int64, execution: ErasedExecution)],
        because reason: ErasureReason,
        _ transaction: WriteTransaction
    ) throws -> [AuditEntry] {
        if found.isEmpty { return [] }
        transaction.add(Self.deleteKeys, found.texts(\.execution.id.description))
        transaction.add(Self.delete, found.int8s(\.row))
        let tombstones = found.map { AuditEntry($0.execution, because: reason) }
        let head = try transaction.ask([AuditSQL.lockHead])
        try AuditSQL.append(tombstones, to: head[0], transaction)
        return tombstones
    }
}

extension ErasedExecution {
    fileprivate init(_ row: Row) throws {
        self.init(
            id: try row.identifier("uuid"),
            definitionKey: try row.text("key"),
            version: try row.int("version"),
            contentHash: try row.hash("content_hash"),
            status: try row.choice("status"),
            endedAt: try row.optionalTime("ended_at"),
            head: ChainHead(sequence: try row.int("last_sequence"), hash: try row.hash("head_hash"))
        )
    }
}
