// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension ComparisonProver {
    /// How many elements the lists of a case have.
    func counts(of clause: Clause) -> CountFact {
        clause.nodes.reduce(.unknown) { $0.intersected(self.values.nodes[$1].elementCount) }
    }

    /// What the element at an index is in the lists of a case; `never` when none has it.
    func element(at index: Int, of clause: Clause) -> ShapeTerm {
        let fact = clause.nodes.reduce(PartFact.unknown) {
            $0.intersected(self.values.element(at: index, of: self.values.nodes[$1]))
        }
        return self.kinds.types(of: fact.term).isEmpty ? .never : fact.term
    }

    /// The indices that stand for all: each that a `prefixItems` knows, and one for the rest.
    func indices(of clause: Clause, _ node: SchemaNode) -> ClosedRange<Int>? {
        let prefixes = clause.nodes.map { self.values.nodes[$0].array?.prefix.count ?? 0 }
        let targets = self.target.appliedNodes(of: [node]).map { $0.array?.prefix.count ?? 0 }
        let last = max(prefixes.max() ?? 0, targets.max() ?? 0)
        return self.spend(last) ? 0...last : nil
    }

    func arrayObstacle(_ clause: Clause, _ node: SchemaNode, _ checks: ArrayChecks) -> ComparisonObstacle? {
        let counts = self.counts(of: clause)
        if let least = checks.minimumCount, least > counts.least {
            let needed = ValueText.count(least, "element")
            return ComparisonObstacle(node, ["minItems"], "wants at least \(needed), but lists may be shorter")
        }
        if let most = checks.maximumCount, most < counts.most {
            let allowed = ValueText.count(most, "element")
            return ComparisonObstacle(node, ["maxItems"], "allows at most \(allowed), but lists may be longer")
        }
        let isUnique = counts.most <= 1 || clause.nodes.contains { self.values.nodes[$0].array?.isUnique ?? false }
        if checks.isUnique, !isUnique {
            return ComparisonObstacle(node, ["uniqueItems"], "wants different elements, but lists may have one twice")
        }
        guard let indices = self.indices(of: clause, node) else { return .limit }
        for index in indices {
            guard let child = index < checks.prefix.count ? checks.prefix[index] : checks.rest else { break }
            let goal = ComparisonGoal(term: self.element(at: index, of: clause), target: child)
            if let obstacle = self.obstacle(goal) { return obstacle }
        }
        return checks.contains.flatMap { self.containsObstacle(clause, node, checks, $0) }
    }

    private func containsObstacle(
        _ clause: Clause,
        _ node: SchemaNode,
        _ checks: ArrayChecks,
        _ contains: NodeID
    ) -> ComparisonObstacle? {
        let own = clause.nodes.compactMap { self.values.nodes[$0].array }
        let least = checks.minimumContained ?? 1
        if least > 0, !self.containsAtLeast(least, clause, node, own, contains) {
            let needed = ValueText.count(least, "element")
            let why = "wants at least \(needed) that it describes, which lists are not known to have"
            return ComparisonObstacle(node, ["contains"], why)
        }
        guard let most = checks.maximumContained, self.counts(of: clause).most > most else { return nil }
        let isKept = own.contains { array in
            guard let other = array.contains, let limit = array.maximumContained else { return false }
            return limit <= most && self.equality.areAlike(other, contains)
        }
        if isKept { return nil }
        let allowed = ValueText.count(most, "element")
        let why = "allows at most \(allowed) that 'contains' describes, and lists may have more"
        return ComparisonObstacle(node, ["maxContains"], why)
    }

    private func containsAtLeast(
        _ least: Int,
        _ clause: Clause,
        _ node: SchemaNode,
        _ own: [ArrayChecks],
        _ contains: NodeID
    ) -> Bool {
        for array in own {
            guard let other = array.contains, (array.minimumContained ?? 1) >= least else { continue }
            let goal = ComparisonGoal(term: .node(other, in: self.values), target: contains)
            if self.obstacle(goal) == nil { return true }
        }
        guard let indices = self.indices(of: clause, node) else { return false }
        let count = self.counts(of: clause).least
        var sure = 0
        for index in indices where index < count {
            let goal = ComparisonGoal(term: self.element(at: index, of: clause), target: contains)
            guard self.obstacle(goal) == nil else { continue }
            // The last index stands for all elements after it.
            sure += index == indices.upperBound ? count - index : 1
        }
        return sure >= least
    }
}
