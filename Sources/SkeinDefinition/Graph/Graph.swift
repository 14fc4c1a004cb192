// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// What runs: a definition compiled to a tree of scopes that hold nodes.
///
/// A scope is a flow, in which one node is active at a time and the next one follows when it ends, or a graph, in which
/// a node starts when all that it depends on have ended. Nodes that hold steps open child scopes: a branch one of them,
/// a parallel step all, a for_each the same one for every item. Nodes are numbered in the order of the document, a
/// parent before its children. A graph never changes and is large, so it is one object that everything shares.
package final class Graph: Sendable {
    /// A step and its place.
    package struct Node: Sendable {
        package let index: Int
        package let step: StepDefinition
        /// The names on the way, joined by `/`: the identity of the node's step runs, apart from items and iterations.
        package let path: String
        /// The scope it stands in.
        package let scope: Int
        /// Its position in that scope.
        package let position: Int
        /// The child scopes, one for each arm of a branch, the `else` arm last, or each branch of a parallel step.
        package internal(set) var children: [Int] = []
    }

    /// A list of nodes.
    package struct Scope: Sendable {
        package let index: Int
        /// The node that opens it; `nil` for the definition itself.
        package let owner: Int?
        /// How the history names it among its siblings.
        package let name: String
        package internal(set) var nodes: [Int] = []
        /// The positions of the nodes that each one waits for; `nil` in a flow.
        package internal(set) var dependencies: [[Int]]?
    }

    package let definition: WorkflowDefinition
    package let nodes: [Node]
    /// All scopes; the first is the definition itself.
    package let scopes: [Scope]
    /// Whether what items of a for_each left is needed after they have ended, because a step inside can be undone.
    package let keepsItems: Bool
    private let index: Index

    /// Where nodes are found.
    struct Index: Sendable {
        var byName: [String: Int] = [:]
        var byPath: [String: Int] = [:]
        var byNumber: [Int: Int] = [:]
        var byVariable: [String: Int] = [:]
    }

    /// Compiles a definition; identities that clash become problems.
    init(_ definition: WorkflowDefinition, _ collector: ProblemCollector) {
        var builder = GraphBuilder()
        builder.open(definition.steps, definition.executionMode, owner: nil, name: "", prefix: "", collector)
        builder.numberSteps(collector)
        builder.connect(collector)
        self.definition = definition
        self.nodes = builder.nodes
        self.scopes = builder.scopes
        self.index = builder.index
        self.keepsItems = builder.nodes.contains { $0.step.compensation != nil }
    }

    /// The step of that name.
    package func node(named name: String) -> Node? { self.index.byName[name].map { self.nodes[$0] } }
    /// The step that a step run at that path belongs to.
    package func node(at path: String) -> Node? {
        self.index.byPath[InstancePath.withoutInstances(path)].map { self.nodes[$0] }
    }
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
        } + self.nodes.compactMap { $0.step.compensation?.function }.filter { seen.insert($0).inserted }
    }
}
