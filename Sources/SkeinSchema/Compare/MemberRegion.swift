// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Members of objects that no schema names, by what their names have in common, and what they are.
struct MemberRegion: Sendable {
    /// The pattern that the names match; without one they match no pattern of the case.
    let pattern: String?
    let term: ShapeTerm
}

extension ComparisonProver {
    /// What a member is in the objects of a case; its term is `never` when none has it.
    func member(_ name: String, of clause: Clause) -> PartFact {
        var fact = clause.nodes.reduce(PartFact.unknown) {
            $0.intersected(self.values.member(name, of: self.values.nodes[$1]))
        }
        if self.kinds.types(of: fact.term).isEmpty { fact.term = .never }
        return fact
    }

    /// The names that the case or the node has something to say of; `nil` when they are too many.
    func names(of clause: Clause, _ node: SchemaNode) -> [String]? {
        var names: [String] = []
        for own in clause.nodes.map({ self.values.nodes[$0] }) + [node] {
            guard let object = own.object else { continue }
            names += object.properties.keys + object.required + object.dependencies.flatMap { [$0.member] + $0.needs }
        }
        // What an alternative looks at is not unevaluated, even where the case is another alternative.
        let tracking = clause.nodes.map { self.values.nodes[$0] }.filter { $0.unevaluatedProperties != nil }
        names += self.values.appliedNodes(of: tracking).flatMap { $0.object?.properties.keys ?? [] }
        names += self.listedNames(of: clause) ?? []
        var seen: Set<ByteKey> = []
        names = names.filter { seen.insert(ByteKey($0)).inserted }
        return self.spend(names.count * (1 + clause.nodes.count)) ? names : nil
    }

    /// The only names that there are, when `propertyNames` lists them.
    private func listedNames(of clause: Clause) -> [String]? {
        for id in clause.nodes {
            guard let names = self.values.nodes[id].object?.names else { continue }
            let shape = SchemaShape(program: self.values, term: .node(names, in: self.values))
            if let constants = shape.constants, constants.count <= Self.listLimit {
                return constants.compactMap(\.string)
            }
        }
        return nil
    }

    /// The members that neither the case nor the node names; none when the objects are closed.
    func regions(of clause: Clause) -> [MemberRegion] {
        if self.listedNames(of: clause) != nil { return [] }
        let nodes = clause.nodes.map { self.values.nodes[$0] }
        if nodes.contains(where: { $0.object?.maximumCount == 0 }) { return [] }
        func others(than pattern: NodeID?) -> [ShapeTerm] {
            nodes.flatMap { node in
                var terms: [ShapeTerm] = []
                let patterns = node.object?.patterns ?? []
                if let additional = node.object?.additional, pattern == nil || patterns.isEmpty {
                    terms.append(.node(additional, in: self.values))
                }
                if let rest = node.unevaluatedProperties, !self.values.mayEvaluate(Self.coversUnnamed, in: node) {
                    terms.append(.node(rest, in: self.values))
                }
                return terms
            }
        }
        var regions = [MemberRegion(pattern: nil, term: .all(others(than: nil)))]
        for pattern in nodes.flatMap({ $0.object?.patterns ?? [] }) {
            let term = ShapeTerm.all([.node(pattern.node, in: self.values)] + others(than: pattern.node))
            regions.append(MemberRegion(pattern: pattern.source, term: term))
        }
        return regions.filter { !self.kinds.types(of: $0.term).isEmpty }
    }

    /// Whether a node may look at members that it does not name.
    private static func coversUnnamed(_ node: SchemaNode) -> Bool {
        node.object.map { $0.additional != nil || !$0.patterns.isEmpty } ?? false
    }
}
