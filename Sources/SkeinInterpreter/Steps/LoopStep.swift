// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinExpression
import SkeinModel

extension Turn {
    /// Runs the first iteration, unless a `while` says no at once.
    mutating func beginLoop(_ place: Place, _ loop: LoopStep) throws(HistoryError) {
        switch self.goesOn(place, loop, after: 0) {
        case .success(true): try self.open(InstancePath.scope(of: place.path, instance: "1"), arm: "steps")
        case .success(false): try self.succeed(place, output: ["iterations": 0])
        case .failure(let failure): try self.settle(place, 1, failure)
        }
    }

    /// An iteration has ended: another one follows, or the loop is done.
    mutating func closeLoop(_ place: Place, _ loop: LoopStep, _ scopePath: String) throws(HistoryError) {
        let iteration = InstancePath.instance(ofScope: scopePath).flatMap { Int($0) } ?? 0
        try self.record(.scopeClosed(ScopeClosed(path: scopePath)))
        switch self.goesOn(place, loop, after: iteration) {
        case .success(true) where iteration < loop.maxIterations:
            try self.open(InstancePath.scope(of: place.path, instance: String(iteration + 1)), arm: "steps")
        case .success(true):
            let message = "The loop '\(place.step.name)' is not done after \(iteration) iterations, its limit."
            try self.settle(place, 1, Failure(code: FailureCode.tooManyIterations, message: message))
        case .success(false): try self.succeed(place, output: ["iterations": .int(Int64(iteration))])
        case .failure(let failure): try self.settle(place, 1, failure)
        }
    }

    private func goesOn(_ place: Place, _ loop: LoopStep, after iteration: Int) -> Result<Bool, Failure> {
        let pointer = place.step.pointer
        switch loop.condition {
        case .whileTrue(let condition):
            return self.evaluate(at: place) { scope throws(Failure) in
                try condition.holds(in: scope, at: pointer.appending("while"))
            }
        case .untilTrue(let condition):
            if iteration == 0 { return .success(true) }
            return self.evaluate(at: place) { scope throws(Failure) in
                try !condition.holds(in: scope, at: pointer.appending("until"))
            }
        }
    }
}
