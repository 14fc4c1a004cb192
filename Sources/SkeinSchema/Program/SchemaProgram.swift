// SPDX-License-Identifier: Apache-2.0

/// A compiled schema: its nodes, of which the first is the root.
final class SchemaProgram: Sendable {
    let nodes: [SchemaNode]
    /// The nodes again; the program keeps them alive, so that a pass need not count who refers to them.
    let handles: [Unmanaged<SchemaNode>]
    /// The nodes of dynamic anchors by resource; empty when the schema has no `$dynamicRef`.
    let dynamicAnchors: [Int: [(name: String, node: NodeID)]]
    let defaults: DefaultFiller

    init(nodes: [SchemaNode], dynamicAnchors: [Int: [(name: String, node: NodeID)]], defaults: DefaultFiller) {
        self.nodes = nodes
        self.handles = nodes.map { Unmanaged.passUnretained($0) }
        self.dynamicAnchors = dynamicAnchors
        self.defaults = defaults
    }

    var hasDynamicScope: Bool { !self.dynamicAnchors.isEmpty }
}
