// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel

extension Turn {
    /// Hands out the task of telling others; its output says how many heard.
    mutating func beginEmit(_ place: Place, _ emit: EmitStep, _ attempt: Int) throws(HistoryError) {
        try self.handOut(.emit(emit.event), emit.payload, "payload", place, attempt)
    }
}
