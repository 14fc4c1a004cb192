// SPDX-License-Identifier: Apache-2.0

import SkeinModel
package import SkeinStorage

extension SQLiteStorage {
    /// In one write transaction: until it ends, everything stands in the log beside the file.
    package func importAll(_ next: @escaping @Sendable () throws -> MovedRecord?) async throws {
        try await self.group.run { statements in try ImportWriter(statements: statements).run(next) }
    }
}

/// Writes moved records inside the writer's transaction.
private struct ImportWriter {
    private static let isEmpty = StaticSQL(
        """
        SELECT NOT EXISTS (SELECT 1 FROM definitions) AND NOT EXISTS (SELECT 1 FROM executions)
            AND NOT EXISTS (SELECT 1 FROM audit_log) AND NOT EXISTS (SELECT 1 FROM idempotency_keys)
        """
    )
    private static let row = StaticSQL("SELECT id FROM executions WHERE uuid = ?1")

    let statements: HotStatements

    func run(_ next: () throws -> MovedRecord?) throws {
        let isEmpty = try self.statements.prepare(Self.isEmpty).first(self.statements.connection) { $0.int(0) == 1 }
        guard isEmpty == true else { throw SkeinError.databaseNotEmpty }
        var turns = MovedTurns()
        var definition: Int64?
        while let record = try next() {
            switch record {
            case .definition(let record): definition = try self.insert(record)
            case .version(let record):
                guard let definition else { throw SkeinError.notImportable("A version belongs to no definition.") }
                try DefinitionWriter(statements: self.statements).insert(record, definition)
            case .execution, .event, .stepRun, .task, .timer, .signalWait, .childWait:
                if let turn = try turns.add(record) { try self.write(turn) }
            case .approval(let approval, let execution):
                if let turn = try turns.finish() { try self.write(turn) }
                try self.statements.write(approval, try self.row(of: execution))
            case .humanTask(let task, let execution):
                if let turn = try turns.finish() { try self.write(turn) }
                try self.statements.write(task, try self.row(of: execution))
            case .idempotencyKey(let key): try self.insert(key)
            case .auditEntry(let record): try AuditWriter.append(record.entry, self.statements)
            }
        }
        if let turn = try turns.finish() { try self.write(turn) }
    }

    private func insert(_ record: DefinitionRecord) throws(SkeinError) -> Int64? {
        let insert = try self.statements.prepare(DefinitionSQL.insertMoved)
        insert.bind(1, record.id.description)
        insert.bind(2, record.key)
        insert.bind(3, record.displayName)
        insert.bind(4, record.discipline)
        insert.bind(5, record.status.rawValue)
        insert.bind(6, DefinitionWriter.json(record.tags))
        insert.bind(7, record.version)
        insert.bind(8, record.contentHash)
        insert.bind(9, record.createdAt)
        insert.bind(10, record.updatedAt)
        insert.bind(11, record.createdBy)
        insert.bind(12, record.updatedBy)
        return try insert.first(self.statements.connection) { $0.int(0) }
    }

    private func write(_ turn: TurnCommit) throws(SkeinError) {
        let refusal = SkeinError.notImportable(
            "Execution \(turn.executionID) is there twice, or its definition is missing."
        )
        if turn.new != nil, try self.find(turn.executionID) != nil { throw refusal }
        guard try TurnWriter(statements: self.statements, turn: turn).write() == .committed else { throw refusal }
    }

    private func row(of execution: ExecutionID) throws(SkeinError) -> Int64 {
        guard let row = try self.find(execution) else { throw .notImportable("There is no execution \(execution).") }
        return row
    }

    private func find(_ execution: ExecutionID) throws(SkeinError) -> Int64? {
        let select = try self.statements.prepare(Self.row)
        select.bind(1, execution.description)
        return try select.first(self.statements.connection) { $0.int(0) }
    }

    private func insert(_ key: MovedIdempotencyKey) throws(SkeinError) {
        let (_, isNew) = try IdempotencyKeys.take(
            key.claim,
            reference: key.reference,
            now: key.createdAt,
            self.statements
        )
        guard isNew else { throw .notImportable("The idempotency key '\(key.claim.key)' is there twice.") }
    }
}
