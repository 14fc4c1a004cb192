// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Numbers nodes and scopes while a definition is compiled.
struct GraphBuilder {
    private(set) var nodes: [Graph.Node] = []
    private(set) var scopes: [Graph.Scope] = []
    private(set) var index = Graph.Index()

    /// The scopes whose nodes start when what they depend on has ended.
    private var graphScopes: [Int] = []

    @discardableResult
    mutating func open(
        _ steps: [StepDefinition],
        _ mode: ExecutionMode = .sequential,
        owner: Int?,
        name: String,
        prefix: String,
        _ collector: ProblemCollector
    ) -> Int {
        let scope = self.scopes.count
        self.scopes.append(Graph.Scope(index: scope, owner: owner, name: name))
        if mode == .parallel || steps.contains(where: { !$0.dependsOn.isEmpty }) { self.graphScopes.append(scope) }
        for (position, step) in steps.enumerated() {
            let index = self.nodes.count
            let path = prefix + step.name
            self.nodes.append(Graph.Node(index: index, step: step, path: path, scope: scope, position: position))
            self.scopes[scope].nodes.append(index)
            self.index.byPath[path] = index
            self.register(step, index, collector)
            for block in step.blocks {
                let child = self.open(
                    block.steps,
                    block.mode,
                    owner: index,
                    name: block.name,
                    prefix: path + "/",
                    collector
                )
                self.nodes[index].children.append(child)
            }
        }
        return scope
    }

    /// Finds out what the nodes of graph scopes depend on: what they name, and what they read.
    mutating func connect(_ collector: ProblemCollector) {
        for scope in self.graphScopes {
            let nodes = self.scopes[scope].nodes
            var dependencies = [Set<Int>](repeating: [], count: nodes.count)
            for (position, index) in nodes.enumerated() {
                let step = self.nodes[index].step
                for name in step.dependsOn {
                    if let other = nodes.firstIndex(where: { self.nodes[$0].step.name == name }) {
                        dependencies[position].insert(other)
                    }
                }
                for use in StepReferences.allUses(of: step) {
                    guard let target = self.target(of: use), let other = self.position(of: target, in: scope),
                        other != position
                    else { continue }
                    dependencies[position].insert(other)
                }
            }
            let sorted = dependencies.map { $0.sorted() }
            if let cycle = DependencyCycle.find(in: sorted) { self.report(cycle, nodes, collector) }
            self.scopes[scope].dependencies = sorted
        }
        self.checkDependencies(collector)
    }

    /// `depends_on` names steps of the same list.
    private func checkDependencies(_ collector: ProblemCollector) {
        for node in self.nodes {
            let siblings = self.scopes[node.scope].nodes.map { self.nodes[$0].step.name }
            for (position, name) in node.step.dependsOn.enumerated() where !siblings.contains(name) {
                let place = node.step.pointer.appending("depends_on").appending(position)
                let others = siblings.filter { $0 != node.step.name }
                let hint = NearestName.hint(others, for: name) ?? "A step depends on steps of the same list."
                let message = "Step '\(node.step.name)' depends on '\(name)', which is no step of its list."
                collector.add(Problem("dependency-unknown", at: place, message, hint: hint))
            }
        }
    }

    private func report(_ cycle: [Int], _ nodes: [Int], _ collector: ProblemCollector) {
        let names = cycle.map { self.nodes[nodes[$0]].step.name }
        let circle = (names + names.prefix(1)).joined(separator: " -> ")
        let place = self.nodes[nodes[cycle[0]]].step.pointer
        let message = "These steps wait for each other: \(circle)."
        let hint = "Take out one of the dependencies, or of the references that make them."
        collector.add(Problem("dependency-cycle", at: place, message, hint: hint))
    }

    /// The node whose value a reference reads.
    private func target(of use: ReferenceUse) -> Int? {
        switch use.root {
        case "steps": return use.members.first.flatMap { self.index.byName[$0] }
        case "outputs": return use.members.first.flatMap { self.index.byVariable[$0] }
        default:
            if let index = self.index.byVariable[use.root] { return index }
            return ReservedNames.stepNumber(use.root).flatMap { self.index.byNumber[$0] }
        }
    }

    /// The position in a scope of the node that is, or holds, another one.
    private func position(of index: Int, in scope: Int) -> Int? {
        var current: Int? = index
        while let node = current {
            if self.nodes[node].scope == scope { return self.nodes[node].position }
            current = self.scopes[self.nodes[node].scope].owner
        }
        return nil
    }

    private mutating func register(_ step: StepDefinition, _ index: Int, _ collector: ProblemCollector) {
        if let other = self.index.byName[step.name].map({ self.nodes[$0] }) {
            let message = "Two steps are named '\(step.name)'; the other stands at \(other.step.pointer)."
            let place = step.pointer.appending("step_name")
            collector.add(Problem("name-duplicate", at: place, message, hint: "A step's name is its identity."))
        } else {
            self.index.byName[step.name] = index
        }
        guard let variable = step.outputVariable else { return }
        let place = step.pointer.appending("output_variable")
        if ReservedNames.contains(variable) {
            let message = "'\(variable)' already means something in references, so no output can have that name."
            collector.add(Problem("output-variable-reserved", at: place, message))
        }
        if let other = self.index.byVariable[variable].map({ self.nodes[$0] }) {
            let message = "The steps '\(other.step.name)' and '\(step.name)' both write to '\(variable)'."
            let hint = "Give each step its own output variable; the later one would hide the earlier."
            collector.add(Problem("output-variable-duplicate", at: place, message, hint: hint))
        } else {
            self.index.byVariable[variable] = index
        }
    }

    /// Numbers count 1, 2, 3 in the order of the document; without any, they are given in that order.
    mutating func numberSteps(_ collector: ProblemCollector) {
        let numbered = self.nodes.filter { $0.step.number != nil }
        guard !numbered.isEmpty else {
            for node in self.nodes { self.index.byNumber[node.index + 1] = node.index }
            return
        }
        for (position, node) in numbered.enumerated() {
            if let number = node.step.number, number != position + 1 {
                let message = "Step '\(node.step.name)' has number \(number) where \(position + 1) follows."
                let place = node.step.pointer.appending("step_number")
                let hint = "Numbers count 1, 2, 3 in the order of the document, or are left out."
                collector.add(Problem("step-number-gap", at: place, message, hint: hint))
            }
            self.index.byNumber[node.step.number ?? 0] = node.index
        }
    }
}
