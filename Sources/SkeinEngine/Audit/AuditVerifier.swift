// SPDX-License-Identifier: Apache-2.0

package import SkeinModel
package import SkeinStorage

/// Checks the hash chains of the audit log and of executions.
package struct AuditVerifier: Sendable {
    /// The first broken link of a chain.
    package struct Break: Sendable {
        /// `audit`, or an execution's identifier.
        package let chain: String
        /// The entry at which the chain breaks.
        package let sequence: Int
        package let reason: String
    }

    /// What a check came to.
    package struct Report: Sendable {
        package var auditEntries = 0
        package var executions = 0
        package var events = 0
        /// The first broken link of each broken chain.
        package var breaks: [Break] = []
    }

    private let storage: any Storage
    private let pageSize = 1000

    package init(storage: any Storage) { self.storage = storage }

    /// Checks the audit log and every execution.
    ///
    /// - Parameter progress: Called with the report so far, after each page.
    /// - Returns: What was checked, and the first broken link of each broken chain.
    /// - Throws: ``SkeinError`` `storage-unavailable`.
    package func verifyAll(progress: @Sendable (Report) -> Void = { _ in }) async throws -> Report {
        var report = Report()
        let mentioned = try await self.verifyAudit(&report)
        try await self.verifyPresence(of: mentioned, &report)
        progress(report)
        var cursor: Cursor?
        repeat {
            let page = try await self.storage.executions(ExecutionFilter(), PageRequest(after: cursor, limit: 500))
            for execution in page.items { try await self.verify(execution.id, &report) }
            progress(report)
            cursor = page.next
        } while cursor != nil
        return report
    }

    /// Checks one execution.
    package func verify(_ id: ExecutionID) async throws -> Report {
        var report = Report()
        try await self.verify(id, &report)
        return report
    }

    /// Checks the audit log's chain.
    ///
    /// - Returns: The executions of which it has entries, and no tombstone.
    private func verifyAudit(_ report: inout Report) async throws -> Set<ExecutionID> {
        var mentioned: Set<ExecutionID> = []
        let stored = try await self.storage.auditHead()
        var head = ChainHead(sequence: 0, hash: HashChain.start(of: "audit"))
        while true {
            let page = try await self.storage.audit(after: head.sequence, limit: self.pageSize)
            for record in page {
                let hash = HashChain.link(
                    after: head.hash,
                    sequence: record.sequence,
                    at: record.entry.at,
                    kind: record.entry.action,
                    content: record.entry.content
                )
                if let reason = Self.fault(record.sequence, record.hash, after: head, computed: hash) {
                    report.breaks.append(Break(chain: "audit", sequence: record.sequence, reason: reason))
                    return []
                }
                if let id = record.entry.executionID {
                    if record.entry.action == AuditEntry.erased { mentioned.remove(id) } else { mentioned.insert(id) }
                }
                head = ChainHead(sequence: record.sequence, hash: record.hash)
                report.auditEntries += 1
            }
            if page.count < self.pageSize { break }
        }
        // Without a head there were no entries when it was looked for; some may have come since, with a head.
        var end = stored
        if end == nil, head.sequence > 0 { end = try await self.storage.auditHead().map { _ in head } }
        let fault =
            head.sequence == 0 && end == nil ? nil : Self.fault(atTheEnd: head, stored: end, keeper: "the log's head")
        if let (sequence, reason) = fault {
            report.breaks.append(Break(chain: "audit", sequence: sequence, reason: reason))
        }
        return mentioned
    }

    /// Checks that no execution is gone without a tombstone that the audit log has entries of.
    private func verifyPresence(of mentioned: Set<ExecutionID>, _ report: inout Report) async throws {
        for id in mentioned.sorted() where try await self.storage.chainHead(of: id) == nil {
            if try await self.storage.tombstone(of: id) != nil { continue }
            let reason = "The execution is gone without a tombstone: the audit log has entries about it."
            report.breaks.append(Break(chain: id.description, sequence: 1, reason: reason))
        }
    }

    private func verify(_ id: ExecutionID, _ report: inout Report) async throws {
        let before = report
        try await self.verifyChain(of: id, &report)
        // One that is erased while it is read is no break; its tombstone stands in the log.
        if report.breaks.count > before.breaks.count, try await self.storage.tombstone(of: id) != nil,
            try await self.storage.chainHead(of: id) == nil
        {
            report = before
        }
    }

    private func verifyChain(of id: ExecutionID, _ report: inout Report) async throws {
        report.executions += 1
        let stored = try await self.storage.chainHead(of: id)
        var head = ChainHead(sequence: 0, hash: HashChain.start(of: id.description))
        while true {
            let page = try await self.storage.history(of: id, after: head.sequence, limit: self.pageSize)
            for event in page {
                let hash = HashChain.link(
                    after: head.hash,
                    sequence: event.sequence,
                    at: event.at,
                    kind: event.kind,
                    content: event.payload
                )
                if let reason = Self.fault(event.sequence, event.hash, after: head, computed: hash) {
                    report.breaks.append(Break(chain: id.description, sequence: event.sequence, reason: reason))
                    return
                }
                head = ChainHead(sequence: event.sequence, hash: event.hash)
                report.events += 1
            }
            if page.count < self.pageSize { break }
        }
        let fault = Self.fault(atTheEnd: head, stored: stored, keeper: "the execution's row")
        if let (sequence, reason) = fault {
            report.breaks.append(Break(chain: id.description, sequence: sequence, reason: reason))
        }
    }

    /// What is wrong at the end of a chain; entries may have been added since the head was read before them, and what
    /// counts is that none is missing.
    private static func fault(
        atTheEnd head: ChainHead,
        stored: ChainHead?,
        keeper: String
    ) -> (sequence: Int, reason: String)? {
        guard let stored else { return (head.sequence + 1, "There is no end to compare with: \(keeper) is missing.") }
        if stored.sequence > head.sequence {
            return (head.sequence + 1, "The last entries are missing: \(keeper) knows of more.")
        }
        if stored.sequence == head.sequence, stored.hash != head.hash {
            return (head.sequence, "The last hash is not the one that \(keeper) has.")
        }
        return nil
    }

    private static func fault(
        _ sequence: Int,
        _ hash: ContentHash,
        after head: ChainHead,
        computed: ContentHash
    ) -> String? {
        if sequence != head.sequence + 1 { return "Entry \(head.sequence + 1) is missing." }
        if hash != computed { return "The entry's hash does not fit its content and the entry before it." }
        return nil
    }
}

extension AuditEntry {
    /// The execution that the entry is about, or about something of it.
    fileprivate var executionID: ExecutionID? {
        let subject = self.subject.split(separator: "/", maxSplits: 1)
        if subject.first == "execution", let name = subject.last { return ExecutionID(String(name)) }
        return self.details["execution_id"]?.string.flatMap { ExecutionID($0) }
    }
}

extension AuditVerifier.Report {
    /// The report as JSON: `{valid, audit_entries, executions, events, breaks}`.
    package var json: JSONValue {
        [
            "valid": .bool(self.breaks.isEmpty), "audit_entries": .int(Int64(self.auditEntries)),
            "executions": .int(Int64(self.executions)), "events": .int(Int64(self.events)),
            "breaks": .array(
                self.breaks.map {
                    ["chain": .string($0.chain), "sequence": .int(Int64($0.sequence)), "reason": .string($0.reason)]
                }
            ),
        ]
    }
}
