// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel

extension Turn {
    /// Resolves the input and hands out a task.
    mutating func beginFunction(
        _ place: Place,
        _ function: String,
        _ input: ValueTemplate,
        _ attempt: Int
    ) throws(HistoryError) {
        let pointer = place.step.pointer.appending("input_mapping")
        switch self.evaluate(at: place, { scope throws(Failure) in try input.resolve(in: scope, at: pointer) }) {
        case .success(let value):
            let known = self.state.steps[place.path]?.input
            let scheduled = StepScheduled(
                path: place.path,
                attempt: attempt,
                function: function,
                input: known == value ? nil : value
            )
            try self.record(.stepScheduled(scheduled))
            let task = TaskRequest(
                path: place.path,
                attempt: attempt,
                function: function,
                input: value,
                timeout: place.step.timeout
            )
            self.command(.runTask(task))
        case .failure(let failure): try self.settle(place, attempt, failure)
        }
    }
}
