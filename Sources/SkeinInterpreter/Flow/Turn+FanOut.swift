// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel

/// What parallel steps and for_each steps have in common: lists of steps that run at the same time.
extension Turn {
    /// Starts branches or items until as many run as may.
    mutating func startNext(_ place: Place) throws(HistoryError) {
        let (limit, list) = Self.concurrency(of: place.step)
        while let fanOut = self.state.fanOuts[place.path], fanOut.started < fanOut.count, fanOut.open < limit {
            let key = fanOut.keys[fanOut.started]
            try self.open(InstancePath.scope(of: place.path, instance: key), arm: list ?? key)
        }
    }

    /// How many may run at a time, and the name of the list that all of them run; `nil` when each has its own.
    private static func concurrency(of step: StepDefinition) -> (limit: Int, list: String?) {
        switch step.kind {
        case .parallel(let parallel): (parallel.maxConcurrency ?? Int.max, nil)
        case .forEach(let each): (each.maxConcurrency, "steps")
        default: (1, nil)
        }
    }

    /// A branch or an item has completed: the step may have too.
    mutating func afterSuccess(in place: Place, needed: Int?) throws(HistoryError) {
        guard let fanOut = self.state.fanOuts[place.path] else { return }
        guard let needed, fanOut.completed >= needed else { return try self.goOn(place, fanOut) }
        try self.closeOthers(place)
        try self.succeed(place, output: Self.output(of: place.step, fanOut))
    }

    /// A branch or an item has failed: too many may have now.
    mutating func afterFailure(in place: Place, _ failure: Failure) throws(HistoryError) {
        guard let fanOut = self.state.fanOuts[place.path] else { return }
        guard fanOut.failed > Self.failureLimit(of: place.step, count: fanOut.count) else {
            return try self.goOn(place, fanOut)
        }
        try self.closeOthers(place)
        try self.settle(place, 1, failure)
    }

    /// Starts what is left, or ends the step when nothing is.
    private mutating func goOn(_ place: Place, _ fanOut: FanOut) throws(HistoryError) {
        if fanOut.open > 0 || fanOut.started < fanOut.count {
            try self.startNext(place)
        } else {
            try self.succeed(place, output: Self.output(of: place.step, fanOut))
        }
    }

    /// How many branches or items may fail.
    static func failureLimit(of step: StepDefinition, count: Int) -> Int {
        switch step.kind {
        case .parallel(let parallel):
            switch parallel.join {
            case .all: parallel.tolerate.limit(of: count)
            case .count(let needed): max(count - needed, 0)
            }
        case .forEach(let each): each.tolerate.limit(of: count)
        default: 0
        }
    }

    private static func output(of step: StepDefinition, _ fanOut: FanOut) -> JSONValue {
        if case .forEach = step.kind { return .array(fanOut.outputs) }
        return ["completed": .int(Int64(fanOut.completed)), "failed": .int(Int64(fanOut.failed))]
    }

    /// Cancels the branches or items that are still open.
    private mutating func closeOthers(_ place: Place) throws(HistoryError) {
        let prefix = place.path + "["
        let open = self.state.scopes.keys.filter { path in
            path.hasPrefix(prefix) && InstancePath.owner(ofScope: path) == place.path
        }
        for path in open.sorted() { try self.closeScope(path, .cancelled) }
    }
}
