// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// The undoing of completed steps as it stands.
package struct CompensationState: Hashable, Sendable {
    package let started: CompensationStarted
    /// The step runs that are still to be undone, the next one first.
    package var pending: [String]
    /// The attempt of the first of them that runs or ran last; 0 before the first.
    package var attempt = 0
    /// The input of that attempt, while its task is out.
    package var input: JSONValue?
    /// The step runs that could not be undone.
    package var failed: [String] = []

    init(_ started: CompensationStarted) {
        self.started = started
        self.pending = started.paths
    }
}

/// The identity of a compensation's tasks and timers: that of the step run, marked.
package enum CompensationPath {
    private static let mark = "compensate:"

    package static func make(_ path: String) -> String { Self.mark + path }

    /// The step run that is undone; `nil` for the path of a step run itself.
    package static func target(of path: String) -> String? {
        path.hasPrefix(Self.mark) ? String(path.dropFirst(Self.mark.count)) : nil
    }
}

extension ExecutionState {
    /// The step run that is being undone and whose task is out; `nil` between attempts.
    package var runningCompensation: String? {
        guard self.status == .compensating, let compensation = self.compensation, compensation.attempt > 0,
            let path = compensation.pending.first,
            !self.timers.keys.contains(where: { $0.path == CompensationPath.make(path) })
        else { return nil }
        return path
    }

    mutating func apply(_ event: CompensationEvent, _ time: Timestamp) throws(HistoryError) {
        switch event {
        case .started(let event):
            for path in event.cancelled { try self.cancel(path, time) }
            self.timers = [:]
            self.scopes = [:]
            self.fanOuts = [:]
            self.signals = []
            self.compensation = CompensationState(event)
            self.isPaused = false
            try self.move(to: .compensating)
        case .scheduled(let event):
            self.compensation?.attempt = event.attempt
            if let input = event.input { self.compensation?.input = input }
        case .completed(let event):
            try self.update(event.path, to: .compensated) { _ in }
            self.nextCompensation()
        case .retryScheduled(let event):
            let timer = TimerID.retry(path: CompensationPath.make(event.path), attempt: event.attempt)
            self.timers[timer] = event.fireAt
        case .failed(let path, _, _):
            self.compensation?.failed.append(path)
            self.nextCompensation()
        }
    }

    private mutating func nextCompensation() {
        self.compensation?.pending.removeFirst()
        self.compensation?.attempt = 0
        self.compensation?.input = nil
    }
}
