// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel

extension Turn {
    /// Takes what an operator wants done with the execution, or refuses it.
    mutating func take(_ request: ControlEvent) throws(HistoryError) {
        if let key = request.requestKey, let done = self.state.requests[[request.by, key]] {
            if done.isSame(as: request) { return self.acknowledgeRepeat() }
            let message = "The Idempotency-Key was used with another request; a new request takes a new key."
            return self.refuse(SkeinError(.idempotencyKeyReused, message))
        }
        if let refusal = self.refusal(of: request) { return self.refuse(refusal) }
        switch request.action {
        case .pause: try self.pause(request)
        case .resume: try self.resume(request)
        case .cancel, .terminate: try self.cancel(request)
        case .skip: try self.skip(request)
        case .retry: try self.retry(request)
        case .rewind: try self.rewind(request)
        case .advance: try self.advanceStep(request)
        case .complete: try self.completeStep(request)
        }
    }

    /// Timers are held too; the state keeps when they were to fire.
    private mutating func pause(_ request: ControlEvent) throws(HistoryError) {
        self.cancelTimers { _ in true }
        try self.record(.control(request))
    }

    private mutating func resume(_ request: ControlEvent) throws(HistoryError) {
        try self.record(.control(request))
        for (timer, time) in self.state.timers.sorted(by: { $0.key.description < $1.key.description }) {
            self.command(.setTimer(timer, time))
        }
        for path in self.state.scopes.keys.sorted() { self.wake(path) }
    }

    private mutating func cancel(_ request: ControlEvent) throws(HistoryError) {
        try self.record(.control(request))
        let isCancel = request.action == .cancel
        let note = request.note.map { ": \($0)" } ?? ""
        let failure = Failure(
            code: isCancel ? FailureCode.cancelled : FailureCode.terminated,
            message: "\(isCancel ? "Cancelled" : "Terminated") by \(request.by)\(note)"
        )
        if isCancel, self.state.compensation == nil {
            try self.compensate(.cancelled, failure, failedStep: nil)
        } else {
            try self.end(.cancelled, failure, failedStep: nil)
        }
    }

    private mutating func skip(_ request: ControlEvent) throws(HistoryError) {
        guard let path = request.path else { return }
        try self.record(.control(request))
        try self.stopInside(path)
        try self.record(.stepSkipped(StepSkipped(path: path, condition: nil)))
        self.wake(InstancePath.parent(of: path))
    }

    /// Starts the steps that failed, or were cancelled when others did, again.
    private mutating func retry(_ request: ControlEvent) throws(HistoryError) {
        var event = request
        event.reopened = self.state.reopened.sorted()
        try self.record(.control(event))
        for path in self.state.scopes.keys.sorted() { self.wake(path) }
    }

    /// Why an operator's request is not done; `nil` when it is.
    private func refusal(of request: ControlEvent) -> SkeinError? {
        let status = self.state.status
        let isOpen = !status.isTerminal && status != .pending
        switch request.action {
        case .pause where status == .running || status == .waiting: return nil
        case .resume where status == .paused: return nil
        case .cancel where isOpen && status != .compensating, .terminate where isOpen: return nil
        case .cancel where status == .compensating:
            return SkeinError(.executionState, "The execution is being undone already; `terminate` ends it at once.")
        case .retry where status == .failed && self.state.compensation != nil:
            return SkeinError(.executionState, "Its completed steps have been undone; start it anew.")
        case .retry where status == .failed:
            if !self.state.reopened.isEmpty { return nil }
            let message = "No step of it failed: what failed came after the last step. Start it anew."
            return SkeinError(.executionState, message)
        case .rewind where isOpen && status != .compensating || status == .failed: return self.rewindRefusal(request)
        case .advance where status == .running || status == .waiting: return self.manualRefusal(request)
        case .complete where isOpen && status != .compensating: return self.manualRefusal(request)
        case .skip where isOpen && status != .compensating:
            guard let path = request.path, let run = self.state.steps[path] else {
                let message = "Step '\(request.path ?? "")' has not begun; only a step that has can be skipped."
                return SkeinError(.stepNotFound, message)
            }
            guard run.status.isTerminal else { return nil }
            return SkeinError(.executionState, "Step '\(request.path ?? "")' has ended: it is \(run.status.rawValue).")
        default:
            let message = "An execution that is \(status.rawValue) cannot take '\(request.action.rawValue)'."
            return SkeinError(.executionState, message)
        }
    }
}
