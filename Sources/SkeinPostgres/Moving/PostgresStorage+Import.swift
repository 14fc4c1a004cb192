// SPDX-License-Identifier: Apache-2.0

import SkeinModel
package import SkeinStorage

extension PostgresStorage {
    package func importAll(_ next: @escaping @Sendable () throws -> MovedRecord?) async throws {
        try await self.writer.runOnceAsync { try ImportWriter($0).run(next) }
    }
}

/// Writes moved records inside the writer's transaction, some hundred at a time.
private final class ImportWriter {
    /// How many rows wait at most before they are sent.
    private static let groupSize = 500

    private let transaction: WriteTransaction
    private var assembly = MovedTurns()
    private var turns: [TurnCommit] = []
    private var approvals: [(id: ExecutionID, part: ApprovalProjection)] = []
    private var tasks: [(id: ExecutionID, part: HumanTaskProjection)] = []
    private var entries: [AuditEntry] = []
    private var definition: Int64?
    /// How many rows wait.
    private var waiting = 0

    init(_ transaction: WriteTransaction) { self.transaction = transaction }

    func run(_ next: () throws -> MovedRecord?) throws {
        let isEmpty = try self.transaction.ask(
            """
            SELECT NOT EXISTS (SELECT 1 FROM definitions) AND NOT EXISTS (SELECT 1 FROM executions)
                AND NOT EXISTS (SELECT 1 FROM audit_log) AND NOT EXISTS (SELECT 1 FROM idempotency_keys) AS is_empty
            """
        )
        guard try isEmpty.first?.bool("is_empty") == true else { throw SkeinError.databaseNotEmpty }
        while let record = try next() {
            try self.add(record)
            self.waiting += 1
            if self.waiting >= Self.groupSize { try self.send() }
        }
        if let turn = try self.assembly.finish() { self.turns.append(turn) }
        try self.send()
    }

    private func add(_ record: MovedRecord) throws {
        switch record {
        case .definition(let record): self.definition = try self.insert(record)
        case .version(let record):
            guard let definition = self.definition else {
                throw SkeinError.notImportable("A version belongs to no definition.")
            }
            DefinitionWriter(transaction: self.transaction).insert(record, definition)
        case .execution, .event, .stepRun, .task, .timer, .signalWait, .childWait:
            if let turn = try self.assembly.add(record) { self.turns.append(turn) }
        case .approval(let approval, let execution): self.approvals.append((execution, approval))
        case .humanTask(let task, let execution): self.tasks.append((execution, task))
        case .idempotencyKey(let key):
            self.transaction.add(
                IdempotencySQL.insert,
                .text(key.claim.scope),
                .text(key.claim.key),
                .hash(key.claim.fingerprint),
                .text(key.reference),
                .time(key.createdAt)
            )
        case .auditEntry(let record):
            guard record.entry == record.entry.storable else {
                throw SkeinError.notImportable(
                    "Entry \(record.sequence) of the audit log has a character (U+0000) that PostgreSQL cannot keep."
                )
            }
            self.entries.append(record.entry)
        }
    }

    /// Sends what waits; what others refer to goes first.
    private func send() throws {
        self.waiting = 0
        if !self.approvals.isEmpty || !self.tasks.isEmpty, let turn = try self.assembly.finish() {
            self.turns.append(turn)
        }
        if !self.turns.isEmpty {
            let (results, _) = try PostgresStorage.write(self.turns, by: 0, self.transaction)
            if let place = results.firstIndex(where: { $0 != .committed && $0 != .committedElsewhere }) {
                let id = self.turns[place].executionID
                throw SkeinError.notImportable("Execution \(id) is there twice, or its definition is missing.")
            }
            self.turns = []
        }
        PeopleRows.add(try self.rows(self.approvals), to: self.transaction)
        self.approvals = []
        PeopleRows.add(try self.rows(self.tasks), to: self.transaction)
        self.tasks = []
        if !self.entries.isEmpty {
            let head = try self.transaction.ask([AuditSQL.lockHead])
            try AuditSQL.append(self.entries, to: head[0], self.transaction)
            self.entries = []
        }
        _ = try self.transaction.ask([])
    }

    private func insert(_ record: DefinitionRecord) throws -> Int64? {
        try self.transaction.ask(
            DefinitionSQL.insertMoved,
            .uuid(record.id.uuid),
            .text(record.key),
            .text(record.displayName),
            .text(record.discipline),
            .text(record.status.rawValue),
            .strings(record.tags),
            .int8(record.version),
            .hash(record.contentHash),
            .time(record.createdAt),
            .time(record.updatedAt),
            .text(record.createdBy),
            .text(record.updatedBy)
        ).first?.int8("id")
    }

    /// The parts with the rows of their executions.
    private func rows<Part>(_ parts: [(id: ExecutionID, part: Part)]) throws -> [TurnRows.Line<Part>] {
        if parts.isEmpty { return [] }
        let sql = "SELECT id, uuid FROM executions WHERE uuid = ANY ($1::uuid[])"
        let found = try self.transaction.ask(sql, parts.uuids(\.id.uuid)).map { row in
            (ExecutionID(try row.uuid("uuid")), try row.int8("id"))
        }
        let rows = Dictionary(found) { first, _ in first }
        return try parts.map { id, part in
            guard let row = rows[id] else { throw SkeinError.notImportable("There is no execution \(id).") }
            return TurnRows.Line(execution: row, part: part)
        }
    }
}
