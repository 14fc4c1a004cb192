// SPDX-License-Identifier: Apache-2.0

import SkeinModel
package import SkeinStorage

extension PostgresStorage {
    package func appendAudit(_ entry: AuditEntry) async throws {
        try await self.writer.runAsync { transaction in
            let head = try transaction.ask([AuditSQL.lockHead])
            try AuditSQL.append([entry], to: head[0], transaction)
        }
    }

    package func audit(after sequence: Int, limit: Int) async throws -> [AuditRecord] {
        try await self.read { connection in
            let sql = """
                SELECT sequence, at, actor, action, subject, details, hash FROM audit_log
                WHERE sequence > $1 ORDER BY sequence LIMIT $2
                """
            return try connection.run(sql, .int8(sequence), .int8(limit)).map { try AuditRecord($0) }
        }
    }

    package func auditHead() async throws -> ChainHead? {
        try await self.read { connection in
            try AuditSQL.head(try connection.run("SELECT sequence, hash FROM audit_head"))
        }
    }
}

extension AuditRecord {
    init(_ row: Row) throws {
        let entry = AuditEntry(
            at: try row.time("at"),
            actor: try row.text("actor"),
            action: try row.text("action"),
            subject: try row.text("subject"),
            details: try row.json("details")
        )
        self.init(sequence: try row.int("sequence"), entry: entry, hash: try row.hash("hash"))
    }
}

/// Appends to the audit log's chain, and keeps where it ends.
enum AuditSQL {
    /// Where the log ends; nobody else appends before the transaction ends.
    static let lockHead = Statement("SELECT sequence, hash FROM audit_head FOR UPDATE")

    private static let insert = """
        INSERT INTO audit_log (sequence, at, actor, action, subject, details, hash)
        SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::json[],
            $7::bytea[])
        """
    /// The first entry of all makes the row; when two are the first, one of them fails, and is tried again.
    private static let move = """
        WITH moved AS (UPDATE audit_head SET sequence = $1, hash = $2 RETURNING 1)
        INSERT INTO audit_head (id, sequence, hash) SELECT 1, $1, $2 WHERE NOT EXISTS (SELECT 1 FROM moved)
        """

    private static let find = "SELECT 1 AS found FROM audit_log WHERE sequence = $1 AND hash = $2"

    static func head(_ rows: Rows) throws -> ChainHead? {
        try rows.first.map { ChainHead(sequence: try $0.int("sequence"), hash: try $0.hash("hash")) }
    }

    /// Puts entries in line behind the head that was locked.
    ///
    /// PostgreSQL cannot keep U+0000 in texts, so it is replaced before the entry is hashed.
    static func append(_ entries: [AuditEntry], to head: Rows, _ transaction: WriteTransaction) throws {
        var last = try Self.head(head)
        let records = entries.map { entry -> AuditRecord in
            let record = entry.storable.appended(to: last)
            last = ChainHead(sequence: record.sequence, hash: record.hash)
            return record
        }
        guard let last, !records.isEmpty else { return }
        transaction.add(
            Self.insert,
            records.ints(\.sequence),
            records.times(\.entry.at),
            records.texts(\.entry.actor),
            records.texts(\.entry.action),
            records.texts(\.entry.subject),
            records.jsons { JSONWriter.bytes($0.entry.details) },
            records.hashes(\.hash)
        )
        transaction.add(Self.move, .int8(last.sequence), .hash(last.hash))
        transaction.proof = Statement(Self.find, [.int8(last.sequence), .hash(last.hash)])
    }
}

extension AuditEntry {
    /// The entry as PostgreSQL can keep it.
    var storable: AuditEntry {
        func clean(_ text: String) -> String { text.replacing("\0", with: "\u{FFFD}") }
        guard [self.actor, self.action, self.subject].contains(where: { $0.utf8.contains(0) }) else { return self }
        return AuditEntry(
            at: self.at,
            actor: clean(self.actor),
            action: clean(self.action),
            subject: clean(self.subject),
            details: self.details
        )
    }
}

/// Keeps which requests were done, by their callers' keys.
enum IdempotencySQL {
    /// What became of the request that has a key.
    struct Found {
        let fingerprint: ContentHash
        let reference: String
    }

    /// Looks up keys.
    static func select(_ claims: [IdempotencyClaim]) -> Statement {
        let sql = """
            SELECT scope, key, fingerprint, reference
            FROM unnest($1::text[], $2::text[]) AS given (scope, key) JOIN idempotency_keys USING (scope, key)
            """
        return Statement(sql, [claims.texts(\.scope), claims.texts(\.key)])
    }

    /// What was found, by scope and key.
    static func read(_ rows: Rows) throws -> [String: [String: Found]] {
        var found: [String: [String: Found]] = [:]
        for (scope, key, entry) in try rows.map({ row in
            (
                try row.text("scope"), try row.text("key"),
                Found(fingerprint: try row.hash("fingerprint"), reference: try row.text("reference"))
            )
        }) {
            found[scope, default: [:]][key] = entry
        }
        return found
    }

    static let insert = """
        INSERT INTO idempotency_keys (scope, key, fingerprint, reference, created_at) VALUES ($1, $2, $3, $4, $5)
        """

    static let insertAll = """
        INSERT INTO idempotency_keys (scope, key, fingerprint, reference, created_at)
        SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[], $4::text[], $5::timestamptz[])
        """
}
