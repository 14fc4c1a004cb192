// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel

extension Turn {
    /// Resolves the input of a step's task and hands it out.
    ///
    /// - Parameters:
    ///   - work: What the task does.
    ///   - input: The input.
    ///   - field: The field of the document that the input stands in.
    ///   - place: The step run.
    ///   - attempt: Which attempt it is.
    /// - Throws: ``HistoryError`` when state and graph do not belong together.
    mutating func handOut(
        _ work: TaskWork,
        _ input: ValueTemplate,
        _ field: String,
        _ place: Place,
        _ attempt: Int
    ) throws(HistoryError) {
        let pointer = place.step.pointer.appending(field)
        switch self.evaluate(at: place, { scope throws(Failure) in try input.resolve(in: scope, at: pointer) }) {
        case .success(let value):
            let known = self.state.steps[place.path]?.input
            let scheduled = StepScheduled(
                path: place.path,
                attempt: attempt,
                work: work,
                input: known == value ? nil : value
            )
            try self.record(.stepScheduled(scheduled))
            let clocks = place.step.clocks
            self.command(
                .runTask(TaskRequest(path: place.path, attempt: attempt, work: work, input: value, clocks: clocks))
            )
        case .failure(let failure): try self.settle(place, attempt, failure)
        }
    }
}
