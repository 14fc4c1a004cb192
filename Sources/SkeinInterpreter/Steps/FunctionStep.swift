// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel

extension Turn {
    /// Resolves the input and hands out a task.
    mutating func beginFunction(
        _ node: Graph.Node,
        _ function: String,
        _ input: ValueTemplate,
        _ attempt: Int
    ) throws(HistoryError) -> Bool {
        let place = node.step.pointer.appending("input_mapping")
        switch self.evaluate({ scope throws(Failure) in try input.resolve(in: scope, at: place) }) {
        case .success(let value):
            let known = self.state.steps[node.path]?.input
            let scheduled = StepScheduled(
                path: node.path,
                attempt: attempt,
                function: function,
                input: known == value ? nil : value
            )
            try self.record(.stepScheduled(scheduled))
            let task = TaskRequest(
                path: node.path,
                attempt: attempt,
                function: function,
                input: value,
                timeout: node.step.timeout
            )
            self.command(.runTask(task))
            return false
        case .failure(let failure): return try self.settle(node, attempt, failure)
        }
    }
}
