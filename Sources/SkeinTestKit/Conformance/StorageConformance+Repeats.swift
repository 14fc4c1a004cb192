// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinStorage

/// Requests that come twice or at once, and what is taken back.
extension StorageConformance {
    static let repeatChecks: [Check] = [
        Self.check("a change of a definition under a used idempotency key is a repeat") { storage in
            let new = Self.version(.key("d1"), "Second", expected: 1)
            guard case .done = try await storage.addVersion(new, claim: Self.claim("k")) else {
                throw Violation(description: "the change was not done")
            }
            guard case .repeated("2") = try await storage.addVersion(new, claim: Self.claim("k")) else {
                throw Violation(description: "the repeat was done again")
            }
            try await Self.refused(.idempotencyKeyReused) {
                try await storage.addVersion(new, claim: Self.claim("k", "another"))
            }
            let change = Self.status(.archived)
            guard case .done = try await storage.setStatus(change, claim: Self.claim("s")),
                case .repeated = try await storage.setStatus(change, claim: Self.claim("s"))
            else { throw Violation(description: "the repeat of a status was done again") }
            try Self.same(try await storage.audit(after: 0, limit: 9).count, 3, "audit entries")
        },
        Self.check("a change of a status expects a version, and its definition") { storage in
            try await Self.refused(.versionConflict) {
                try await storage.setStatus(Self.status(.draft, expected: 2), claim: nil)
            }
            try await Self.refused(.definitionNotFound) {
                try await storage.setStatus(Self.status(.draft, of: .key("d9")), claim: nil)
            }
            let byID = DefinitionSelector.id(DefinitionID(Self.uuid(1)))
            _ = try await storage.setStatus(Self.status(.testing, of: byID), claim: nil)
            try Self.same(try await storage.definition(byID)?.status, .testing, "status")
        },
        Self.check("versions are read in pages, by key and by identifier") { storage in
            for number in 2...5 {
                _ = try await storage.addVersion(Self.version(.key("d1"), "V\(number)", expected: nil), claim: nil)
            }
            let first = try await storage.versions(of: .key("d1"), PageRequest(limit: 2))
            let byID = DefinitionSelector.id(DefinitionID(Self.uuid(1)))
            let second = try await storage.versions(of: byID, PageRequest(after: first.next, limit: 2))
            let third = try await storage.versions(of: byID, PageRequest(after: second.next, limit: 2))
            let found = (first.items + second.items + third.items).map(\.version)
            try Self.same(found, [5, 4, 3, 2, 1], "versions")
            try Self.same(third.next, nil, "end")
            let last = try Self.some(try await storage.version(5, of: byID), "version 5")
            try Self.same(last.note, "Changed", "note")
            try Self.same(last.document, ["display_name": "V5"], "document")
        },
        Self.check("of changes that are made at once to one version exactly one is done") { storage in
            let done = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 1...6 {
                    group.addTask {
                        do {
                            let new = Self.version(.key("d1"), "Of \(number)", expected: 1)
                            _ = try await storage.addVersion(new, claim: nil)
                            return true
                        } catch let error as SkeinError where error.code == .versionConflict {
                            return false
                        }
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            try Self.same(done, 1, "changes")
            try Self.same(try await storage.definition(.key("d1"))?.version, 2, "version")
        },
        Self.check("what people are asked for is taken back") { storage in
            let approval = Self.approval(1, .pending)
            _ = try storage.commit([
                Self.start(1, approval: approval), Self.start(2, approval: Self.approval(2, .pending)),
            ])
            let task = Self.task(1, .open)
            _ = try storage.commit([Self.turn(1, expected: 2, humanTasks: [task])])
            _ = try storage.commit([
                Self.turn(1, expected: 3, closedHumanTasks: [task.id], withdrawn: approval.id)
            ])
            let withdrawn = try Self.some(try await storage.approval(approval.id), "the approval").approval
            try Self.same(withdrawn.status, .withdrawn, "approval")
            try Self.same(withdrawn.endedAt, Self.time(7), "its end")
            let closed = try Self.some(try await storage.humanTask(task.id), "the task").task
            try Self.same(closed.status, .closed, "task")
            try Self.same(closed.endedAt, Self.time(7), "its end")
            try Self.same(try await storage.approvals(status: .pending, PageRequest()).items.count, 1, "another's")
        },
        Self.check("a step run waits for one signal at a time") { storage in
            _ = try storage.commit([Self.start(1)])
            _ = try storage.commit([Self.turn(1, expected: 2, signalWaits: [.init(path: "w", name: "paid")])])
            try Self.same(try await Self.waiting(for: ["paid", "late"], storage), [1, 0], "first")
            let both = [SignalWaitChange(path: "w", name: nil), SignalWaitChange(path: "w", name: "late")]
            _ = try storage.commit([Self.turn(1, expected: 3, signalWaits: both)])
            try Self.same(try await Self.waiting(for: ["paid", "late"], storage), [0, 1], "then")
            _ = try storage.commit([Self.turn(1, expected: 4, signalWaits: [.init(path: "w", name: nil)])])
            try Self.same(try await Self.waiting(for: ["paid", "late"], storage), [0, 0], "none")
        },
        Check("an opened storage has all migrations") { storage in
            let plan = try storage.migrationPlan()
            try Self.same(plan.pending.count, 0, "pending")
            try Self.same(plan.applied.map(\.version), Array(1...plan.applied.count), "applied")
            try storage.migrate(now: Self.time(1))
        },
    ]

    /// How many executions wait for each of some signals.
    private static func waiting(for signals: [String], _ storage: any Storage) async throws -> [Int] {
        var counts: [Int] = []
        for signal in signals {
            counts.append(try await storage.executions(waitingFor: signal, PageRequest()).items.count)
        }
        return counts
    }

    private static func status(
        _ status: DefinitionStatus,
        of selector: DefinitionSelector = .key("d1"),
        expected: Int? = nil
    ) -> StatusChange {
        StatusChange(
            selector: selector,
            expectedVersion: expected,
            status: status,
            note: "Reason",
            author: Self.author,
            now: Self.time(50)
        )
    }
}
