// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinStorage

extension StorageConformance {
    static let definitionChecks: [Check] = [
        Check("a new definition is found by key and by identifier") { storage in
            _ = try await storage.createDefinition(Self.definition(1), claim: nil)
            let byKey = try Self.some(try await storage.definition(.key("d1")), "the definition")
            let byID = try Self.some(try await storage.definition(.id(byKey.id)), "the definition")
            try Self.same(byID.key, "d1", "key")
            try Self.same(byID.version, 1, "version")
            try Self.same(byID.createdAt, Self.time(1), "time")
            try Self.same(byID.createdBy, "asha", "author")
            let version = try Self.some(try await storage.version(1, of: .key("d1")), "the version")
            try Self.same(version.document, ["display_name": "Definition 1"], "document")
            try Self.same(try await storage.definition(.key("d2")) == nil, true, "another key")
        },
        Check("a taken key is refused and nothing is stored") { storage in
            _ = try await storage.createDefinition(Self.definition(1), claim: nil)
            let same = NewDefinition(
                id: DefinitionID(Self.uuid(2)),
                key: "d1",
                content: Self.content("Other"),
                note: "",
                author: Self.author,
                now: Self.time(2)
            )
            try await Self.refused(.definitionExists) { try await storage.createDefinition(same, claim: nil) }
            try Self.same(try await storage.audit(after: 0, limit: 9).count, 1, "audit entries")
            try Self.same(try await storage.definition(.key("d1"))?.displayName, "Definition 1", "name")
        },
        Check("a refused create leaves its idempotency key free") { storage in
            _ = try await storage.createDefinition(Self.definition(1), claim: nil)
            try await Self.refused(.definitionExists) {
                try await storage.createDefinition(Self.definition(1), claim: Self.claim("k"))
            }
            guard case .done = try await storage.createDefinition(Self.definition(2), claim: Self.claim("k")) else {
                throw Violation(description: "the key was taken by a request that changed nothing")
            }
        },
        Check("a create under a used idempotency key is a repeat, or refused with another request") { storage in
            _ = try await storage.createDefinition(Self.definition(1), claim: Self.claim("k"))
            guard case .repeated = try await storage.createDefinition(Self.definition(1), claim: Self.claim("k")) else {
                throw Violation(description: "the repeat was done again")
            }
            try await Self.refused(.idempotencyKeyReused) {
                try await storage.createDefinition(Self.definition(2), claim: Self.claim("k", "another"))
            }
            try Self.same(try await storage.definition(.key("d2")) == nil, true, "the refused definition")
        },
        Check("a version follows the one that it expects, and no other") { storage in
            _ = try await storage.createDefinition(Self.definition(1), claim: nil)
            _ = try await storage.addVersion(Self.version(.key("d1"), "Second", expected: 1), claim: nil)
            try await Self.refused(.versionConflict) {
                try await storage.addVersion(Self.version(.key("d1"), "Third", expected: 1), claim: nil)
            }
            _ = try await storage.addVersion(Self.version(.key("d1"), "Third", expected: nil), claim: nil)
            try await Self.refused(.definitionNotFound) {
                try await storage.addVersion(Self.version(.key("d9"), "Third", expected: nil), claim: nil)
            }
            let record = try Self.some(try await storage.definition(.key("d1")), "the definition")
            try Self.same(record.version, 3, "version")
            try Self.same(record.displayName, "Third", "name")
            let versions = try await storage.versions(of: .key("d1"), PageRequest()).items
            try Self.same(versions.map(\.version), [3, 2, 1], "versions")
            try Self.same(versions.map(\.contentHash), ["Third", "Second", "Definition 1"].map(Self.hash), "hashes")
        },
        Check("a status changes without a version") { storage in
            _ = try await storage.createDefinition(Self.definition(1), claim: nil)
            let change = StatusChange(
                selector: .key("d1"),
                expectedVersion: 1,
                status: .deprecated,
                note: "Old",
                author: Self.author,
                now: Self.time(9)
            )
            guard case .done(let record) = try await storage.setStatus(change, claim: nil) else {
                throw Violation(description: "the change was not done")
            }
            try Self.same(record.status, .deprecated, "status")
            try Self.same(record.version, 1, "version")
            try Self.same(record.updatedAt, Self.time(9), "time")
            try Self.same(try await storage.versions(of: .key("d1"), PageRequest()).items.count, 1, "versions")
        },
        Check("lists of definitions filter by every condition") { storage in
            let contents = [
                Self.content("A", "civil", .active, ["x", "y"]), Self.content("B", "civil", .draft, ["x"]),
                Self.content("C", "other", .active, ["y"]),
            ]
            for (index, content) in contents.enumerated() {
                _ = try await storage.createDefinition(Self.definition(index + 1, content), claim: nil)
            }
            let cases: [(DefinitionFilter, [String])] = [
                (DefinitionFilter(), ["d3", "d2", "d1"]), (DefinitionFilter(discipline: "civil"), ["d2", "d1"]),
                (DefinitionFilter(status: .active), ["d3", "d1"]), (DefinitionFilter(tags: ["x"]), ["d2", "d1"]),
                (DefinitionFilter(tags: ["x", "y"]), ["d1"]), (DefinitionFilter(discipline: "%"), []),
                (DefinitionFilter(discipline: "other", status: .active, tags: ["y"]), ["d3"]),
            ]
            for (filter, keys) in cases {
                let found = try await storage.definitions(filter, PageRequest()).items.map(\.key)
                try Self.same(found, keys, "\(filter)")
            }
        },
        Check("pages stay whole while definitions are added in between") { storage in
            for number in 1...5 { _ = try await storage.createDefinition(Self.definition(number), claim: nil) }
            let first = try await storage.definitions(DefinitionFilter(), PageRequest(limit: 2))
            _ = try await storage.createDefinition(Self.definition(6), claim: nil)
            let second = try await storage.definitions(DefinitionFilter(), PageRequest(after: first.next, limit: 2))
            let third = try await storage.definitions(DefinitionFilter(), PageRequest(after: second.next, limit: 2))
            let keys = (first.items + second.items + third.items).map(\.key)
            try Self.same(keys, ["d5", "d4", "d3", "d2", "d1"], "keys")
            try Self.same(third.next == nil, true, "the end")
        },
        Check("statistics count by status, risk, approvals and time") { storage in
            _ = try await storage.createDefinition(Self.definition(1), claim: nil)
            _ = try await storage.createDefinition(Self.definition(2), claim: nil)
            let empty = try Self.some(try await storage.statistics(of: .key("d1")), "statistics")
            try Self.same(empty, DefinitionStatistics(), "empty statistics")
            var done = ExecutionProjection(status: .completed, updatedAt: Self.time(4))
            done.endedAt = Self.time(4)
            done.riskScore = 0.25
            var waiting = ExecutionProjection(
                status: .awaitingApproval,
                updatedAt: Self.time(4),
                requiresApproval: true
            )
            waiting.riskScore = 0.75
            let failed = ExecutionProjection(status: .failed, updatedAt: Self.time(4))
            _ = try storage.commit([
                Self.start(1, done), Self.start(2, waiting), Self.start(3, failed), Self.start(4, of: 2, done),
            ])
            let found = try Self.some(try await storage.statistics(of: .key("d1")), "statistics")
            try Self.same(found.total, 3, "total")
            try Self.same(found.byStatus, [.completed: 1, .awaitingApproval: 1, .failed: 1], "by status")
            try Self.same(found.averageRisk, 0.5, "risk")
            try Self.same(found.approvalsRequired, 1, "approvals")
            try Self.same(found.averageDuration, .seconds(4), "time")
            try Self.same(try await storage.statistics(of: .key("d9")) == nil, true, "no definition")
        },
    ]
}
