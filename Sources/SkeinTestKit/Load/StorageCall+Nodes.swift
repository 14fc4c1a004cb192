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
}
