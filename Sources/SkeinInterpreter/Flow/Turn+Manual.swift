// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel

/// Steps that start only when somebody says so: those with `advance: manual`, and all steps that do something in an
/// interactive execution.
extension Turn {
    /// Whether a step waits for somebody to start it.
    func isManual(_ step: StepDefinition) -> Bool {
        step.isManual || (self.state.started?.isInteractive ?? false) && !step.isContainer
    }

    /// Starts a step that waits for that.
    mutating func advanceStep(_ request: ControlEvent) throws(HistoryError) {
        guard let path = request.path ?? self.state.blocked.first, let node = self.graph.node(at: path) else { return }
        var event = request
        event.path = path
        try self.record(.control(event))
        try self.startNow(Place(node: node, path: path), self.state.steps[path]?.attempt ?? 1)
    }

    /// Ends a step with an output that somebody gives.
    mutating func completeStep(_ request: ControlEvent) throws(HistoryError) {
        guard let path = request.path ?? self.state.blocked.first, let node = self.graph.node(at: path),
            let run = self.state.steps[path]
        else { return }
        var event = request
        event.path = path
        // The output stands in the history once, as that of the step.
        event.output = nil
        try self.record(.control(event))
        self.callBack(path)
        let output = request.output ?? .null
        let place = Place(node: node, path: path)
        try self.succeed(place, StepCompleted(path: path, attempt: run.attempt, output: output))
    }

    /// Why starting or completing a step is refused; `nil` when it is not.
    func manualRefusal(_ request: ControlEvent) -> SkeinError? {
        let blocked = self.state.blocked
        guard let path = request.path else {
            switch blocked.count {
            case 1: return nil
            case 0: return SkeinError(.executionState, "No step waits for somebody to start it.")
            default:
                let message = "Several steps could be meant; name one: \(blocked.joined(separator: ", "))."
                return SkeinError(.executionState, message)
            }
        }
        guard let run = self.state.steps[path] else {
            return SkeinError(.stepNotFound, "Step '\(path)' has not begun: it is not its turn.")
        }
        if run.status.isTerminal {
            return SkeinError(.executionState, "Step '\(path)' has ended: it is \(run.status.rawValue).")
        }
        if request.action == .advance, run.status != .blocked {
            return SkeinError(.executionState, "Step '\(path)' has been started: it is \(run.status.rawValue).")
        }
        if request.action == .complete, run.isContainer {
            return SkeinError(.executionState, "Step '\(path)' holds other steps; complete those, or skip it.")
        }
        return nil
    }
}

extension ExecutionState {
    /// The paths of the steps that wait for somebody to start them.
    package var blocked: [String] { self.steps.filter { $0.value.status == .blocked }.keys.sorted() }
}
