// SPDX-License-Identifier: Apache-2.0

import GRDB
import SkeinModel
package import SkeinStorage

extension SQLiteStorage {
    package func appendAudit(_ entry: AuditEntry) async throws {
        try await self.group.run { try AuditWriter.append(entry, $0) }
    }

    package func audit(after sequence: Int, limit: Int) async throws -> [AuditRecord] {
        try await self.read { database in
            let sql = "SELECT * FROM audit_log WHERE sequence > ? ORDER BY sequence LIMIT ?"
            return try Row.fetchAll(database, sql: sql, arguments: [sequence, limit]).map { try AuditRecord($0) }
        }
    }

    package func auditHead() async throws -> ChainHead? {
        try await self.read { database in
            try Row.fetchOne(database, sql: "SELECT sequence, hash FROM audit_head").map { row in
                ChainHead(sequence: row["sequence"], hash: row.hash("hash"))
            }
        }
    }
}

extension AuditRecord {
    init(_ row: Row) throws {
        let entry = AuditEntry(
            at: row.time("at"),
            actor: row["actor"],
            action: row["action"],
            subject: row["subject"],
            details: try row.json("details")
        )
        self.init(sequence: row["sequence"], entry: entry, hash: row.hash("hash"))
    }
}

/// Appends to the audit log's chain, and keeps where it ends.
enum AuditWriter {
    private static let last = StaticSQL("SELECT sequence, hash FROM audit_head")
    private static let move = StaticSQL("INSERT OR REPLACE INTO audit_head (id, sequence, hash) VALUES (1, ?1, ?2)")
    private static let insert = StaticSQL(
        """
        INSERT INTO audit_log (sequence, at, actor, action, subject, details, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        """
    )

    static func append(_ entry: AuditEntry, _ statements: HotStatements) throws(SkeinError) {
        let head = try statements.prepare(Self.last).first(statements.connection) {
            ChainHead(sequence: Int($0.int(0)), hash: $0.hash(1))
        }
        let record = entry.appended(to: head)
        let insert = try statements.prepare(Self.insert)
        insert.bind(1, record.sequence)
        insert.bind(2, entry.at)
        insert.bind(3, entry.actor)
        insert.bind(4, entry.action)
        insert.bind(5, entry.subject)
        insert.bind(6, JSONWriter.text(entry.details))
        insert.bind(7, record.hash)
        try insert.run(statements.connection)
        let move = try statements.prepare(Self.move)
        move.bind(1, record.sequence)
        move.bind(2, record.hash)
        try move.run(statements.connection)
    }
}

/// Keeps which requests were done, by their callers' keys.
enum IdempotencyKeys {
    private static let select = StaticSQL(
        "SELECT fingerprint, reference FROM idempotency_keys WHERE scope = ?1 AND key = ?2"
    )
    private static let insert = StaticSQL(
        """
        INSERT INTO idempotency_keys (scope, key, fingerprint, reference, created_at) VALUES (?1, ?2, ?3, ?4, ?5)
        """
    )

    /// Takes the key for a request, in the transaction that does what the request asks.
    ///
    /// - Returns: Whether the key was free; if not, what became of the request that has it.
    static func take(
        _ claim: IdempotencyClaim,
        reference: String,
        now: Timestamp,
        _ statements: HotStatements
    ) throws(SkeinError) -> (CommitResult, isNew: Bool) {
        let select = try statements.prepare(Self.select)
        select.bind(1, claim.scope)
        select.bind(2, claim.key)
        if let (fingerprint, reference) = try select.first(statements.connection, { ($0.hash(0), $0.text(1)) }) {
            return (fingerprint == claim.fingerprint ? .repeated(reference: reference) : .keyReused, false)
        }
        let insert = try statements.prepare(Self.insert)
        insert.bind(1, claim.scope)
        insert.bind(2, claim.key)
        insert.bind(3, claim.fingerprint)
        insert.bind(4, reference)
        insert.bind(5, now)
        try insert.run(statements.connection)
        return (.committed, true)
    }
}
