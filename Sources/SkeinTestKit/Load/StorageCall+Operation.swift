// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinStorage

extension StorageCall {
    /// What a node does from its beginning to its end; nothing is left of it.
    static func nodes(_ data: ManyExecutions) -> [StorageCall] {
        let node = NodeDescription(name: "node", version: "1", roles: [.api, .engine])
        let now = Timestamp(microseconds: 1_800_000_000_000_000)
        let ids = [data.execution(3), data.execution(300)]
        return [
            StorageCall("join") { _ = try await $0.join(node, now: now) },
            StorageCall("attend, taking on") { _ = try await $0.attend(takingOn: 100) },
            StorageCall("attend, letting go") {
                // A database with one node at a time has nothing to do here but to answer.
                _ = try await $0.attend(takingOn: 100, lettingGo: [ids[1]: 1])
                _ = try await $0.nodes()
            },
            StorageCall("due timers of a node") { _ = try await $0.dueTimers(at: now, limit: 100) },
            StorageCall("nodes") { _ = try await $0.nodes() },
            StorageCall("last sequences") { _ = try await $0.lastSequences(of: ids) },
            StorageCall("leave") { try await $0.leave() },
        ]
    }

    /// Erasing, by a policy and on request, and what is told of it.
    static func erasing(_ data: ManyExecutions) -> [StorageCall] {
        let now = Timestamp(microseconds: 1_800_000_000_000_000)
        let batch = ErasureBatch(definition: ManyExecutions.id(.definition, 3), endedBy: now)
        let request = ErasureReason(.request(note: "Asked for"), by: "asha", at: now)
        let one = data.execution(777)
        return [
            StorageCall("erase what has ended") {
                let count = try await $0.eraseEnded(
                    batch,
                    because: ErasureReason(.server(.seconds(1)), by: "retention", at: now)
                )
                try StorageConformance.same(count, ErasureBatch.executionLimit, "erased")
            },
            StorageCall("erase one") { _ = try await $0.erase(one, because: request) },
            StorageCall("tombstone") { storage in
                _ = try StorageConformance.some(try await storage.tombstone(of: one), "the tombstone")
            },
        ]
    }
}
