// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinStorage
import Synchronization

/// Everything that is exported is imported as it was, or nothing is.
extension StorageConformance {
    static let movingChecks: [Check] = [
        Self.check("an export has everything, in its order") { storage in
            try await Self.fill(storage)
            let (counts, records) = try await Self.exported(storage)
            let kinds: [MovedRecord.Kind] =
                [.definition, .version, .version, .definition, .version]
                + [.execution, .event, .event, .event, .stepRun, .stepRun, .task, .timer, .signalWait, .childWait]
                + [.execution, .event, .event]
                + [.approval, .approval, .humanTask, .idempotencyKey, .idempotencyKey]
                + Array(repeating: .auditEntry, count: 4)
            try Self.same(records.map(\.kind), kinds, "kinds")
            for kind in MovedRecord.Kind.allCases {
                try Self.same(counts[kind], kinds.count { $0 == kind }, "number of \(kind.rawValue)")
            }
            let keys = records.compactMap { record in
                if case .idempotencyKey(let key) = record { key.claim.key } else { nil }
            }
            try Self.same(keys, ["B", "a"], "keys in the order of bytes")
            let paths = records.compactMap { if case .stepRun(let run) = $0 { run.path } else { nil } }
            try Self.same(paths, ["B", "a"], "paths in the order of bytes")
        },
        Self.check("a storage that has data takes no import, and stays as it was") { storage in
            try await Self.fill(storage)
            let (_, records) = try await Self.exported(storage)
            try await Self.refused(.databaseNotEmpty) { try await Self.import(records, into: storage) }
            let (_, after) = try await Self.exported(storage)
            try Self.same(after.map(Self.text), records.map(Self.text), "after a refused import")
        },
        Check("an import fills an empty storage, and a later export has the same") { storage in
            let records = Self.moved
            try await Self.import(records, into: storage)
            let (_, found) = try await Self.exported(storage)
            try Self.same(found.map(Self.text), records.map(Self.text), "records")
            let head = try await storage.auditHead()
            try Self.same(head?.sequence, 2, "head of the audit log")
            let parent = try await storage.execution(Self.execution(2))?.parentID
            try Self.same(parent, Self.execution(1), "parent")
            let turn = Self.turn(1, after: 1201)
            try Self.same(try storage.commit([turn]), [.committed], "the next turn")
            let repeated = Self.start(7, of: 1, claim: Self.claim("k"))
            let reference = Self.execution(1).description
            try Self.same(try storage.commit([repeated]), [.repeated(reference: reference)], "a key that was moved")
        },
        Check("an import that ends early stores nothing") { storage in
            for count in [1, 3, 700, Self.moved.count] {
                let records = Array(Self.moved.prefix(count))
                try await Self.refused(.importRefused) {
                    try await Self.import(records, into: storage) {
                        throw SkeinError(.importRefused, "The file ends.")
                    }
                }
                let (_, found) = try await Self.exported(storage)
                try Self.same(found.count, 0, "records after \(count)")
            }
            try await Self.import(Self.moved, into: storage)
        },
        Check("records that do not belong together are refused") { storage in
            let whole = Self.moved
            let twice = [whole[0], whole[1], whole[2], whole[3], whole[2], whole[3]]
            let strangers: [[MovedRecord]] = [
                [whole[1]], [whole[3]], [whole[2], whole[3]], [whole[0], whole[1], whole[2]], twice,
                whole.filter { $0.kind != .execution && $0.kind != .event && $0.kind != .stepRun },
            ]
            for records in strangers {
                try await Self.refused(.importRefused) { try await Self.import(records, into: storage) }
            }
            try Self.same(try await Self.exported(storage).1.count, 0, "records")
        },
        Self.check("an export does not see what is written while it reads") { storage in
            _ = try storage.commit([Self.start(1)])
            let written = Mutex(false)
            let records = Mutex<[MovedRecord]>([])
            try await storage.exportAll { _ in
                // Another one writes when the export has begun.
                let results = try storage.commit([Self.turn(1, after: 2), Self.start(2)])
                written.withLock { $0 = results == [.committed, .committed] }
            } _: { record in
                records.withLock { $0.append(record) }
            }
            try Self.same(written.withLock { $0 }, true, "a write meanwhile")
            let kinds = records.withLock { $0.map(\.kind) }.filter { $0 == .execution || $0 == .event }
            try Self.same(kinds, [.execution, .event, .event], "what the export has")
        },
    ]

    /// Everything of a storage, and how many records it says there are.
    static func exported(
        _ storage: any Storage
    ) async throws -> ([MovedRecord.Kind: Int], [MovedRecord]) {
        let found = Mutex<([MovedRecord.Kind: Int], [MovedRecord])>(([:], []))
        try await storage.exportAll { counts in
            found.withLock { $0.0 = counts }
        } _: { record in
            found.withLock { $0.1.append(record) }
        }
        return found.withLock { $0 }
    }

    private static func `import`(
        _ records: [MovedRecord],
        into storage: any Storage,
        atTheEnd: @escaping @Sendable () throws -> Void = {}
    ) async throws {
        let rest = Mutex(records[...])
        try await storage.importAll {
            if let record = rest.withLock({ $0.popFirst() }) { return record }
            try atTheEnd()
            return nil
        }
    }

    /// A record with all that it has.
    private static func text(_ record: MovedRecord) -> String { String(reflecting: record) }
}
