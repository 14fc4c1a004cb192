// SPDX-License-Identifier: Apache-2.0

import SkeinInterpreter
import SkeinModel
import Synchronization

/// Callers that wait for an execution to end, or to come to where only a person can move it on.
final class SettledWaiters: Sendable {
    private struct Waiter {
        let number: Int
        let stream: AsyncStream<LiveExecution>.Continuation
    }

    private struct State {
        var waiters: [ExecutionID: [Waiter]] = [:]
        var count = 0
    }

    private let state = Mutex(State())

    /// A stream that gives the execution once, when it has settled.
    ///
    /// Ending the stream ends the wait.
    func register(_ id: ExecutionID) -> AsyncStream<LiveExecution> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: LiveExecution.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        let number = self.state.withLock { state -> Int in
            state.count += 1
            state.waiters[id, default: []].append(Waiter(number: state.count, stream: continuation))
            return state.count
        }
        continuation.onTermination = { _ in self.remove(number, id) }
        return stream
    }

    /// Tells those who wait, when the execution has settled.
    func settle(_ execution: LiveExecution) {
        guard execution.isSettled else { return }
        let waiters = self.state.withLock { $0.waiters.removeValue(forKey: execution.id) ?? [] }
        for waiter in waiters {
            waiter.stream.yield(execution)
            waiter.stream.finish()
        }
    }

    private func remove(_ number: Int, _ id: ExecutionID) {
        self.state.withLock { state in
            state.waiters[id]?.removeAll { $0.number == number }
            if state.waiters[id]?.isEmpty == true { state.waiters[id] = nil }
        }
    }
}

extension LiveExecution {
    /// Whether it has ended, or only a person can move it on.
    var isSettled: Bool { self.state.status.isTerminal || self.state.status == .awaitingApproval }
}
