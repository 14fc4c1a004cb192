// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel

extension Turn {
    /// Starts the branches, as many as may run at a time.
    mutating func beginParallel(_ place: Place, _ parallel: ParallelStep) throws(HistoryError) {
        let names = parallel.branches.map(\.name)
        try self.record(.stepStarted(StepStarted(path: place.path, keys: names, items: [])))
        try self.startNext(place)
    }

    /// A branch has completed; with a join of some, enough of them may have now.
    mutating func closeParallel(
        _ place: Place,
        _ parallel: ParallelStep,
        _ scopePath: String
    ) throws(HistoryError) {
        try self.record(.scopeClosed(ScopeClosed(path: scopePath)))
        switch parallel.join {
        case .all: try self.afterSuccess(in: place, needed: nil)
        case .count(let needed): try self.afterSuccess(in: place, needed: needed)
        }
    }
}
