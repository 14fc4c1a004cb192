// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel

extension Turn {
    /// Computes the map of values, which is the step's output.
    mutating func beginTransform(_ node: Graph.Node, _ set: ValueTemplate) throws(HistoryError) -> Bool {
        let place = node.step.pointer.appending("set")
        switch self.evaluate({ scope throws(Failure) in try set.resolve(in: scope, at: place) }) {
        case .success(let output):
            try self.record(.stepCompleted(StepCompleted(path: node.path, attempt: 1, output: output)))
            return true
        case .failure(let failure): return try self.settle(node, 1, failure)
        }
    }
}
