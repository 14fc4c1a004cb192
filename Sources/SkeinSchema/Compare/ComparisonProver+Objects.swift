// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension ComparisonProver {
    func objectObstacle(_ clause: Clause, _ node: SchemaNode, _ checks: ObjectChecks) -> ComparisonObstacle? {
        guard let names = self.names(of: clause, node) else { return .limit }
        let facts = names.map { ($0, self.member($0, of: clause)) }
        for (name, fact) in facts where !fact.isRequired {
            guard checks.required.contains(where: { ByteString.equal($0, name) }) else { continue }
            let actual = fact.term == .never ? "is never there" : "may be absent"
            return ComparisonObstacle(node, ["required"], "wants the member '\(name)', which \(actual)")
        }
        let regions = self.regions(of: clause)
        return self.countObstacle(clause, node, checks, facts.map(\.1), isClosed: regions.isEmpty)
            ?? self.dependencyObstacle(clause, node, checks)
            ?? self.namedObstacle(facts, node, checks)
            ?? self.unnamedObstacle(clause, regions, node, checks)
    }

    private func countObstacle(
        _ clause: Clause,
        _ node: SchemaNode,
        _ checks: ObjectChecks,
        _ facts: [PartFact],
        isClosed: Bool
    ) -> ComparisonObstacle? {
        let own = clause.nodes.compactMap { self.values.nodes[$0].object }
        let least = max(own.compactMap(\.minimumCount).max() ?? 0, facts.count { $0.isRequired })
        if let wanted = checks.minimumCount, wanted > least {
            let needed = ValueText.count(wanted, "member")
            return ComparisonObstacle(node, ["minProperties"], "wants at least \(needed), but there may be fewer")
        }
        let possible = isClosed ? facts.count { $0.term != .never } : Int.max
        let most = min(own.compactMap(\.maximumCount).min() ?? Int.max, possible)
        guard let allowed = checks.maximumCount, allowed < most else { return nil }
        let count = ValueText.count(allowed, "member")
        return ComparisonObstacle(node, ["maxProperties"], "allows at most \(count), but there may be more")
    }

    private func dependencyObstacle(
        _ clause: Clause,
        _ node: SchemaNode,
        _ checks: ObjectChecks
    ) -> ComparisonObstacle? {
        let own = clause.nodes.flatMap { self.values.nodes[$0].object?.dependencies ?? [] }
        for (member, needs, keyword) in checks.dependencies {
            if self.member(member, of: clause).term == .never { continue }
            let same = [member] + own.filter { ByteString.equal($0.member, member) }.flatMap(\.needs)
            for name in needs where !self.member(name, of: clause).isRequired {
                if same.contains(where: { ByteString.equal($0, name) }) { continue }
                let why = "wants the member '\(name)' beside '\(member)', which may be absent"
                return ComparisonObstacle(node, [keyword, member], why)
            }
        }
        return nil
    }

    /// What keeps the members that some schema names from being allowed.
    private func namedObstacle(
        _ facts: [(name: String, fact: PartFact)],
        _ node: SchemaNode,
        _ checks: ObjectChecks
    ) -> ComparisonObstacle? {
        for (name, fact) in facts where fact.term != .never {
            for child in checks.schemas(of: name) {
                if child == checks.additional, self.target.nodes[child].isNever {
                    let why = "does not allow the member '\(name)', which may be there"
                    return ComparisonObstacle(node, ["additionalProperties"], why)
                }
                if let obstacle = self.obstacle(ComparisonGoal(term: fact.term, target: child)) { return obstacle }
            }
            if let rule = checks.names, self.isAccepted(.string(name), by: rule) != true {
                return ComparisonObstacle(node, ["propertyNames"], "does not allow the name '\(name)'")
            }
        }
        return nil
    }

    /// What keeps the members that no schema names from being allowed.
    private func unnamedObstacle(
        _ clause: Clause,
        _ regions: [MemberRegion],
        _ node: SchemaNode,
        _ checks: ObjectChecks
    ) -> ComparisonObstacle? {
        let patterns = Set(regions.compactMap(\.pattern).map { ByteKey($0) })
        // The patterns of members that cannot be are no region, but names of others match them neither.
        let own = clause.nodes.flatMap { self.values.nodes[$0].object?.patterns.map(\.source) ?? [] }
        let excluded = patterns.union(own.map { ByteKey($0) })
        for region in regions {
            let pattern = region.pattern.map { ByteKey($0) }
            var isKnown = false
            for rule in checks.patterns {
                let source = ByteKey(rule.source)
                if source == pattern { isKnown = true }
                if pattern == nil, excluded.contains(source) { continue }
                if let obstacle = self.obstacle(ComparisonGoal(term: region.term, target: rule.node)) {
                    return obstacle
                }
            }
            guard !isKnown, let additional = checks.additional else { continue }
            if self.target.nodes[additional].isNever {
                let why = "does not allow other members, which there may be"
                return ComparisonObstacle(node, ["additionalProperties"], why)
            }
            if let obstacle = self.obstacle(ComparisonGoal(term: region.term, target: additional)) { return obstacle }
        }
        guard let rule = checks.names, !regions.isEmpty else { return nil }
        let rules = clause.nodes.compactMap { self.values.nodes[$0].object?.names }
        let names = ShapeTerm.all(rules.map { .node($0, in: self.values) })
        return self.obstacle(ComparisonGoal(term: names, types: .string, target: rule))
    }
}
