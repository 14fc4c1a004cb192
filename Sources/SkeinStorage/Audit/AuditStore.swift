// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// Keeps who changed what, when and why, in a hash chain.
package protocol AuditStore: Sendable {
    /// Appends an entry that belongs to no other write.
    func appendAudit(_ entry: AuditEntry) async throws

    /// The entries in order, from the one after `sequence`.
    func audit(after sequence: Int, limit: Int) async throws -> [AuditRecord]

    /// Where the log ends, kept apart from its entries; `nil` while it has none.
    func auditHead() async throws -> ChainHead?
}

/// Something that somebody did.
package struct AuditEntry: Hashable, Sendable {
    package let at: Timestamp
    package let actor: String
    /// A stable name, such as `definition.updated`.
    package let action: String
    /// What it was done to, such as `definition/foundation_design`.
    package let subject: String
    package let details: JSONValue

    package init(at: Timestamp, actor: String, action: String, subject: String, details: JSONValue) {
        self.at = at
        self.actor = actor
        self.action = action
        self.subject = subject
        self.details = details
    }

    /// What the entry's link of the hash chain covers, beside its number and time.
    package var content: [UInt8] {
        JSONWriter.bytes(["actor": .string(self.actor), "subject": .string(self.subject), "details": self.details])
    }
}

/// A stored entry.
package struct AuditRecord: Hashable, Sendable {
    package let sequence: Int
    package let entry: AuditEntry
    package let hash: ContentHash

    package init(sequence: Int, entry: AuditEntry, hash: ContentHash) {
        self.sequence = sequence
        self.entry = entry
        self.hash = hash
    }
}
