// SPDX-License-Identifier: Apache-2.0

import Dispatch
import SkeinStorage
import Synchronization

/// Stores turns on threads of its own, group after group: what arrives while groups are being stored is the next one.
///
/// Where the database gains from it, a second group is stored beside the first once as many turns wait as the first one
/// has: a smaller one would cost more than waiting does.
final class StoringThreads: Sendable {
    typealias Results = Result<[CommitResult], any Error>

    private struct State {
        var waiting: [PreparedTurn] = []
        var stored: [(turns: [PreparedTurn], results: Results)] = []
        /// The sizes of the groups that are being stored.
        var busy: [Int] = []
    }

    private let limit: Int
    private let queue = DispatchQueue(label: "skein.storing", qos: .userInitiated, attributes: .concurrent)
    private let state = Mutex(State())

    /// Below this many turns a group is never stored beside another one.
    private static let smallGroup = 8

    /// - Parameter limit: How many groups are stored at a time, at most.
    init(_ limit: Int) { self.limit = limit }

    /// Whether nothing is being stored and nothing waits to be concluded.
    var isIdle: Bool { self.state.withLock { $0.busy.isEmpty && $0.stored.isEmpty } }

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
        let group = self.state.withLock { state in
            state.waiting += turns
            return Self.takeGroup(&state, self.limit)
        }
        guard let group else { return }
        self.queue.async {
            var next: [PreparedTurn]? = group
            while let group = next {
                let results = store(group)
                next = self.state.withLock { state in
                    state.stored.append((group, results))
                    state.busy.remove(at: state.busy.firstIndex(of: group.count) ?? 0)
                    return Self.takeGroup(&state, self.limit)
                }
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

    /// The next group, if one may be stored now.
    private static func takeGroup(_ state: inout State, _ limit: Int) -> [PreparedTurn]? {
        let needed = state.busy.max().map { max($0, Self.smallGroup) } ?? 1
        guard state.busy.count < limit, state.waiting.count >= needed else { return nil }
        state.busy.append(state.waiting.count)
        defer { state.waiting = [] }
        return state.waiting
    }
}
