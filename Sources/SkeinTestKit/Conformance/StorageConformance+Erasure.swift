// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinStorage

/// An erased execution is gone with all that belongs to it, and its tombstone says so.
extension StorageConformance {
    static let erasureChecks: [Check] = [
        Self.check("what ended by some time is erased with everything that belongs to it") { storage in
            let before = try await Self.exported(storage).1.count
            _ = try storage.commit([Self.start(2), Self.whole(1)])
            _ = try storage.commit([Self.ended(1, after: 3, at: 10), Self.ended(2, after: 2, at: 20)])
            try Self.same(try await storage.eraseEnded(Self.batch(9), because: Self.reason), 0, "too early")
            try Self.same(try await storage.eraseEnded(Self.batch(10), because: Self.reason), 1, "erased")
            try Self.same(try await storage.eraseEnded(Self.batch(10), because: Self.reason), 0, "again")
            try Self.same(try await storage.execution(Self.execution(1)), nil, "the execution")
            try Self.same(try await storage.execution(Self.execution(2))?.id, Self.execution(2), "another one")
            try Self.same(try await storage.eraseEnded(Self.batch(20), because: Self.reason), 1, "the other one")
            let left = try await Self.exported(storage).1.map(\.kind)
            let tombstones: [MovedRecord.Kind] = [.auditEntry, .auditEntry]
            try Self.same(left.count, before + 3, "what is left")
            try Self.same(Array(left.suffix(2)), tombstones, "what is new")
            try Self.same(left.contains(.execution) || left.contains(.event), false, "executions")
            let again = Self.start(3, claim: Self.claim("k"))
            try Self.same(try storage.commit([again]), [.committed], "a start under the key")
        },
        Self.check("a tombstone says what was erased, and joins the audit log's chain") { storage in
            _ = try storage.commit([Self.start(1)])
            _ = try storage.commit([Self.ended(1, after: 2, at: 10)])
            try Self.same(try await storage.tombstone(of: Self.execution(1)), nil, "before")
            _ = try await storage.eraseEnded(Self.batch(10), because: Self.reason)
            let tombstone = try Self.some(try await storage.tombstone(of: Self.execution(1)), "the tombstone")
            let head = Self.ended(1, after: 2, at: 10).events.last?.hash
            let expected: JSONValue = [
                "definition": "d1", "version": 1, "content_hash": .string(Self.hash("Definition 1").description),
                "status": "completed", "ended_at": .string(Self.time(10).description), "event_count": 3,
                "history_hash": .string(head?.description ?? ""), "policy": "definition", "retention": "1h",
            ]
            try Self.same(tombstone.details, expected, "details")
            try Self.same(tombstone.actor, "retention", "actor")
            try Self.same(tombstone.at, Self.time(99), "time")
            let records = try await storage.audit(after: 0, limit: 9)
            try Self.same(records.last?.entry, tombstone, "the last entry")
            let previous = ChainHead(sequence: records[0].sequence, hash: records[0].hash)
            try Self.same(records.last?.hash, tombstone.appended(to: previous).hash, "hash")
            try Self.same(try await storage.auditHead()?.hash, records.last?.hash, "head")
        },
        Self.check("nothing is erased that is open or whose parent or child is") { storage in
            _ = try storage.commit([Self.start(1), Self.start(4)])
            _ = try storage.commit([Self.start(2, parent: Self.kin(1)), Self.start(5, parent: Self.kin(4))])
            _ = try storage.commit([Self.ended(2, after: 2, at: 10), Self.ended(4, after: 2, at: 10)])
            try Self.same(try await storage.eraseEnded(Self.batch(50), because: Self.reason), 0, "erased")
            for number in [1, 2, 4, 5] {
                try await Self.refused(.executionState) {
                    try await storage.erase(Self.execution(number), because: Self.request)
                }
            }
            _ = try storage.commit([Self.ended(1, after: 2, at: 11), Self.ended(5, after: 2, at: 11)])
            try Self.same(try await storage.eraseEnded(Self.batch(10), because: Self.reason), 2, "when all have ended")
            try Self.same(try await storage.eraseEnded(Self.batch(50), because: Self.reason), 2, "the rest")
        },
        Self.check("what goes on after it failed is not erased") { storage in
            _ = try storage.commit([Self.start(1)])
            _ = try storage.commit([Self.ended(1, after: 2, at: 10)])
            _ = try storage.commit([
                Self.turn(1, after: 3, ExecutionProjection(status: .running, updatedAt: Self.time(11)))
            ])
            try Self.same(try await storage.eraseEnded(Self.batch(50), because: Self.reason), 0, "erased")
        },
        Self.check("a batch is bounded, starts with what ended first, and is of one definition") { storage in
            _ = try await storage.createDefinition(Self.definition(2), claim: nil)
            _ = try storage.commit((1...5).map { Self.start($0) } + [Self.start(6, of: 2)])
            for number in 1...6 { _ = try storage.commit([Self.ended(number, after: 2, at: Int64(20 - number))]) }
            // Each has three events.
            for (limit, expected) in [(6, 2), (7, 2), (1, 1)] {
                let erased = try await storage.eraseEnded(Self.batch(50, eventLimit: limit), because: Self.reason)
                try Self.same(erased, expected, "with at most \(limit) events")
            }
            try Self.same(try await storage.eraseEnded(Self.batch(50), because: Self.reason), 0, "the rest")
            let subjects = try await storage.audit(after: 2, limit: 9).map(\.entry.subject)
            let order = [5, 4, 3, 2, 1].map { AuditEntry.subject(of: Self.execution($0)) }
            try Self.same(subjects, order, "order")
            try Self.same(try await storage.execution(Self.execution(6))?.id, Self.execution(6), "another definition's")
        },
        Self.check("one execution is erased on request, once") { storage in
            _ = try storage.commit([Self.start(1)])
            let id = Self.execution(1)
            try await Self.refused(.executionNotFound) {
                try await storage.erase(Self.execution(9), because: Self.request)
            }
            try await Self.refused(.executionState) { try await storage.erase(id, because: Self.request) }
            _ = try storage.commit([Self.ended(1, after: 2, at: 10)])
            let tombstone = try await storage.erase(id, because: Self.request)
            try Self.same(tombstone.actor, "ida", "who")
            try Self.same(tombstone.details["policy"], "request", "by what")
            try Self.same(tombstone.details["note"], "Asked to", "why")
            try Self.same(try await storage.tombstone(of: id), tombstone, "tombstone")
            try await Self.refused(.executionErased) { try await storage.erase(id, because: Self.request) }
        },
    ]

    private static let reason = ErasureReason(.definition(.seconds(3600)), by: "retention", at: Self.time(99))
    private static let request = ErasureReason(.request(note: "Asked to"), by: "ida", at: Self.time(99))

    private static func batch(_ second: Int64, eventLimit: Int = 5000) -> ErasureBatch {
        ErasureBatch(definition: DefinitionID(Self.uuid(1)), endedBy: Self.time(second), eventLimit: eventLimit)
    }

    private static func kin(_ number: Int) -> ParentLink {
        ParentLink(executionID: Self.execution(number), path: "sub", waits: false)
    }

    private static func ended(_ number: Int, after sequence: Int, at second: Int64) -> TurnCommit {
        var projection = ExecutionProjection(status: .completed, updatedAt: Self.time(second))
        projection.endedAt = Self.time(second)
        return Self.turn(number, after: sequence, projection)
    }
}
