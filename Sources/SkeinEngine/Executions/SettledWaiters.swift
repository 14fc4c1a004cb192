// SPDX-License-Identifier: Apache-2.0

import SkeinInterpreter
import SkeinModel
import Synchronization

/// Callers that wait for an execution to end, or to come to where only a person can move it on.
final class SettledWaiters: Sendable {
    private let waiters = Mutex<[ExecutionID: [SettledWait]]>([:])

    /// Begins a wait; register before the execution can settle, so that nothing is missed.
    func register(_ id: ExecutionID) -> SettledWait {
        let wait = SettledWait()
        self.waiters.withLock { $0[id, default: []].append(wait) }
        return wait
    }

    /// Tells those who wait, when the execution has settled.
    func settle(_ execution: LiveExecution) {
        guard execution.isSettled else { return }
        let waits = self.waiters.withLock { $0.removeValue(forKey: execution.id) ?? [] }
        for wait in waits { wait.end(execution) }
    }

    /// Ends a wait that is of no interest any more.
    func remove(_ wait: SettledWait, _ id: ExecutionID) {
        self.waiters.withLock { waiters in
            waiters[id]?.removeAll { $0 === wait }
            if waiters[id]?.isEmpty == true { waiters[id] = nil }
        }
    }
}

/// One caller's wait.
final class SettledWait: Sendable {
    private enum State {
        case open(CheckedContinuation<LiveExecution?, Never>?)
        case ended(LiveExecution?)
    }

    private let state = Mutex(State.open(nil))

    /// The execution when it has settled; `nil` when the time is over or the caller is cancelled before.
    func execution(within limit: Duration, _ deadlines: DeadlineWatch) async -> LiveExecution? {
        let deadline = deadlines.set(after: limit) { self.end(nil) }
        defer { deadlines.cancel(deadline) }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ended = self.state.withLock { state -> LiveExecution?? in
                    if case .ended(let execution) = state { return .some(execution) }
                    state = .open(continuation)
                    return nil
                }
                if let ended { continuation.resume(returning: ended) }
            }
        } onCancel: {
            self.end(nil)
        }
    }

    /// Ends the wait; only the first call counts.
    fileprivate func end(_ execution: LiveExecution?) {
        let continuation = self.state.withLock { state -> CheckedContinuation<LiveExecution?, Never>? in
            guard case .open(let continuation) = state else { return nil }
            state = .ended(execution)
            return continuation
        }
        continuation?.resume(returning: execution)
    }
}

extension LiveExecution {
    /// Whether it has ended, or only a person can move it on.
    var isSettled: Bool {
        switch self.state.status {
        case .awaitingApproval, .paused: true
        case .waiting: self.state.waitsForPeopleOnly
        default: self.state.status.isTerminal
        }
    }
}
