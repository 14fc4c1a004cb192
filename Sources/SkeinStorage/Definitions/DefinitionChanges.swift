// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

// What a change of a definition leaves in the audit log, and why one is refused: the same for every driver.

extension AuditEntry {
    /// A definition was stored for the first time.
    package init(created new: NewDefinition) {
        self.init("definition.created", new.key, new.author, new.now, ["version": 1, "note": .string(new.note)])
    }

    /// A definition got another version.
    package init(changed new: NewVersion, key: String, version: Int) {
        var details: JSONObject = [
            "version": .int(Int64(version)), "note": .string(new.note),
            "content_hash": .string(new.content.contentHash.description),
        ]
        details["rolled_back_to"] = new.rolledBackTo.map { .int(Int64($0)) }
        let action = new.rolledBackTo == nil ? "definition.updated" : "definition.rolled_back"
        self.init(action, key, new.author, new.now, .object(details))
    }

    /// A definition's status was changed.
    package init(statusChanged change: StatusChange, key: String) {
        let details: JSONValue = ["status": .string(change.status.rawValue), "note": .string(change.note)]
        self.init("definition.status_changed", key, change.author, change.now, details)
    }

    private init(_ action: String, _ key: String, _ author: Actor, _ now: Timestamp, _ details: JSONValue) {
        self.init(at: now, actor: author.name, action: action, subject: "definition/\(key)", details: details)
    }

    /// The entry's place at the end of the log.
    ///
    /// - Parameter head: Where the log ends; `nil` while it has no entries.
    /// - Returns: The entry with its number and hash.
    package func appended(to head: ChainHead?) -> AuditRecord {
        let head = head ?? ChainHead(sequence: 0, hash: HashChain.start(of: "audit"))
        let hash = HashChain.link(
            after: head.hash,
            sequence: head.sequence + 1,
            at: self.at,
            kind: self.action,
            content: self.content
        )
        return AuditRecord(sequence: head.sequence + 1, entry: self, hash: hash)
    }
}

extension SkeinError {
    /// No definition has that key or identifier.
    package static func missing(_ selector: DefinitionSelector) -> SkeinError {
        SkeinError(.definitionNotFound, "There is no definition '\(selector)'.")
    }

    /// Another definition has that key.
    package static func taken(_ key: String) -> SkeinError {
        SkeinError(.definitionExists, "A definition '\(key)' exists; change it with PUT, or choose another key.")
    }

    /// The change was made to another version than the current one; `nil` when it was not.
    package static func conflict(_ key: String, expected: Int?, current: Int) -> SkeinError? {
        guard let expected, expected != current else { return nil }
        let message =
            "'\(key)' is at version \(current), not \(expected): somebody changed it since you "
            + "read it. Read it again and repeat your change."
        return SkeinError(.versionConflict, message, metadata: ["current_version": String(current)])
    }

    /// The idempotency key belongs to another request.
    package static func keyReused(_ key: String) -> SkeinError {
        let message = "The Idempotency-Key '\(key)' was used with another request; a new request takes a new key."
        return SkeinError(.idempotencyKeyReused, message)
    }

    /// The database lacks migrations.
    package static func outdated(_ pending: [Migration]) -> SkeinError {
        let names = pending.map { "\($0.version) \($0.name)" }.joined(separator: ", ")
        return SkeinError(.schemaOutdated, "The database lacks migrations (\(names)). Run `skein migrate up`.")
    }
}

extension VersionRecord {
    /// The version that a new definition, or a change of one, makes.
    package init(
        _ content: VersionContent,
        of definition: (id: DefinitionID, key: String),
        version: Int,
        note: String,
        rolledBackTo: Int? = nil,
        author: Actor,
        now: Timestamp
    ) {
        self.init(
            definitionID: definition.id,
            key: definition.key,
            version: version,
            document: content.document,
            contentHash: content.contentHash,
            note: note,
            author: author.name,
            createdAt: now,
            rolledBackTo: rolledBackTo
        )
    }
}
