// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel

extension Turn {
    /// Computes the map of values, which is the step's output.
    mutating func beginTransform(_ place: Place, _ set: ValueTemplate) throws(HistoryError) {
        let pointer = place.step.pointer.appending("set")
        switch self.evaluate(at: place, { scope throws(Failure) in try set.resolve(in: scope, at: pointer) }) {
        case .success(let output):
            try self.succeed(place, output: output)
        case .failure(let failure): try self.settle(place, 1, failure)
        }
    }
}
