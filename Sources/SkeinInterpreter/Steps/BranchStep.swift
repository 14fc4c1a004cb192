// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinExpression
import SkeinModel

extension Turn {
    /// Opens the first arm whose condition holds, or the case that the value names, else the `else` arm, else nothing.
    mutating func beginBranch(_ place: Place, _ branch: BranchStep) throws(HistoryError) {
        let pointer = place.step.pointer
        let chosen = self.evaluate(at: place) { scope throws(Failure) -> String? in
            for arm in branch.arms where try arm.condition.holds(in: scope, at: pointer.appending("when")) {
                return arm.name
            }
            if let on = branch.on {
                let name = Self.caseName(of: try on.resolve(in: scope, at: pointer.appending("on")))
                if branch.cases.contains(where: { $0.name == name }) { return name }
            }
            return branch.otherwise == nil ? nil : "else"
        }
        switch chosen {
        case .success(let arm?): try self.open(place.path, arm: arm)
        case .success(nil):
            try self.record(.scopeOpened(ScopeOpened(path: place.path, arm: nil)))
            try self.succeed(place, output: ["taken": .null])
        case .failure(let failure): try self.settle(place, 1, failure)
        }
    }

    /// Completes a branch; its output names the arm it took.
    mutating func closeBranch(_ place: Place) throws(HistoryError) {
        let scope = self.state.scopes[place.path].map { self.graph.scopes[$0.scope] }
        try self.record(.scopeClosed(ScopeClosed(path: place.path)))
        try self.succeed(place, output: ["taken": scope.map { .string($0.name) } ?? .null])
    }

    /// The case that a value picks: text as it is, everything else as JSON writes it.
    private static func caseName(of value: JSONValue) -> String { value.string ?? JSONWriter.text(value) }
}
