// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
package import SkeinModel
import SkeinSchema

/// Whether a failed execution can go on with another version of its definition.
///
/// It can when the new version says the same of everything that has ended: what failed, and what comes after it, may be
/// different. Numbers and descriptions of steps do not count.
struct VersionChange {
    let state: ExecutionState
    let old: Graph
    let new: Graph
    /// The step runs that a retry starts anew.
    let restarted: Set<String>

    /// What stands in the way; none when nothing does.
    var problems: [Problem] { self.inputProblems + self.stepProblems + self.orderProblems }

    private var inputProblems: [Problem] {
        guard let input = self.state.started?.input else { return [] }
        return self.new.definition.inputSchema.validate(input).map { violation in
            let message = "The new version does not take the input of this execution: \(violation.message)"
            return Problem("input-incompatible", at: violation.instance, message, hint: violation.hint)
        }
    }

    /// Steps that have ended, or hold some that have, and are not there or say something else.
    private var stepProblems: [Problem] {
        let names = Set(
            self.state.steps.keys.filter { !self.restarted.contains($0) }.map(InstancePath.withoutInstances)
        )
        return names.sorted().compactMap { path in
            guard let before = self.old.node(at: path) else { return nil }
            guard let after = self.new.node(at: path) else {
                let message = "Step '\(path)' has run, and the new version does not have it there."
                return Problem("step-removed", at: before.step.pointer, message)
            }
            let changes = JSONDifference.between(Self.content(of: before, self.old), Self.content(of: after, self.new))
            guard !changes.isEmpty else { return nil }
            let fields = changes.map { $0.pointer.description }.joined(separator: ", ")
            let message = "Step '\(path)' has run, and the new version changes it (\(fields))."
            return Problem("step-changed", at: after.step.pointer, message)
        }
    }

    /// Lists whose finished part is another one.
    private var orderProblems: [Problem] {
        self.state.scopes.sorted { $0.key < $1.key }.compactMap { path, open in
            let before = self.old.scopes[open.scope]
            guard let index = self.new.scope(at: path, arm: open.arm) else {
                let message = "The list of steps '\(path)' is open, and the new version does not have it."
                return Problem("steps-removed", at: JSONPointer(tokens: []), message)
            }
            let after = self.new.scopes[index]
            guard (before.dependencies == nil) == (after.dependencies == nil) else {
                let message = "The list of steps '\(path)' changes between sequential and parallel."
                return Problem("steps-moved", at: JSONPointer(tokens: []), message)
            }
            guard before.dependencies == nil else { return nil }
            let done = before.nodes.prefix(open.position).map { self.old.nodes[$0].step.name }
            let expected = after.nodes.prefix(open.position).map { self.new.nodes[$0].step.name }
            guard done != expected else { return nil }
            let message =
                "\(done.joined(separator: ", ")) have run in this order; the new version has "
                + "\(expected.joined(separator: ", "))."
            return Problem("steps-moved", at: JSONPointer(tokens: []), message)
        }
    }

    /// What a step says, without its number, its description and the steps inside.
    private static func content(of node: Graph.Node, _ graph: Graph) -> JSONValue {
        let document = node.step.pointer.value(in: graph.definition.document)
        return StepContent.of(document?.object ?? [:])
    }
}

extension Interpreter {
    /// What stands in the way of going on with another version; none when nothing does.
    ///
    /// - Parameters:
    ///   - other: The interpreter of the other version.
    ///   - state: The state of a failed execution.
    /// - Returns: What the other version says differently of what has ended.
    package func problems(of other: Interpreter, in state: ExecutionState) -> [Problem] {
        let reopened = Set(state.reopened)
        let resumed = Set(state.scopes.keys.compactMap { InstancePath.owner(ofScope: $0) })
        return VersionChange(
            state: state,
            old: self.graph,
            new: other.graph,
            restarted: reopened.subtracting(resumed)
        ).problems
    }
}

extension Graph {
    /// The scope that a scope's path and the name of its list stand for; `nil` when there is none.
    func scope(at path: String, arm: String) -> Int? {
        guard let owner = InstancePath.owner(ofScope: path) else { return 0 }
        return self.node(at: owner)?.children.first { self.scopes[$0].name == arm }
    }
}

extension ExecutionState {
    /// Finds the open lists of steps in another version.
    mutating func moveScopes(to graph: Graph) throws(HistoryError) {
        for (path, open) in self.scopes {
            guard let scope = graph.scope(at: path, arm: open.arm) else {
                throw HistoryError("The new version has no list of steps '\(path)'.")
            }
            self.scopes[path] = OpenScope(scope: scope, arm: open.arm, position: open.position)
        }
    }

    /// The step runs of a failed execution that a retry starts anew, with everything inside them.
    var reopened: [String] {
        let ended = self.steps.filter { path, run in
            [.failed, .timeout, .cancelled].contains(run.status) && self.scopes[InstancePath.parent(of: path)] != nil
        }.keys
        let resumed = Set(self.scopes.keys.compactMap { InstancePath.owner(ofScope: $0) })
        let restarted = ended.filter { !resumed.contains($0) }
        let inside = self.steps.keys.filter { path in
            restarted.contains { InstancePath.isInside(path, of: $0) }
        }
        return Array(Set(ended).union(inside))
    }
}
