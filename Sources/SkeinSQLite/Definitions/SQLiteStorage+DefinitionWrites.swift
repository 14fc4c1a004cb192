// SPDX-License-Identifier: Apache-2.0

import SkeinModel
package import SkeinStorage

extension SQLiteStorage {
    package func createDefinition(
        _ new: NewDefinition,
        claim: IdempotencyClaim?
    ) async throws -> Claimed<VersionRecord> {
        try await self.group.run { statements in
            let writer = DefinitionWriter(statements: statements)
            if let reference = try writer.take(claim, reference: "1", now: new.now) {
                return .repeated(reference: reference)
            }
            return .done(try writer.create(new))
        }
    }

    package func addVersion(_ new: NewVersion, claim: IdempotencyClaim?) async throws -> Claimed<VersionRecord> {
        try await self.group.run { statements in
            let writer = DefinitionWriter(statements: statements)
            let current = try writer.current(new.selector)
            let reference = String(current.version + 1)
            if let reference = try writer.take(claim, reference: reference, now: new.now) {
                return .repeated(reference: reference)
            }
            return .done(try writer.add(new, to: current))
        }
    }

    package func setStatus(_ change: StatusChange, claim: IdempotencyClaim?) async throws -> Claimed<DefinitionRecord> {
        let repeated = try await self.group.run { statements -> String? in
            let writer = DefinitionWriter(statements: statements)
            let current = try writer.current(change.selector)
            if let reference = try writer.take(claim, reference: String(current.version), now: change.now) {
                return reference
            }
            try writer.setStatus(change, of: current)
            return nil
        }
        if let repeated { return .repeated(reference: repeated) }
        guard let record = try await self.definition(change.selector) else {
            throw SkeinError.missing(change.selector)
        }
        return .done(record)
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

    let statements: HotStatements

    /// Takes the idempotency key; the reference of the earlier request when there was one.
    func take(_ claim: IdempotencyClaim?, reference: String, now: Timestamp) throws(SkeinError) -> String? {
        guard let claim else { return nil }
        switch try IdempotencyKeys.take(claim, reference: reference, now: now, self.statements).0 {
        case .repeated(let reference): return reference
        case .keyReused: throw .keyReused(claim.key)
        case .committed, .committedElsewhere, .conflict: return nil
        }
    }

    func current(_ selector: DefinitionSelector) throws(SkeinError) -> Current {
        let select: RawStatement
        switch selector {
        case .key(let key):
            select = try self.statements.prepare(DefinitionSQL.currentByKey)
            select.bind(1, key)
        case .id(let id):
            select = try self.statements.prepare(DefinitionSQL.currentByID)
            select.bind(1, id.description)
        }
        let found = try select.first(self.statements.connection) { row -> Current? in
            guard let id = DefinitionID(row.text(2)) else { return nil }
            return Current(row: row.int(0), version: Int(row.int(1)), id: id, key: row.text(3))
        }
        guard let found, let found else { throw .missing(selector) }
        return found
    }

    func create(_ new: NewDefinition) throws(SkeinError) -> VersionRecord {
        let insert = try self.statements.prepare(DefinitionSQL.insert)
        insert.bind(1, new.id.description)
        insert.bind(2, new.key)
        insert.bind(3, new.content.displayName)
        insert.bind(4, new.content.discipline)
        insert.bind(5, new.content.status.rawValue)
        insert.bind(6, Self.json(new.content.tags))
        insert.bind(7, new.content.contentHash)
        insert.bind(8, new.now)
        insert.bind(9, new.author.name)
        guard let row = try insert.first(self.statements.connection, { $0.int(0) }) else {
            throw .taken(new.key)
        }
        let record = VersionRecord(
            new.content,
            of: (new.id, new.key),
            version: 1,
            note: new.note,
            author: new.author,
            now: new.now
        )
        try self.insert(record, row)
        try AuditWriter.append(AuditEntry(created: new), self.statements)
        return record
    }

    func add(_ new: NewVersion, to current: Current) throws(SkeinError) -> VersionRecord {
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
        try self.insert(record, current.row)
        let update = try self.statements.prepare(DefinitionSQL.update)
        update.bind(1, current.row)
        update.bind(2, new.content.displayName)
        update.bind(3, new.content.discipline)
        update.bind(4, new.content.status.rawValue)
        update.bind(5, Self.json(new.content.tags))
        update.bind(6, version)
        update.bind(7, new.content.contentHash)
        update.bind(8, new.now)
        update.bind(9, new.author.name)
        try update.run(self.statements.connection)
        try AuditWriter.append(AuditEntry(changed: new, key: current.key, version: version), self.statements)
        return record
    }

    func setStatus(_ change: StatusChange, of current: Current) throws(SkeinError) {
        if let conflict = SkeinError.conflict(current.key, expected: change.expectedVersion, current: current.version) {
            throw conflict
        }
        let update = try self.statements.prepare(DefinitionSQL.setStatus)
        update.bind(1, current.row)
        update.bind(2, change.status.rawValue)
        update.bind(3, change.now)
        update.bind(4, change.author.name)
        try update.run(self.statements.connection)
        try AuditWriter.append(AuditEntry(statusChanged: change, key: current.key), self.statements)
    }

    func insert(_ record: VersionRecord, _ definition: Int64) throws(SkeinError) {
        let insert = try self.statements.prepare(DefinitionSQL.insertVersion)
        insert.bind(1, definition)
        insert.bind(2, record.version)
        insert.bind(3, JSONWriter.text(record.document))
        insert.bind(4, record.contentHash)
        insert.bind(5, record.note)
        insert.bind(6, record.rolledBackTo)
        insert.bind(7, record.author)
        insert.bind(8, record.createdAt)
        try insert.run(self.statements.connection)
    }

    static func json(_ texts: [String]) -> String { JSONWriter.text(.array(texts.map { .string($0) })) }
}
