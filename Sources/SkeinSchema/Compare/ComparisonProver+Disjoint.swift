// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension ComparisonProver {
    private static let depthLimit = 12

    /// Whether no value of a case satisfies the node, for certain.
    func isDisjoint(_ clause: Clause, _ id: NodeID, depth: Int = 0) -> Bool {
        guard depth < Self.depthLimit, self.spend() else { return false }
        let node = self.target.nodes[id]
        let types = clause.types.intersection(self.targetKinds.types(of: .node(id, in: self.target)))
        if types.isEmpty || clause.excluded.contains(where: { self.equality.areAlike($0, id) }) { return true }
        if let constants = self.constants(of: clause) {
            return constants.allSatisfy { self.isAccepted($0, by: id) == false }
        }
        if let constants = SchemaShape(program: self.target, term: .node(id, in: self.target)).constants {
            guard self.spend(constants.count * clause.nodes.count) else { return false }
            return !constants.contains { self.mayBe($0, in: clause) }
        }
        if node.applicators.contains(where: { self.isDisjoint(clause, $0, depth: depth) }) { return true }
        var common = clause
        common.types = types
        if types.isSubset(of: .number) { return self.numbersAreDisjoint(common, node) }
        if types == .string { return self.lengthsAreDisjoint(common, node) }
        if types == .array { return self.listsAreDisjoint(common, node) }
        return types == .object && self.objectsAreDisjoint(common, node, depth: depth)
    }

    private func isDisjoint(_ term: ShapeTerm, _ id: NodeID, depth: Int) -> Bool {
        self.expansion.clauses(of: term).allSatisfy { self.isDisjoint($0, id, depth: depth + 1) }
    }

    private func isDisjoint(_ clause: Clause, _ applicator: Applicator, depth: Int) -> Bool {
        switch applicator {
        case .reference(let target): self.isDisjoint(clause, target, depth: depth + 1)
        case .allOf(let targets): targets.contains { self.isDisjoint(clause, $0, depth: depth + 1) }
        case .anyOf(let targets), .oneOf(let targets):
            targets.allSatisfy { self.isDisjoint(clause, $0, depth: depth + 1) }
        case .not(let target): self.obstacle(clause, target) == nil
        case .dynamicReference, .conditional, .dependent: false
        }
    }

    private func numbersAreDisjoint(_ clause: Clause, _ node: SchemaNode) -> Bool {
        guard let checks = node.number else { return false }
        var range = NumberRange()
        range.narrow(checks)
        if !clause.types.contains(.fraction) { range.makeWhole() }
        return self.range(of: clause).isDisjoint(with: range)
    }

    private func lengthsAreDisjoint(_ clause: Clause, _ node: SchemaNode) -> Bool {
        guard let checks = node.string else { return false }
        let lengths = self.lengths(of: clause)
        return lengths.least > checks.maximumLength ?? Int.max || lengths.most < checks.minimumLength ?? 0
    }

    private func listsAreDisjoint(_ clause: Clause, _ node: SchemaNode) -> Bool {
        let own = self.counts(of: clause)
        let other = node.elementCount
        return own.least > other.most || own.most < other.least
    }

    private func objectsAreDisjoint(_ clause: Clause, _ node: SchemaNode, depth: Int) -> Bool {
        guard let checks = node.object, let names = self.names(of: clause, node) else { return false }
        for name in names {
            let fact = self.member(name, of: clause)
            let isWanted = checks.required.contains { ByteString.equal($0, name) }
            if isWanted, fact.term == .never { return true }
            guard isWanted || fact.isRequired else { continue }
            if checks.schemas(of: name).contains(where: { self.isDisjoint(fact.term, $0, depth: depth) }) {
                return true
            }
        }
        return false
    }
}
