// SPDX-License-Identifier: Apache-2.0

import Dispatch
import SkeinStorage
import Synchronization

/// Stores turns on a thread of its own, group after group: what arrives while one is being stored is the next.
final class StoringThread: Sendable {
    typealias Results = Result<[CommitResult], any Error>

    private struct State {
        var waiting: [PreparedTurn] = []
        var stored: [(turns: [PreparedTurn], results: Results)] = []
        var isStoring = false
    }

    private let queue = DispatchQueue(label: "skein.storing", qos: .userInitiated)
    private let state = Mutex(State())

    /// Whether nothing is being stored and nothing waits to be concluded.
    var isIdle: Bool { self.state.withLock { !$0.isStoring && $0.stored.isEmpty } }

    /// Takes turns to be stored.
    ///
    /// - Parameters:
    ///   - turns: The turns.
    ///   - store: Stores a group; it blocks.
    ///   - report: Called when there is a stored group to take.
    func add(
        _ turns: [PreparedTurn],
        storedBy store: @escaping @Sendable ([PreparedTurn]) -> Results,
        then report: @escaping @Sendable () -> Void
    ) {
        let mustStart = self.state.withLock { state -> Bool in
            state.waiting += turns
            defer { state.isStoring = true }
            return !state.isStoring
        }
        guard mustStart else { return }
        self.queue.async {
            while let group = self.takeWaiting() {
                let results = store(group)
                self.state.withLock { $0.stored.append((group, results)) }
                report()
            }
        }
    }

    /// The groups that have been stored since the last call.
    func takeStored() -> [(turns: [PreparedTurn], results: Results)] {
        self.state.withLock { state in
            defer { state.stored = [] }
            return state.stored
        }
    }

    private func takeWaiting() -> [PreparedTurn]? {
        self.state.withLock { state in
            defer { state.waiting = [] }
            state.isStoring = !state.waiting.isEmpty
            return state.waiting.isEmpty ? nil : state.waiting
        }
    }
}
