// SPDX-License-Identifier: Apache-2.0

import GRDB
package import SkeinModel
package import SkeinStorage

extension SQLiteStorage {
    package func eraseEnded(_ batch: ErasureBatch, because reason: ErasureReason) async throws -> Int {
        let count = try await self.group.run { statements in
            try ErasureWriter(statements: statements, reason: reason).erase(batch)
        }
        if count > 0 { try await self.giveBackSpace() }
        return count
    }

    package func erase(_ id: ExecutionID, because reason: ErasureReason) async throws -> AuditEntry {
        let tombstone = try await self.group.run { statements in
            try ErasureWriter(statements: statements, reason: reason).erase(id)
        }
        guard let tombstone else { throw try await self.absence(of: id) }
        try await self.giveBackSpace()
        return tombstone
    }

    package func tombstone(of id: ExecutionID) async throws -> AuditEntry? {
        try await self.read { database in
            let sql = """
                SELECT * FROM audit_log WHERE subject = ? AND action = 'execution.erased'
                ORDER BY sequence DESC LIMIT 1
                """
            let arguments: StatementArguments = [AuditEntry.subject(of: id)]
            return try Row.fetchOne(database, sql: sql, arguments: arguments).map { try AuditRecord($0).entry }
        }
    }

    /// Hands free pages back to the file system, some at a time, in a file that was made for that.
    private func giveBackSpace() async throws {
        try await self.group.run { statements in
            // Each step hands back one page.
            _ = try statements.prepare(Self.giveBack).all(statements.connection) { _ in () }
        }
    }

    private static let giveBack = StaticSQL("PRAGMA incremental_vacuum(2000)")
}

/// Erases executions inside the writer's transaction.
private struct ErasureWriter {
    private static let columns = """
        SELECT executions.id, executions.uuid, definitions.key, executions.version, executions.content_hash,
            executions.status, executions.ended_at, executions.last_sequence, executions.head_hash
        FROM executions JOIN definitions ON definitions.id = executions.definition
        """
    private static let hasOpenParent = """
        EXISTS (SELECT 1 FROM executions AS parents
            WHERE parents.id = executions.parent AND parents.status NOT IN \(SQLiteStorage.terminal))
        """
    private static let hasOpenChild = """
        EXISTS (SELECT 1 FROM executions AS children
            WHERE children.parent = executions.id AND children.status NOT IN \(SQLiteStorage.terminal))
        """
    private static let due = StaticSQL(
        """
        \(columns) WHERE definitions.uuid = ?1 AND executions.ended_at <= ?2
            AND executions.status IN \(SQLiteStorage.terminal) AND NOT \(hasOpenParent) AND NOT \(hasOpenChild)
        ORDER BY executions.ended_at LIMIT \(ErasureBatch.executionLimit)
        """
    )
    private static let one = StaticSQL("\(columns) WHERE executions.uuid = ?1")
    private static let openKin = StaticSQL("SELECT \(hasOpenParent), \(hasOpenChild) FROM executions WHERE id = ?1")
    private static let deleteKeys = StaticSQL("DELETE FROM idempotency_keys WHERE reference = ?1")
    private static let delete = StaticSQL("DELETE FROM executions WHERE id = ?1")

    let statements: HotStatements
    let reason: ErasureReason

    func erase(_ batch: ErasureBatch) throws(SkeinError) -> Int {
        let select = try self.statements.prepare(Self.due)
        select.bind(1, batch.definition.description)
        select.bind(2, batch.endedBy)
        let due = try select.all(self.statements.connection, Self.read)
        let count = batch.count(of: due.map { $0?.execution.head.sequence ?? 0 })
        for found in due.prefix(count) { _ = try self.erase(found) }
        return count
    }

    /// Erases one execution; `nil` when it is not there.
    func erase(_ id: ExecutionID) throws(SkeinError) -> AuditEntry? {
        let select = try self.statements.prepare(Self.one)
        select.bind(1, id.description)
        guard let found = try select.first(self.statements.connection, Self.read) else { return nil }
        guard found?.execution.status.isTerminal == true else { throw .notErasable(id, "it has not ended") }
        let openKin = try self.statements.prepare(Self.openKin)
        openKin.bind(1, found?.row)
        let kin = try openKin.first(self.statements.connection) { (parent: $0.int(0) == 1, child: $0.int(1) == 1) }
        if kin?.parent == true { throw .notErasable(id, "the execution that started it has not ended") }
        if kin?.child == true { throw .notErasable(id, "an execution that it started has not ended") }
        return try self.erase(found)
    }

    private func erase(_ found: (row: Int64, execution: ErasedExecution)?) throws(SkeinError) -> AuditEntry {
        guard let (row, execution) = found else {
            throw SkeinError(.storageUnavailable, "An execution has a value that Skein did not write.")
        }
        let deleteKeys = try self.statements.prepare(Self.deleteKeys)
        deleteKeys.bind(1, execution.id.description)
        try deleteKeys.run(self.statements.connection)
        let delete = try self.statements.prepare(Self.delete)
        delete.bind(1, row)
        try delete.run(self.statements.connection)
        let tombstone = AuditEntry(execution, because: self.reason)
        try AuditWriter.append(tombstone, self.statements)
        return tombstone
    }

    /// The row that is selected; `nil` for one that Skein did not write.
    private static func read(_ row: RawRow) -> (row: Int64, execution: ErasedExecution)? {
        guard let id = ExecutionID(row.text(1)), let status = ExecutionStatus(rawValue: row.text(5)) else { return nil }
        let execution = ErasedExecution(
            id: id,
            definitionKey: row.text(2),
            version: Int(row.int(3)),
            contentHash: row.hash(4),
            status: status,
            endedAt: row.isNull(6) ? nil : Timestamp(microseconds: row.int(6)),
            head: ChainHead(sequence: Int(row.int(7)), hash: row.hash(8))
        )
        return (row.int(0), execution)
    }
}
