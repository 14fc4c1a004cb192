// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel

extension Turn {
    /// Goes back to a step: it and all that depends on it start anew, and what they came to is stale.
    mutating func rewind(_ request: ControlEvent) throws(HistoryError) {
        guard let target = request.path ?? self.state.lastEnded(in: self.graph) else { return }
        var event = request
        event.path = target
        event.rewound = self.rewound(from: target).sorted()
        let rewound = Set(event.rewound)
        if self.state.status == .failed {
            event.reopened = self.state.reopened.filter { !rewound.contains($0) }.sorted()
        }
        event.closedTasks = event.rewound.compactMap { path in
            guard let run = self.state.steps[path], !run.status.isTerminal else { return nil }
            return run.humanTask?.content.id
        }
        if self.state.status == .awaitingApproval { event.withdrawnApproval = self.state.approval?.request.approvalID }
        self.cancelWork(of: event.rewound)
        self.cancelTimers { $0.path == nil }
        try self.record(.control(event))
        for path in self.state.scopes.keys.sorted() { self.wake(path) }
    }

    /// The step runs that going back to one of them undoes: it, what comes after it in its scope, and what is inside.
    private func rewound(from target: String) -> [String] {
        let scopePath = InstancePath.parent(of: target)
        guard let node = self.graph.node(at: target), let open = self.state.scopes[scopePath] else { return [] }
        let scope = self.graph.scopes[open.scope]
        let later = scope.dependencies.map { Self.dependents(of: node.position, $0) }
        let affected = scope.nodes.indices.filter { later?.contains($0) ?? ($0 >= node.position) }
        let paths = affected.map { position in
            InstancePath.step(self.graph.nodes[scope.nodes[position]].step.name, in: scopePath)
        }
        return self.state.steps.keys.filter { path in
            paths.contains { path == $0 || InstancePath.isInside(path, of: $0) }
        }
    }

    /// A node of a graph and all that wait for it, directly or not; a node comes after those that it waits for in no
    /// particular order, so this goes round until nothing is added.
    private static func dependents(of position: Int, _ dependencies: [[Int]]) -> Set<Int> {
        var found: Set = [position]
        var isGrowing = true
        while isGrowing {
            isGrowing = false
            for (candidate, needed) in dependencies.enumerated() where needed.contains(where: { found.contains($0) }) {
                if found.insert(candidate).inserted { isGrowing = true }
            }
        }
        return found
    }

    /// Why going back to a step is refused; `nil` when it is not.
    func rewindRefusal(_ request: ControlEvent) -> SkeinError? {
        guard self.state.compensation == nil else {
            return SkeinError(.executionState, "Its completed steps have been undone; start it anew.")
        }
        guard let target = request.path else {
            if self.state.lastEnded(in: self.graph) != nil { return nil }
            return SkeinError(.executionState, "No step has ended yet, so there is none to go back to.")
        }
        guard self.state.steps[target] != nil else {
            return SkeinError(.stepNotFound, "Step '\(target)' has not begun; one can go back to a step that has.")
        }
        var scope = InstancePath.parent(of: target)
        if self.state.scopes[scope] != nil { return nil }
        while let owner = InstancePath.owner(ofScope: scope), self.state.scopes[scope] == nil {
            scope = InstancePath.parent(of: owner)
            if self.state.scopes[scope] != nil {
                let message =
                    "What step '\(target)' stands in has ended; go back to '\(owner)', which starts it all anew."
                return SkeinError(.executionState, message)
            }
        }
        return SkeinError(.executionState, "What step '\(target)' stands in has ended.")
    }
}

extension ExecutionState {
    /// The step that ended last, of those that one can go back to.
    func lastEnded(in graph: Graph) -> String? {
        let ended = self.steps.filter { path, run in
            run.status.isTerminal && !run.isContainer && run.resultSequence != nil
                && self.scopes[InstancePath.parent(of: path)] != nil
        }
        return ended.max { ($0.value.resultSequence ?? 0) < ($1.value.resultSequence ?? 0) }?.key
    }

    /// Takes step runs back as if they had not begun; what they came to is kept as stale.
    mutating func rewind(_ event: ControlEvent, _ time: Timestamp, _ graph: Graph) throws(HistoryError) {
        let rewound = Set(event.rewound)
        let places = event.rewound.map { (path: $0, frame: self.frame(of: $0)) }
        for path in event.rewound {
            // Before it is cancelled: an attempt that was not begun is not counted.
            let attempts = self.steps[path]?.attemptsMade ?? 0
            if let run = self.steps[path], !run.status.isTerminal { try self.cancel(path, time) }
            guard let run = self.steps.removeValue(forKey: path) else { continue }
            if attempts > 0 { self.earlierAttempts[path] = attempts }
            self.stale[path] = run
            self.fanOuts[path] = nil
        }
        for place in places { self.restoreValue(of: place.path, in: place.frame, graph) }
        for scope in self.scopes.keys where InstancePath.owner(ofScope: scope).map({ rewound.contains($0) }) ?? false {
            self.scopes[scope] = nil
        }
        for frame in self.frames.keys where InstancePath.owner(ofScope: frame).map({ rewound.contains($0) }) ?? false {
            self.frames[frame] = nil
        }
        guard let target = event.path, let node = graph.node(at: target) else { return }
        let scopePath = InstancePath.parent(of: target)
        guard let open = self.scopes[scopePath], graph.scopes[open.scope].dependencies == nil else { return }
        self.scopes[scopePath]?.position = node.position
    }

    /// What references read of a step that was taken back: the value of its run before, in an earlier iteration, if
    /// there was one.
    private mutating func restoreValue(of path: String, in frame: String, _ graph: Graph) {
        guard let node = graph.node(at: path), self.frames[frame] != nil else { return }
        let others = self.steps.filter { other, run in
            run.resultSequence != nil && InstancePath.withoutInstances(other) == node.path
                && self.frame(of: other) == frame
        }
        let before = others.max { ($0.value.resultSequence ?? 0) < ($1.value.resultSequence ?? 0) }?.value
        guard let before else {
            self.frames[frame]?.stepValues[node.step.name] = nil
            if let variable = node.step.outputVariable { self.frames[frame]?.outputs[variable] = nil }
            return
        }
        self.setValue(of: node.step, before.output ?? .null, before.status, before.attempt, in: frame)
    }
}
