// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// Keeps definitions and their versions.
package protocol DefinitionStore: Sendable {
    /// Stores a new definition with its first version.
    ///
    /// - Throws: ``SkeinError`` `definition-exists` when the key is taken.
    func createDefinition(_ new: NewDefinition, claim: IdempotencyClaim?) async throws -> Claimed<VersionRecord>

    /// Stores the next version of a definition.
    ///
    /// - Throws: ``SkeinError`` `definition-not-found`, or `version-conflict` when the current version is not the one
    ///   that the change was made to.
    func addVersion(_ new: NewVersion, claim: IdempotencyClaim?) async throws -> Claimed<VersionRecord>

    /// Changes where a definition stands in its life, without a new version.
    ///
    /// - Throws: ``SkeinError`` `definition-not-found`, or `version-conflict`.
    func setStatus(_ change: StatusChange, claim: IdempotencyClaim?) async throws -> Claimed<DefinitionRecord>

    /// The definition with that key or identifier.
    func definition(_ selector: DefinitionSelector) async throws -> DefinitionRecord?

    /// One version of a definition.
    func version(_ version: Int, of selector: DefinitionSelector) async throws -> VersionRecord?

    /// The versions of a definition, newest first.
    func versions(of selector: DefinitionSelector, _ page: PageRequest) async throws -> Page<VersionRecord>

    /// Definitions, newest first.
    func definitions(_ filter: DefinitionFilter, _ page: PageRequest) async throws -> Page<DefinitionRecord>

    /// How the executions of a definition have gone.
    func statistics(of selector: DefinitionSelector) async throws -> DefinitionStatistics?
}

/// How a caller names a definition.
package enum DefinitionSelector: Hashable, Sendable {
    case key(String)
    case id(DefinitionID)

    /// Takes a UUID for an identifier and anything else for a key.
    package init(_ text: String) {
        self = DefinitionID(text).map { .id($0) } ?? .key(text)
    }
}

extension DefinitionSelector: CustomStringConvertible {
    package var description: String {
        switch self {
        case .key(let key): key
        case .id(let id): id.description
        }
    }
}

/// What a version says, beside its number.
package struct VersionContent: Sendable {
    package let document: JSONValue
    package let contentHash: ContentHash
    package let displayName: String
    package let discipline: String
    package let status: DefinitionStatus
    package let tags: [String]

    package init(
        document: JSONValue,
        contentHash: ContentHash,
        displayName: String,
        discipline: String,
        status: DefinitionStatus,
        tags: [String]
    ) {
        self.document = document
        self.contentHash = contentHash
        self.displayName = displayName
        self.discipline = discipline
        self.status = status
        self.tags = tags
    }
}

/// A definition to be stored for the first time.
package struct NewDefinition: Sendable {
    package let id: DefinitionID
    package let key: String
    package let content: VersionContent
    package let note: String
    package let author: Actor
    package let now: Timestamp

    package init(id: DefinitionID, key: String, content: VersionContent, note: String, author: Actor, now: Timestamp) {
        self.id = id
        self.key = key
        self.content = content
        self.note = note
        self.author = author
        self.now = now
    }
}

/// A change of a definition.
package struct NewVersion: Sendable {
    package let selector: DefinitionSelector
    /// The version that the change was made to; `nil` to change whatever is current.
    package let expectedVersion: Int?
    package let content: VersionContent
    /// Why it was changed.
    package let note: String
    /// The version whose content comes back, for a rollback.
    package let rolledBackTo: Int?
    package let author: Actor
    package let now: Timestamp

    package init(
        selector: DefinitionSelector,
        expectedVersion: Int?,
        content: VersionContent,
        note: String,
        rolledBackTo: Int? = nil,
        author: Actor,
        now: Timestamp
    ) {
        self.selector = selector
        self.expectedVersion = expectedVersion
        self.content = content
        self.note = note
        self.rolledBackTo = rolledBackTo
        self.author = author
        self.now = now
    }
}

/// A change of a definition's status.
package struct StatusChange: Sendable {
    package let selector: DefinitionSelector
    package let expectedVersion: Int?
    package let status: DefinitionStatus
    package let note: String
    package let author: Actor
    package let now: Timestamp

    package init(
        selector: DefinitionSelector,
        expectedVersion: Int?,
        status: DefinitionStatus,
        note: String,
        author: Actor,
        now: Timestamp
    ) {
        self.selector = selector
        self.expectedVersion = expectedVersion
        self.status = status
        self.note = note
        self.author = author
        self.now = now
    }
}

/// Which definitions to list; every condition that is given must hold.
package struct DefinitionFilter: Hashable, Sendable {
    package var discipline: String?
    package var status: DefinitionStatus?
    /// All of these.
    package var tags: [String] = []

    package init(discipline: String? = nil, status: DefinitionStatus? = nil, tags: [String] = []) {
        self.discipline = discipline
        self.status = status
        self.tags = tags
    }
}
