// SPDX-License-Identifier: Apache-2.0

import SkeinModel
package import SkeinStorage

extension PostgresStorage {
    package func createDefinition(
        _ new: NewDefinition,
        claim: IdempotencyClaim?
    ) async throws -> Claimed<VersionRecord> {
        try await self.writer.runAsync { transaction in
            let writer = DefinitionWriter(transaction: transaction)
            if let reference = try writer.take(claim, reference: "1", now: new.now) {
                return .repeated(reference: reference)
            }
            transaction.add(NodeSQL.notify, .text(Announcement.definitions.text))
            return .done(try writer.create(new))
        }
    }

    package func addVersion(_ new: NewVersion, claim: IdempotencyClaim?) async throws -> Claimed<VersionRecord> {
        try await self.writer.runAsync { transaction in
            let writer = DefinitionWriter(transaction: transaction)
            let current = try writer.current(new.selector)
            let reference = String(current.version + 1)
            if let reference = try writer.take(claim, reference: reference, now: new.now) {
                return .repeated(reference: reference)
            }
            transaction.add(NodeSQL.notify, .text(Announcement.definitions.text))
            return .done(try writer.add(new, to: current))
        }
    }

    package func setStatus(_ change: StatusChange, claim: IdempotencyClaim?) async throws -> Claimed<DefinitionRecord> {
        try await self.writer.runAsync { transaction in
            let writer = DefinitionWriter(transaction: transaction)
            let current = try writer.current(change.selector)
            if let reference = try writer.take(claim, reference: String(current.version), now: change.now) {
                return .repeated(reference: reference)
            }
            transaction.add(NodeSQL.notify, .text(Announcement.definitions.text))
            return .done(try writer.setStatus(change, of: current))
        }
    }
}

/// Writes definitions inside the writer's transaction.
struct DefinitionWriter {
    /// The row of a definition, as far as a change needs it.
    struct Current {
        let row: Int64
        let version: Int
        let id: DefinitionID
        let key: String
    }

    let transaction: WriteTransaction

    /// Takes the idempotency key; the reference of the earlier request when there was one.
    func take(_ claim: IdempotencyClaim?, reference: String, now: Timestamp) throws -> String? {
        guard let claim else { return nil }
        let rows = try self.transaction.ask([IdempotencySQL.select([claim])])
        if let found = try IdempotencySQL.read(rows[0])[claim.scope]?[claim.key] {
            guard found.fingerprint == claim.fingerprint else { throw SkeinError.keyReused(claim.key) }
            return found.reference
        }
        self.transaction.add(
            IdempotencySQL.insert,
            .text(claim.scope),
            .text(claim.key),
            .hash(claim.fingerprint),
            .text(reference),
            .time(now)
        )
        return nil
    }

    func current(_ selector: DefinitionSelector) throws -> Current {
        let rows =
            switch selector {
            case .key(let key): try self.transaction.ask(DefinitionSQL.currentByKey, .text(key))
            case .id(let id): try self.transaction.ask(DefinitionSQL.currentByID, .uuid(id.uuid))
            }
        guard let row = rows.first else { throw SkeinError.missing(selector) }
        return Current(
            row: try row.int8("id"),
            version: try row.int("version"),
            id: try row.identifier("uuid"),
            key: try row.text("key")
        )
    }

    func create(_ new: NewDefinition) throws -> VersionRecord {
        let rows = try self.transaction.ask(
            DefinitionSQL.insert,
            .uuid(new.id.uuid),
            .text(new.key),
            .text(new.content.displayName),
            .text(new.content.discipline),
            .text(new.content.status.rawValue),
            .strings(new.content.tags),
            .hash(new.content.contentHash),
            .time(new.now),
            .text(new.author.name)
        )
        guard let row = try rows.first?.int8("id") else { throw SkeinError.taken(new.key) }
        let record = VersionRecord(
            new.content,
            of: (new.id, new.key),
            version: 1,
            note: new.note,
            author: new.author,
            now: new.now
        )
        self.insert(record, row)
        try self.audit(AuditEntry(created: new))
        return record
    }

    func add(_ new: NewVersion, to current: Current) throws -> VersionRecord {
        if let conflict = SkeinError.conflict(current.key, expected: new.expectedVersion, current: current.version) {
            throw conflict
        }
        let version = current.version + 1
        let record = VersionRecord(
            new.content,
            of: (current.id, current.key),
            version: version,
            note: new.note,
            rolledBackTo: new.rolledBackTo,
            author: new.author,
            now: new.now
        )
        self.insert(record, current.row)
        self.transaction.add(
            DefinitionSQL.update,
            .int8(current.row),
            .text(new.content.displayName),
            .text(new.content.discipline),
            .text(new.content.status.rawValue),
            .strings(new.content.tags),
            .int8(version),
            .hash(new.content.contentHash),
            .time(new.now),
            .text(new.author.name)
        )
        try self.audit(AuditEntry(changed: new, key: current.key, version: version))
        return record
    }

    func setStatus(_ change: StatusChange, of current: Current) throws -> DefinitionRecord {
        if let conflict = SkeinError.conflict(current.key, expected: change.expectedVersion, current: current.version) {
            throw conflict
        }
        let rows = try self.transaction.ask(
            DefinitionSQL.setStatus,
            .int8(current.row),
            .text(change.status.rawValue),
            .time(change.now),
            .text(change.author.name)
        )
        guard let row = rows.first else { throw SkeinError.missing(change.selector) }
        try self.audit(AuditEntry(statusChanged: change, key: current.key))
        return try DefinitionRecord(row)
    }

    func insert(_ record: VersionRecord, _ definition: Int64) {
        self.transaction.add(
            DefinitionSQL.insertVersion,
            .int8(definition),
            .int8(record.version),
            .json(JSONWriter.bytes(record.document)),
            .hash(record.contentHash),
            .text(record.note),
            .int8(record.rolledBackTo),
            .text(record.author),
            .time(record.createdAt)
        )
    }

    private func audit(_ entry: AuditEntry) throws {
        let head = try self.transaction.ask([AuditSQL.lockHead])
        try AuditSQL.append([entry], to: head[0], self.transaction)
    }
}
