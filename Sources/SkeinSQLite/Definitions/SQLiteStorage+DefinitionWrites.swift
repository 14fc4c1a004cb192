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
            throw DefinitionWriter.missing(change.selector)
        }
        return .done(record)
    }
}

/// Writes definitions inside the writer's transaction.
private struct DefinitionWriter {
    /// The row of a definition, as far as a change needs it.
    struct Current {
        let row: Int64
        let version: Int
        let id: DefinitionID
        let key: String
    }

    let statements: HotStatements

    static func missing(_ selector: DefinitionSelector) -> SkeinError {
        SkeinError(.definitionNotFound, "There is no definition '\(selector)'.")
    }

    /// Takes the idempotency key; the reference of the earlier request when there was one.
    func take(_ claim: IdempotencyClaim?, reference: String, now: Timestamp) throws(SkeinError) -> String? {
        guard let claim else { return nil }
        switch try IdempotencyKeys.take(claim, reference: reference, now: now, self.statements).0 {
        case .repeated(let reference): return reference
        case .keyReused: throw .keyReused(claim.key)
        case .committed, .conflict: return nil
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
        guard let found, let found else { throw Self.missing(selector) }
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
            let message = "A definition '\(new.key)' exists; change it with PUT, or choose another key."
            throw SkeinError(.definitionExists, message)
        }
        let current = Current(row: row, version: 1, id: new.id, key: new.key)
        let record = try self.insertVersion(1, new.content, new.note, nil, new.author, new.now, current)
        try self.audit("definition.created", new.author, new.now, current, ["version": 1, "note": .string(new.note)])
        return record
    }

    func add(_ new: NewVersion, to current: Current) throws(SkeinError) -> VersionRecord {
        try self.check(new.expectedVersion, current)
        let version = current.version + 1
        let record = try self.insertVersion(
            version,
            new.content,
            new.note,
            new.rolledBackTo,
            new.author,
            new.now,
            current
        )
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
        var details: JSONObject = [
            "version": .int(Int64(version)), "note": .string(new.note),
            "content_hash": .string(new.content.contentHash.description),
        ]
        details["rolled_back_to"] = new.rolledBackTo.map { .int(Int64($0)) }
        let action = new.rolledBackTo == nil ? "definition.updated" : "definition.rolled_back"
        try self.audit(action, new.author, new.now, current, .object(details))
        return record
    }

    func setStatus(_ change: StatusChange, of current: Current) throws(SkeinError) {
        try self.check(change.expectedVersion, current)
        let update = try self.statements.prepare(DefinitionSQL.setStatus)
        update.bind(1, current.row)
        update.bind(2, change.status.rawValue)
        update.bind(3, change.now)
        update.bind(4, change.author.name)
        try update.run(self.statements.connection)
        let details: JSONValue = ["status": .string(change.status.rawValue), "note": .string(change.note)]
        try self.audit("definition.status_changed", change.author, change.now, current, details)
    }

    private func check(_ expected: Int?, _ current: Current) throws(SkeinError) {
        guard let expected, expected != current.version else { return }
        let message =
            "'\(current.key)' is at version \(current.version), not \(expected): somebody changed it since you "
            + "read it. Read it again and repeat your change."
        throw SkeinError(.versionConflict, message, metadata: ["current_version": String(current.version)])
    }

    private func insertVersion(
        _ version: Int,
        _ content: VersionContent,
        _ note: String,
        _ rolledBackTo: Int?,
        _ author: Actor,
        _ now: Timestamp,
        _ current: Current
    ) throws(SkeinError) -> VersionRecord {
        let insert = try self.statements.prepare(DefinitionSQL.insertVersion)
        insert.bind(1, current.row)
        insert.bind(2, version)
        insert.bind(3, JSONWriter.text(content.document))
        insert.bind(4, content.contentHash)
        insert.bind(5, note)
        insert.bind(6, rolledBackTo)
        insert.bind(7, author.name)
        insert.bind(8, now)
        try insert.run(self.statements.connection)
        return VersionRecord(
            definitionID: current.id,
            key: current.key,
            version: version,
            document: content.document,
            contentHash: content.contentHash,
            note: note,
            author: author.name,
            createdAt: now,
            rolledBackTo: rolledBackTo
        )
    }

    private func audit(
        _ action: String,
        _ author: Actor,
        _ now: Timestamp,
        _ current: Current,
        _ details: JSONValue
    ) throws(SkeinError) {
        let subject = "definition/\(current.key)"
        let entry = AuditEntry(at: now, actor: author.name, action: action, subject: subject, details: details)
        try AuditWriter.append(entry, self.statements)
    }

    private static func json(_ texts: [String]) -> String { JSONWriter.text(.array(texts.map { .string($0) })) }
}

extension SkeinError {
    /// The idempotency key belongs to another request.
    static func keyReused(_ key: String) -> SkeinError {
        let message = "The Idempotency-Key '\(key)' was used with another request; a new request takes a new key."
        return SkeinError(.idempotencyKeyReused, message)
    }
}
