// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel

extension ExecutionState {
    /// A branch without an arm to take has nothing inside; it ends at once.
    mutating func apply(_ event: ScopeOpened, _ time: Timestamp, _ graph: Graph) throws(HistoryError) {
        guard let owner = InstancePath.owner(ofScope: event.path), let node = graph.node(at: owner) else {
            throw HistoryError("No step has the path '\(event.path)'.")
        }
        try self.begin(owner, time, graph)
        guard let arm = event.arm else { return }
        guard let scope = node.children.first(where: { graph.scopes[$0].name == arm }) else {
            throw HistoryError("Step '\(owner)' has no list of steps '\(arm)'.")
        }
        guard self.scopes[InstancePath.parent(of: owner)] != nil else {
            throw HistoryError("The scope of step '\(owner)' is not open.")
        }
        if let fanOut = self.fanOuts[owner] {
            if case .forEach(let each) = node.step.kind {
                self.frames[event.path] = Frame(parent: self.frame(of: owner), bindings: Self.bindings(fanOut, each))
            }
            self.fanOuts[owner]?.started += 1
        }
        self.scopes[event.path] = OpenScope(scope: scope, arm: arm)
        if let dueAt = event.dueAt { self.timers[.due(path: owner, round: 1)] = dueAt }
    }

    /// What the steps of the item that starts next read.
    private static func bindings(_ fanOut: FanOut, _ each: ForEachStep) -> JSONObject {
        let item = fanOut.items[fanOut.started]
        var bindings: JSONObject = [
            "item": item, "index": .int(Int64(fanOut.started)), "key": .string(fanOut.keys[fanOut.started]),
        ]
        if let name = each.itemName { bindings[name] = item }
        return bindings
    }

    mutating func apply(_ event: ScopeClosed, _ time: Timestamp, _ graph: Graph) throws(HistoryError) {
        for path in event.cancelled {
            self.scopes[path] = nil
            if !graph.keepsItems { self.frames[path] = nil }
            self.fanOuts[path] = nil
            try self.cancel(path, time)
        }
        guard self.scopes.removeValue(forKey: event.path) != nil else {
            throw HistoryError("The scope '\(event.path)' is not open.")
        }
        let frame = self.frames[event.path]
        if !graph.keepsItems { self.frames[event.path] = nil }
        guard let owner = InstancePath.owner(ofScope: event.path), self.fanOuts[owner] != nil else { return }
        switch event.outcome {
        case .completed: self.fanOuts[owner]?.completed += 1
        case .failed:
            self.fanOuts[owner]?.failed += 1
        case .cancelled: self.fanOuts[owner]?.started -= 1
        }
        if let output = event.output, let position = frame?.bindings["index"]?.int {
            self.fanOuts[owner]?.outputs[Int(position)] = output
        }
    }
}
