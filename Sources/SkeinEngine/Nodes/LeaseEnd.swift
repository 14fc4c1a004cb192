// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Until when this node's lease stands, as far as it knows: from before it asked for it.
final class LeaseEnd: Sendable {
    private struct State {
        var end: ContinuousClock.Instant?
        var isLast = false
    }

    private let state = Mutex(State())

    var value: ContinuousClock.Instant? { self.state.withLock { $0.end } }
    var isSet: Bool { self.value != nil }

    /// Whether the node is about to leave.
    var isLast: Bool { self.state.withLock { $0.isLast } }

    func set(_ end: ContinuousClock.Instant) { self.state.withLock { $0.end = end } }

    /// Ends the lease.
    ///
    /// - Returns: Whether there was one.
    func clear() -> Bool { self.state.withLock { $0.end.take() } != nil }

    func makeLast() { self.state.withLock { $0.isLast = true } }
}
