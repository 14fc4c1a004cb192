// SPDX-License-Identifier: Apache-2.0

import SkeinStorage
import Synchronization

/// Whether this process is a node, and which one.
final class Membership: Sendable {
    private struct State {
        var number: Int?
        var roles: Set<NodeRole> = []
    }

    private let state = Mutex(State())

    /// The node's number; `nil` when this process is none.
    var number: Int? { self.state.withLock { $0.number } }

    /// Whom executions belong to whose turns this process stores: itself when it runs an engine, else 0, anybody.
    var worker: Int { self.state.withLock { $0.roles.contains(.engine) ? $0.number ?? 0 : 0 } }

    func begin(_ number: Int, _ roles: Set<NodeRole>) {
        self.state.withLock { $0 = State(number: number, roles: roles) }
    }

    /// Ends a membership, if it is still that one.
    func end(_ number: Int) {
        self.state.withLock { state in
            if state.number == number { state = State() }
        }
    }
}

/// Others have taken over from this node.
struct LeaseLost: Error {}
