// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// What runs: a definition compiled to a tree of scopes that hold nodes.
///
/// A scope is a flow: one node is active at a time, and the next one follows when it ends. A branch opens one of its
/// child scopes. Nodes are numbered in the order of the document, a parent before its children. It never changes and
/// is large, so it is one object that everything shares.
package final class Graph: Sendable {
    /// A step and its place.
    package struct Node: Sendable {
        package let index: Int
        package let step: StepDefinition
        /// The identity of the node's step runs: the names on the way, joined by `/`.
        package let path: String
        /// The scope it stands in.
        package let scope: Int
        /// Its position in that scope.
        package let position: Int
        /// The child scopes, one for each arm of a branch, the `else` arm last.
        package fileprivate(set) var children: [Int] = []
    }

    /// A list of nodes that run one after the other.
    package struct Scope: Sendable {
        package let index: Int
        /// The node that opens it; `nil` for the definition itself.
        package let owner: Int?
        /// How the history names it among its siblings.
        package let name: String
        package fileprivate(set) var nodes: [Int] = []
    }

    package let definition: WorkflowDefinition
    package let nodes: [Node]
    /// All scopes; the first is the definition itself.
    package let scopes: [Scope]
    private let index: Index

    /// Where nodes are found.
    fileprivate struct Index: Sendable {
        var byName: [String: Int] = [:]
        var byPath: [String: Int] = [:]
        var byNumber: [Int: Int] = [:]
        var byVariable: [String: Int] = [:]
    }

    /// Compiles a definition; identities that clash become problems.
    init(_ definition: WorkflowDefinition, _ collector: ProblemCollector) {
        var builder = GraphBuilder()
        builder.open(definition.steps, owner: nil, name: "", prefix: "", collector)
        builder.numberSteps(collector)
        self.definition = definition
        self.nodes = builder.nodes
        self.scopes = builder.scopes
        self.index = builder.index
    }

    /// The step of that name.
    package func node(named name: String) -> Node? { self.index.byName[name].map { self.nodes[$0] } }
    /// The step at that path.
    package func node(at path: String) -> Node? { self.index.byPath[path].map { self.nodes[$0] } }
    /// The step with that number.
    package func node(numbered number: Int) -> Node? { self.index.byNumber[number].map { self.nodes[$0] } }
    /// The step that owns that output variable.
    package func node(owning variable: String) -> Node? {
        self.index.byVariable[variable].map { self.nodes[$0] }
    }

    package var stepNames: [String] { self.nodes.map(\.step.name) }
    package var outputVariables: [String] { self.nodes.compactMap(\.step.outputVariable) }

    /// The names of the functions that its steps call, in the order of the document, each once.
    package var functionNames: [String] {
        var seen: Set<String> = []
        return self.nodes.compactMap { node in
            guard case .function(let name, _) = node.step.kind, seen.insert(name).inserted else { return nil }
            return name
        }
    }

}

/// Numbers nodes and scopes while a definition is compiled.
private struct GraphBuilder {
    private(set) var nodes: [Graph.Node] = []
    private(set) var scopes: [Graph.Scope] = []
    private(set) var index = Graph.Index()

    @discardableResult
    mutating func open(
        _ steps: [StepDefinition],
        owner: Int?,
        name: String,
        prefix: String,
        _ collector: ProblemCollector
    ) -> Int {
        let scope = self.scopes.count
        self.scopes.append(Graph.Scope(index: scope, owner: owner, name: name))
        for (position, step) in steps.enumerated() {
            let index = self.nodes.count
            let path = prefix + step.name
            self.nodes.append(Graph.Node(index: index, step: step, path: path, scope: scope, position: position))
            self.scopes[scope].nodes.append(index)
            self.index.byPath[path] = index
            self.register(step, index, collector)
            guard case .branch(let arms, let otherwise) = step.kind else { continue }
            for arm in arms {
                let child = self.open(arm.steps, owner: index, name: arm.name, prefix: path + "/", collector)
                self.nodes[index].children.append(child)
            }
            if let otherwise {
                let child = self.open(otherwise, owner: index, name: "else", prefix: path + "/", collector)
                self.nodes[index].children.append(child)
            }
        }
        return scope
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

extension Graph {
    /// Whether a step may have run when another one starts: it stands before it, outside of it, and not in another
    /// arm of the same branch.
    package func precedes(_ earlier: Int, _ later: Int) -> Bool {
        guard earlier < later else { return false }
        let before = self.lineage(of: earlier)
        let after = self.lineage(of: later)
        for (left, right) in zip(before, after) where left.scope == right.scope && left.node != right.node {
            return true
        }
        // One encloses the other, or they part at a branch into different arms.
        return false
    }

    /// The nodes from the definition down to one, each with the scope it stands in.
    private func lineage(of index: Int) -> [(scope: Int, node: Int)] {
        var result: [(scope: Int, node: Int)] = []
        var current: Int? = index
        while let node = current {
            result.append((self.nodes[node].scope, node))
            current = self.scopes[self.nodes[node].scope].owner
        }
        return result.reversed()
    }
}

/// The names that references use themselves.
enum ReservedNames {
    private static let names: Set<String> = [
        "input", "context", "steps", "outputs", "error", "item", "index", "key", "secrets",
    ]

    static func contains(_ name: String) -> Bool {
        Self.names.contains(name) || Self.stepNumber(name) != nil
    }

    /// The number in `step12`.
    static func stepNumber(_ name: String) -> Int? {
        guard name.hasPrefix("step"), name.utf8.count > 4, name.utf8.count < 12 else { return nil }
        return name.dropFirst(4).utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(name.dropFirst(4)) : nil
    }
}

/// The number in `$step12`, when a root is written like that.
package func stepNumber(ofRoot root: String) -> Int? { ReservedNames.stepNumber(root) }
