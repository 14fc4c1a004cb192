// SPDX-License-Identifier: Apache-2.0

import CLibPQ
import Dispatch
import Synchronization

/// Lets another thread stop what a connection does.
///
/// The server is asked over a connection of its own, so asking takes a moment and happens on a thread of its own. What
/// runs on the connection does not end before the question has been asked, so it can never hit whoever comes next.
final class Canceller: Sendable {
    /// libpq's description of whom to ask.
    // safety: libpq says that PQcancel may be called in any thread; it only reads.
    private struct Target: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    private struct State {
        var target: Target?
        var isRequested = false
    }

    private let state = Mutex(State())

    /// Whether somebody has asked to stop.
    var isRequested: Bool { self.state.withLock { $0.isRequested } }

    /// Says which connection works for the caller from now on.
    ///
    /// - Returns: Whether it still should.
    func begin(_ connection: Connection) -> Bool {
        let target = PQgetCancel(connection.handle).map { Target(pointer: $0) }
        return self.state.withLock { state in
            state.target = target
            return !state.isRequested
        }
    }

    /// Says that the connection has done what the caller asked.
    func end() {
        let target = self.state.withLock { $0.target.take() }
        if let target { PQfreeCancel(target.pointer) }
    }

    func cancel() {
        self.state.withLock { $0.isRequested = true }
        DispatchQueue.global().async { self.ask() }
    }

    /// Asks the server to stop, again and again: what it is asked before a statement has reached it stops nothing.
    private func ask() {
        let isUnderWay = self.state.withLock { state in
            guard let target = state.target else { return false }
            // A server that cannot be asked is not there, and then the connection ends by itself.
            var reason = [CChar](repeating: 0, count: 256)
            PQcancel(target.pointer, &reason, Int32(reason.count))
            return true
        }
        if isUnderWay { DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(50)) { self.ask() } }
    }
}
