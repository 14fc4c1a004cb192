// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// A stored definition, with what its current version says.
package struct DefinitionRecord: Sendable {
    package let id: DefinitionID
    package let key: String
    package let displayName: String
    package let discipline: String
    package let status: DefinitionStatus
    package let tags: [String]
    package let version: Int
    package let contentHash: ContentHash
    package let createdAt: Timestamp
    package let updatedAt: Timestamp
    package let createdBy: String
    package let updatedBy: String

    package init(
        id: DefinitionID,
        key: String,
        displayName: String,
        discipline: String,
        status: DefinitionStatus,
        tags: [String],
        version: Int,
        contentHash: ContentHash,
        createdAt: Timestamp,
        updatedAt: Timestamp,
        createdBy: String,
        updatedBy: String
    ) {
        self.id = id
        self.key = key
        self.displayName = displayName
        self.discipline = discipline
        self.status = status
        self.tags = tags
        self.version = version
        self.contentHash = contentHash
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.createdBy = createdBy
        self.updatedBy = updatedBy
    }
}

/// A stored version; it never changes.
package struct VersionRecord: Sendable {
    package let definitionID: DefinitionID
    package let key: String
    package let version: Int
    package let document: JSONValue
    package let contentHash: ContentHash
    package let note: String
    package let author: String
    package let createdAt: Timestamp
    /// The version whose content this one brought back.
    package let rolledBackTo: Int?

    package init(
        definitionID: DefinitionID,
        key: String,
        version: Int,
        document: JSONValue,
        contentHash: ContentHash,
        note: String,
        author: String,
        createdAt: Timestamp,
        rolledBackTo: Int?
    ) {
        self.definitionID = definitionID
        self.key = key
        self.version = version
        self.document = document
        self.contentHash = contentHash
        self.note = note
        self.author = author
        self.createdAt = createdAt
        self.rolledBackTo = rolledBackTo
    }
}

/// How the executions of a definition have gone.
package struct DefinitionStatistics: Hashable, Sendable {
    package var total = 0
    package var byStatus: [ExecutionStatus: Int] = [:]
    /// The mean risk score of the executions that were weighed.
    package var averageRisk: Double?
    /// How many needed an approval.
    package var approvalsRequired = 0
    /// The mean time from start to end of those that completed.
    package var averageDuration: Duration?

    package init() {}

    package var successful: Int { self.byStatus[.completed] ?? 0 }

    /// Completed executions over ended ones; `nil` before any has ended.
    package var successRate: Double? {
        let ended = self.byStatus.filter { $0.key.isTerminal }.values.reduce(0, +)
        return ended == 0 ? nil : Double(self.successful) / Double(ended)
    }
}
