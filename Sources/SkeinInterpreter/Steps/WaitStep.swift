// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinExpression
import SkeinModel

extension Turn {
    /// Begins a wait; one whose time has come, or whose signal is here already, ends at once.
    mutating func beginWait(_ place: Place, _ wait: WaitStep) throws(HistoryError) {
        switch wait {
        case .signal(let signal): try self.beginWait(place, for: signal)
        case .duration(let value): try self.beginWait(place, until: self.time(value, place, "for", isLength: true))
        case .until(let value): try self.beginWait(place, until: self.time(value, place, "until", isLength: false))
        }
    }

    private mutating func beginWait(_ place: Place, until time: Result<Timestamp, Failure>) throws(HistoryError) {
        switch time {
        case .failure(let failure): try self.settle(place, 1, failure)
        case .success(let time) where time <= self.now: try self.succeed(place, output: .null)
        case .success(let time):
            try self.record(.stepWaiting(StepWaiting(path: place.path, until: time, signal: nil)))
            self.command(.setTimer(.wait(path: place.path), time))
        }
    }

    private mutating func beginWait(_ place: Place, for signal: SignalWait) throws(HistoryError) {
        for received in self.state.signals where received.name == signal.name {
            switch self.correlates(received, signal, place) {
            case .success(true): return try self.take(received, place)
            case .success(false): continue
            case .failure(let failure): return try self.settle(place, 1, failure)
            }
        }
        var until: Timestamp?
        if let timeout = signal.timeout {
            switch self.time(timeout, place, "signal", isLength: true) {
            case .success(let time): until = time
            case .failure(let failure): return try self.settle(place, 1, failure)
            }
        }
        try self.record(.stepWaiting(StepWaiting(path: place.path, until: until, signal: signal.name)))
        if let until { self.command(.setTimer(.wait(path: place.path), until)) }
    }

    /// A signal has come: the first wait that it fits takes it up; one that comes early is kept.
    mutating func receive(_ signal: SignalReceived) throws(HistoryError) {
        guard !self.state.signalIDs.contains(signal.id) else { return self.acknowledgeRepeat() }
        guard !self.state.status.isTerminal else {
            let message = "The execution is \(self.state.status.rawValue) and takes no signals any more."
            return self.refuse(SkeinError(.executionEnded, message))
        }
        try self.record(.signalReceived(signal))
        switch self.waiter(for: signal) {
        case nil: break
        case (let place, nil)?: try self.take(signal, place)
        case (let place, let failure?)?: try self.settle(place, 1, failure)
        }
    }

    /// A signal for whoever waits for it: an execution in which no wait fits has nothing to do with it.
    mutating func receiveBroadcast(_ signal: SignalReceived) throws(HistoryError) {
        guard !self.state.signalIDs.contains(signal.id) else { return self.acknowledgeRepeat() }
        guard !self.state.status.isTerminal, case (let place, nil)? = self.waiter(for: signal) else { return }
        try self.record(.signalReceived(signal))
        try self.take(signal, place)
    }

    /// The first wait that a signal fits; without one, the first whose correlation cannot be computed, with the reason.
    private func waiter(for signal: SignalReceived) -> (Place, Failure?)? {
        let waiting = self.state.steps.filter { $0.value.status == .waiting && $0.value.signal == signal.name }
        var faulty: (Place, Failure?)?
        for path in waiting.keys.sorted() {
            guard let node = self.graph.node(at: path), case .wait(.signal(let wait)) = node.step.kind else { continue }
            let place = Place(node: node, path: path)
            switch self.correlates(signal, wait, place) {
            case .success(true): return (place, nil)
            case .success(false): continue
            case .failure(let failure): faulty = faulty ?? (place, failure)
            }
        }
        return faulty
    }

    private mutating func take(_ signal: SignalReceived, _ place: Place) throws(HistoryError) {
        var completed = StepCompleted(path: place.path, attempt: 1, output: signal.payload)
        completed.signalID = signal.id
        try self.succeed(place, completed)
    }

    private func correlates(_ received: SignalReceived, _ wait: SignalWait, _ place: Place) -> Result<Bool, Failure> {
        guard let correlate = wait.correlate else { return .success(true) }
        let pointer = place.step.pointer.appending("signal").appending("correlate")
        return self.evaluate(at: place, signal: received) { scope throws(Failure) in
            try correlate.holds(in: scope, at: pointer)
        }
    }

    /// The time that a wait was given has passed.
    mutating func endWait(_ place: Place) throws(HistoryError) {
        if case .workflow = place.step.kind { return try self.giveUpChild(place) }
        guard case .wait(.signal(let signal)) = place.step.kind, signal.onTimeout == .fail else {
            return try self.succeed(place, output: .null)
        }
        let message = "Nobody sent the signal '\(signal.name)' in time."
        try self.settle(place, 1, Failure(code: FailureCode.signalTimeout, message: message))
    }

    /// A point in time, written out or as a length from now.
    private func time(
        _ value: ValueTemplate,
        _ place: Place,
        _ field: String,
        isLength: Bool
    ) -> Result<Timestamp, Failure> {
        let pointer = place.step.pointer.appending(field)
        return self.evaluate(at: place) { scope throws(Failure) in
            let value = try value.resolve(in: scope, at: pointer)
            if isLength {
                if let duration = value.string.flatMap({ DurationText.parse($0) }) { return self.now + duration }
                if let seconds = value.number, (0...3.2e9).contains(seconds) {
                    return self.now + .microseconds(Int64(seconds * 1_000_000))
                }
            } else if let time = value.string.flatMap({ Timestamp($0) }) {
                return time
            }
            let wanted = isLength ? "a duration such as 48h" : "a time such as 2026-03-01T09:00:00Z"
            let text = JSONWriter.text(value).prefix(100)
            let message = "'\(field)' of '\(place.step.name)' is \(text), not \(wanted)."
            throw Failure(code: FailureCode.timeInvalid, message: message)
        }
    }
}
