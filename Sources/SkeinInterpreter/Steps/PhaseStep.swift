// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinExpression
import SkeinModel

extension Turn {
    /// Opens the phase, and sees to it that being late is noticed.
    mutating func beginPhase(_ place: Place, _ phase: PhaseStep) throws(HistoryError) {
        let dueAt = phase.dueIn.map { self.now + $0 }
        try self.record(.scopeOpened(ScopeOpened(path: place.path, arm: "steps", dueAt: dueAt)))
        self.wake(place.path)
        if let dueAt { self.command(.setTimer(.due(path: place.path, round: 1), dueAt)) }
    }

    /// The steps have ended: the gate decides whether the phase is done.
    mutating func closePhase(_ place: Place, _ phase: PhaseStep) throws(HistoryError) {
        let pointer = place.step.pointer.appending("gate")
        let gate = self.evaluate(at: place) { scope throws(Failure) in
            try phase.gate?.holds(in: scope, at: pointer) ?? true
        }
        try self.record(.scopeClosed(ScopeClosed(path: place.path)))
        switch gate {
        case .success(true): try self.succeed(place, output: ["done": true])
        case .success(false):
            let source = phase.gate?.source ?? ""
            let message = "The gate of phase '\(place.step.name)' stays closed: \(source)"
            try self.settle(place, 1, Failure(code: FailureCode.gateClosed, message: message))
        case .failure(let failure): try self.settle(place, 1, failure)
        }
    }
}
