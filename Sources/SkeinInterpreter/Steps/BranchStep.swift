// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel

extension Turn {
    /// Opens the first arm whose condition holds, else the `else` arm, else nothing.
    mutating func beginBranch(
        _ node: Graph.Node,
        _ arms: [BranchArm],
        hasElse: Bool
    ) throws(HistoryError) -> Bool {
        let chosen = self.evaluate { scope throws(Failure) -> String? in
            for arm in arms
            where try arm.condition.holds(in: scope, at: node.step.pointer.appending(arm.isCase ? "on" : "when")) {
                return arm.name
            }
            return hasElse ? "else" : nil
        }
        switch chosen {
        case .success(let arm):
            try self.record(.scopeOpened(ScopeOpened(path: node.path, arm: arm)))
            if arm == nil { try self.close(node, arm: nil) }
            return true
        case .failure(let failure): return try self.settle(node, 1, failure)
        }
    }

    /// Completes a branch; its output names the arm it took.
    mutating func close(_ node: Graph.Node, arm: String?) throws(HistoryError) {
        let output: JSONValue = ["taken": arm.map { .string($0) } ?? .null]
        try self.record(.stepCompleted(StepCompleted(path: node.path, attempt: 1, output: output)))
    }
}
