// SPDX-License-Identifier: Apache-2.0

import SkeinInterpreter
import SkeinModel

/// What follows in the test from what was decided: people see their tasks, and scripted things get their time.
extension TestRun {
    /// Looks at what a decision changed.
    mutating func watch(_ events: [Event], since sequence: Int, _ status: ExecutionStatus) {
        self.noteVisits(since: sequence)
        for event in events {
            switch event {
            case .humanTask(let event):
                if case .opened(let content) = event.change { self.plan(content, at: event.path) }
            case .approvalRequested:
                for approval in self.test.script.approvals + self.test.defaults.approvals {
                    self.agenda.add(.approval(approval), at: self.now + approval.after)
                }
            default: break
            }
        }
        if self.state.status != status { self.plan(at: .status(self.state.status)) }
    }

    /// Notes the step runs that began, whatever kind they are: the state numbers them.
    private mutating func noteVisits(since sequence: Int) {
        let begun = self.state.steps.filter { $0.value.firstSequence > sequence }
        for (path, run) in begun.sorted(by: { ($0.value.firstSequence, $0.key) < ($1.value.firstSequence, $1.key) }) {
            let isSkipped = run.status == .skipped && run.attempt == 0
            if !run.isContainer { self.outcome.visits.append(Outcome.Visit(path: path, isSkipped: isSkipped)) }
            self.plan(begun: path)
        }
    }

    private mutating func plan(begun path: String) {
        self.plan { moment in
            if case .step(let pattern) = moment { pattern.matches(path) } else { false }
        }
    }

    /// Plans what is to happen some time after a moment.
    mutating func plan(at moment: Trigger.Moment) { self.plan { $0 == moment } }

    private mutating func plan(where isMoment: (Trigger.Moment) -> Bool) {
        for (name, script) in [("test", self.test.script), ("defaults", self.test.defaults)] {
            for (index, signal) in script.signals.enumerated() where isMoment(signal.trigger.moment) {
                guard self.isTime("\(name) signals \(index)", signal.trigger) else { continue }
                self.agenda.add(.signal(signal, number: index + 1), at: self.now + signal.trigger.after)
            }
            for (index, action) in script.actions.enumerated() where isMoment(action.trigger.moment) {
                guard self.isTime("\(name) actions \(index)", action.trigger) else { continue }
                self.agenda.add(.action(action), at: self.now + action.trigger.after)
            }
        }
    }

    /// Counts the times that a moment has come, and says whether it is the one that is meant.
    private mutating func isTime(_ key: String, _ trigger: Trigger) -> Bool {
        self.answered[key, default: 0] += 1
        return self.answered[key] == trigger.time
    }

    /// Notes what the test itself was going to do and did not come to.
    mutating func noteUnused() {
        let script = self.test.script
        for (index, mock) in script.functions.enumerated() where self.answered["test functions \(index)"] == nil {
            let name =
                switch mock.subject {
                case .function(let name): name
                case .step(let pattern): pattern.text
                }
            self.outcome.unused.append("functions: '\(name)' was never called")
        }
        for (index, person) in script.people.enumerated() where self.answered["test people \(index)"] == nil {
            self.outcome.unused.append("people: nobody was asked at '\(person.pattern.text)'")
        }
        for (index, signal) in script.signals.enumerated()
        where self.answered["test signals \(index)", default: 0] < signal.trigger.time {
            self.outcome.unused.append("signals: '\(signal.name)' was never sent, because its 'when' never came")
        }
        let received = self.outcome.history.compactMap { event, _ in
            if case .signalReceived(let signal) = event { signal } else { nil }
        }
        let takenUp = self.outcome.history.compactMap { event, _ in
            if case .stepCompleted(let completed) = event { completed.signalID } else { nil }
        }
        for signal in received where !takenUp.contains(signal.id) {
            self.outcome.unused.append("signals: '\(signal.name)' was sent, and no step took it up")
        }
        for (index, action) in script.actions.enumerated()
        where self.answered["test actions \(index)", default: 0] < action.trigger.time {
            let what = action.action.rawValue
            self.outcome.unused.append("actions: '\(what)' was never done, because its 'when' never came")
        }
        if !script.approvals.isEmpty, self.state.approval == nil {
            self.outcome.unused.append("approvals: nobody was asked to approve the result")
        }
    }
}
