// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel

extension Turn {
    /// Fails with the definition's own error.
    mutating func beginRaise(_ place: Place, _ raise: RaiseStep) throws(HistoryError) {
        let pointer = place.step.pointer.appending("error").appending("message")
        let message = self.evaluate(at: place) { scope throws(Failure) in
            try raise.message.resolve(in: scope, at: pointer)
        }
        switch message {
        case .success(let value):
            let text = value.string ?? JSONWriter.text(value)
            try self.settle(place, 1, Failure(code: raise.code, message: text))
        case .failure(let failure): try self.settle(place, 1, failure)
        }
    }

    /// Ends the execution with an output; what is still open is cancelled.
    mutating func beginFinish(_ place: Place, _ output: ValueTemplate?) throws(HistoryError) {
        let pointer = place.step.pointer.appending("output")
        let value = self.evaluate(at: place) { scope throws(Failure) in
            try output?.resolve(in: scope, at: pointer)
        }
        switch value {
        case .success(let value):
            let completed = StepCompleted(path: place.path, attempt: 1, output: value ?? .null)
            try self.record(.stepCompleted(completed))
            try self.closeScope("", .cancelled)
            try self.finish(value)
        case .failure(let failure): try self.settle(place, 1, failure)
        }
    }
}
