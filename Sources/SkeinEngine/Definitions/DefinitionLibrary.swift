// SPDX-License-Identifier: Apache-2.0

package import SkeinDefinition
package import SkeinModel
package import SkeinStorage

/// Definitions as people work with them: checked before they are stored, versioned, compared, rolled back.
package struct DefinitionLibrary: Sendable {
    let storage: any Storage
    let registry: FunctionRegistry
    let clock: any EngineClock
    let cache: VersionCache
    let current = CurrentDefinitions()
    let decoder: DefinitionDecoder

    init(storage: any Storage, registry: FunctionRegistry, clock: any EngineClock, limits: DefinitionLimits) {
        self.storage = storage
        self.registry = registry
        self.clock = clock
        self.decoder = DefinitionDecoder(limits: limits)
        self.cache = VersionCache(storage: storage, decoder: self.decoder)
    }

    /// Everything that is wrong with a document, and what is worth a warning.
    ///
    /// A function that is not registered is an error, for a draft a warning.
    package func check(_ document: JSONValue) -> (graph: Graph?, problems: [Problem]) {
        let result = self.decoder.decode(document)
        guard let graph = result.graph else { return (nil, result.problems) }
        let isDraft = graph.definition.status == .draft
        let calls = graph.problems(calling: self.registry.signatures).map { problem in
            guard isDraft else { return problem }
            return Problem(problem.code, at: problem.pointer, problem.message, hint: problem.hint, severity: .warning)
        }
        let problems = result.problems + calls
        return (problems.contains { $0.severity == .error } ? nil : graph, problems)
    }

    /// Stores a new definition.
    ///
    /// - Throws: ``SkeinError`` `definition-invalid` with all problems, `definition-exists`.
    package func create(
        _ document: JSONValue,
        note: String?,
        by author: Actor,
        claim: IdempotencyClaim? = nil
    ) async throws -> VersionRecord {
        let content = try self.content(document)
        let now = self.clock.now()
        let new = NewDefinition(
            id: DefinitionID(UUIDv7(at: now, random: self.clock.random())),
            key: content.key,
            content: content.version,
            note: note ?? "Created",
            author: author,
            now: now
        )
        defer { self.current.forget() }
        switch try await self.storage.createDefinition(new, claim: claim) {
        case .done(let record): return record
        case .repeated: return try await self.version(1, of: .key(content.key))
        }
    }

    /// Stores a changed document as the next version.
    ///
    /// One that says the same as the current version changes nothing, and one that says nothing of its status leaves that
    /// as it is: who publishes again what somebody took out of use does not bring it back.
    ///
    /// - Throws: ``SkeinError`` `definition-not-found`, `version-conflict`, `change-note-missing`,
    ///   `definition-invalid`.
    package func update(
        _ selector: DefinitionSelector,
        to document: JSONValue,
        note: String?,
        expectedVersion: Int?,
        by author: Actor,
        claim: IdempotencyClaim? = nil
    ) async throws -> VersionRecord {
        let current = try await self.definition(selector)
        let document = Self.keepingStatus(document, current)
        let content = try self.content(document)
        guard content.key == current.key else {
            let pointer = JSONPointer(tokens: ["deliverable_type"])
            let message = "The key of '\(current.key)' cannot change to '\(content.key)': executions refer to it."
            let hint = "Create a new definition, and deprecate this one."
            throw DefinitionDecoder.invalid([Problem("key-changed", at: pointer, message, hint: hint)])
        }
        if content.version.contentHash == current.contentHash, expectedVersion ?? current.version == current.version {
            return try await self.updateStatus(current, content.version.status, note, expectedVersion, author)
        }
        let new = NewVersion(
            selector: .id(current.id),
            expectedVersion: expectedVersion,
            content: content.version,
            note: try Self.required(note),
            author: author,
            now: self.clock.now()
        )
        defer { self.current.forget() }
        return try await self.stored(try await self.storage.addVersion(new, claim: claim), current.id)
    }

    /// Changes some members of the current document (JSON Merge Patch, RFC 7396) and stores it as the next version.
    ///
    /// - Throws: As ``update(_:to:note:expectedVersion:by:claim:)``.
    package func update(
        _ selector: DefinitionSelector,
        merging changes: JSONObject,
        note: String?,
        expectedVersion: Int?,
        by author: Actor,
        claim: IdempotencyClaim? = nil
    ) async throws -> VersionRecord {
        let current = try await self.definition(selector)
        var document = try await self.version(current.version, of: .id(current.id)).document
        // A status that was set on its own stands in the record only; a change of something else must not undo it.
        let status = current.status.rawValue
        if (document["status"]?.string ?? "active") != status {
            document = document.merging(["status": .string(status)])
        }
        return try await self.update(
            .id(current.id),
            to: document.merging(.object(changes)),
            note: note,
            expectedVersion: expectedVersion ?? current.version,
            by: author,
            claim: claim
        )
    }

    /// Stores the content of an earlier version as the next one.
    ///
    /// - Throws: ``SkeinError`` `version-not-found`, `version-conflict`, or `definition-invalid` for a version that
    ///   this Skein cannot run any more.
    package func rollBack(
        _ selector: DefinitionSelector,
        to target: Int,
        note: String?,
        expectedVersion: Int?,
        by author: Actor,
        claim: IdempotencyClaim? = nil
    ) async throws -> VersionRecord {
        let current = try await self.definition(selector)
        let old = try await self.version(target, of: .id(current.id))
        let content = try self.content(old.document, status: current.status)
        let new = NewVersion(
            selector: .id(current.id),
            expectedVersion: expectedVersion,
            content: content.version,
            note: note ?? "Rolled back to version \(target)",
            rolledBackTo: target,
            author: author,
            now: self.clock.now()
        )
        defer { self.current.forget() }
        return try await self.stored(try await self.storage.addVersion(new, claim: claim), current.id)
    }

    /// Changes where a definition stands in its life: `deprecated` takes it out of use.
    ///
    /// - Throws: ``SkeinError`` `definition-not-found`, `version-conflict`.
    package func setStatus(
        _ selector: DefinitionSelector,
        _ status: DefinitionStatus,
        note: String?,
        expectedVersion: Int?,
        by author: Actor,
        claim: IdempotencyClaim? = nil
    ) async throws -> DefinitionRecord {
        let change = StatusChange(
            selector: selector,
            expectedVersion: expectedVersion,
            status: status,
            note: note ?? "Status set to \(status.rawValue)",
            author: author,
            now: self.clock.now()
        )
        defer { self.current.forget() }
        switch try await self.storage.setStatus(change, claim: claim) {
        case .done(let record): return record
        case .repeated: return try await self.definition(selector)
        }
    }

    private func updateStatus(
        _ current: DefinitionRecord,
        _ status: DefinitionStatus,
        _ note: String?,
        _ expectedVersion: Int?,
        _ author: Actor
    ) async throws -> VersionRecord {
        if status != current.status {
            let version = expectedVersion ?? current.version
            _ = try await self.setStatus(.id(current.id), status, note: note, expectedVersion: version, by: author)
        }
        return try await self.version(current.version, of: .id(current.id))
    }

    private func stored(_ result: Claimed<VersionRecord>, _ id: DefinitionID) async throws -> VersionRecord {
        switch result {
        case .done(let record): return record
        case .repeated(let reference): return try await self.version(Int(reference) ?? 1, of: .id(id))
        }
    }

    /// A document as it is stored, or every error in it.
    private func content(
        _ document: JSONValue,
        status: DefinitionStatus? = nil
    ) throws(SkeinError) -> (key: String, version: VersionContent) {
        let (graph, problems) = self.check(document)
        guard let definition = graph?.definition else { throw DefinitionDecoder.invalid(problems) }
        let size = JSONWriter.bytes(document).count
        guard size <= self.decoder.limits.documentBytes else {
            let limit = self.decoder.limits.documentBytes
            let message = "The document has \(size) bytes; the limit (definition.document_bytes) is \(limit)."
            throw DefinitionDecoder.invalid([Problem("limit-exceeded", at: .root, message)])
        }
        let content = VersionContent(
            document: document,
            contentHash: HashChain.sha256(definition.hashedContent),
            displayName: definition.displayName,
            discipline: definition.discipline,
            status: status ?? definition.status,
            tags: definition.tags
        )
        return (definition.key, content)
    }

    private static func keepingStatus(_ document: JSONValue, _ current: DefinitionRecord) -> JSONValue {
        guard document.object != nil, document["status"] == nil, current.status != .active else { return document }
        return document.merging(["status": .string(current.status.rawValue)])
    }

    private static func required(_ note: String?) throws(SkeinError) -> String {
        guard let note, note.contains(where: { !$0.isWhitespace }) else {
            let message = "A change needs a note that says why: change_description."
            throw SkeinError(.changeNoteMissing, message)
        }
        return note
    }
}
