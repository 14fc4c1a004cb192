// SPDX-License-Identifier: Apache-2.0

import SkeinInterpreter
import SkeinModel
import Synchronization

/// Callers that wait for an execution to end, or to come to where only a person can move it on.
final class SettledWaiters: Sendable {
    private let waiters = Mutex<[ExecutionID: [SettledWait]]>([:])

    /// Begins a wait; register before the execution can settle, so that nothing is missed.
    ///
    /// - Parameters:
    ///   - id: The execution.
    ///   - awaitsStart: Whether the execution is about to be started; ``SettledWait/acknowledge(_:)`` says how that went.
    /// - Returns: The wait.
    func register(_ id: ExecutionID, awaitsStart: Bool = false) -> SettledWait {
        let wait = SettledWait(awaitsStart: awaitsStart)
        self.waiters.withLock { $0[id, default: []].append(wait) }
        return wait
    }

    /// The executions that somebody waits for.
    var awaited: Set<ExecutionID> { self.waiters.withLock { Set($0.keys) } }

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
    /// What a wait comes to.
    enum Outcome: Sendable {
        case settled(LiveExecution)
        /// The time is over; whoever waits has to look how the execution stands.
        case open
        /// The start had been done before, and made that execution.
        case repeated(ExecutionID)
    }

    private struct State {
        var continuation: CheckedContinuation<Outcome, any Error>?
        var result: Result<Outcome, any Error>?
        /// Whether the start is still to become durable; the caller is told nothing before.
        var awaitsStart: Bool
        var isTimeOver = false

        /// Ends the wait; only the first end counts.
        mutating func end(_ result: Result<Outcome, any Error>) -> CheckedContinuation<Outcome, any Error>? {
            guard self.result == nil else { return nil }
            self.result = result
            return self.continuation.take()
        }
    }

    private let state: Mutex<State>

    fileprivate init(awaitsStart: Bool) { self.state = Mutex(State(awaitsStart: awaitsStart)) }

    /// Waits until the execution has settled, the time is over or the caller is cancelled.
    ///
    /// One who waits for a start waits at least until it is durable, whatever the time: being told of it once, when
    /// everything is over, saves waking the caller twice.
    ///
    /// - Throws: Why the start was refused.
    func outcome(within limit: Duration, _ deadlines: DeadlineWatch) async throws -> Outcome {
        let deadline = deadlines.set(after: limit) { self.giveUp() }
        defer { deadlines.cancel(deadline) }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result = self.state.withLock { state -> Result<Outcome, any Error>? in
                    if state.result == nil { state.continuation = continuation }
                    return state.result
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            self.giveUp()
        }
    }

    /// Takes what became of the start.
    func acknowledge(_ result: Result<TurnOutcome, any Error>) {
        let continuation = self.state.withLock { state -> CheckedContinuation<Outcome, any Error>? in
            state.awaitsStart = false
            switch result {
            case .failure(let error): return state.end(.failure(error))
            case .success(let outcome):
                guard let execution = outcome.execution else {
                    return state.end(.success(.repeated(outcome.executionID)))
                }
                if execution.isSettled { return state.end(.success(.settled(execution))) }
                return state.isTimeOver ? state.end(.success(.open)) : nil
            }
        }
        continuation?.resume(with: self.result)
    }

    /// The execution has settled.
    fileprivate func end(_ execution: LiveExecution) {
        let continuation = self.state.withLock { $0.end(.success(.settled(execution))) }
        continuation?.resume(returning: .settled(execution))
    }

    private func giveUp() {
        let continuation = self.state.withLock { state -> CheckedContinuation<Outcome, any Error>? in
            state.isTimeOver = true
            return state.awaitsStart ? nil : state.end(.success(.open))
        }
        continuation?.resume(with: self.result)
    }

    private var result: Result<Outcome, any Error> {
        self.state.withLock { $0.result } ?? .success(.open)
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
