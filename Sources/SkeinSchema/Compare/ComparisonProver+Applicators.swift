// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension ComparisonProver {
    func applicatorObstacle(_ clause: Clause, _ node: SchemaNode) -> ComparisonObstacle? {
        for applicator in node.applicators {
            guard let obstacle = self.obstacle(clause, node, applicator) else { continue }
            // Alternatives are often one for each type.
            let types = clause.types.parts
            guard types.count > 1, applicator.hasAlternatives else { return obstacle }
            for part in types {
                var narrowed = clause
                narrowed.types = part
                if let obstacle = self.obstacle(narrowed, node, applicator) { return obstacle }
            }
        }
        return nil
    }

    private func obstacle(_ clause: Clause, _ node: SchemaNode, _ applicator: Applicator) -> ComparisonObstacle? {
        switch applicator {
        case .reference(let target): return self.obstacle(clause, target)
        case .dynamicReference:
            return ComparisonObstacle(node, ["$dynamicRef"], "leads to different schemas, depending on the way to it")
        case .allOf(let targets): return targets.lazy.compactMap { self.obstacle(clause, $0) }.first
        case .anyOf(let targets):
            if targets.contains(where: { self.obstacle(clause, $0) == nil }) { return nil }
            return ComparisonObstacle(node, ["anyOf"], "has no alternative that is known to hold for all values")
        case .oneOf(let targets): return self.oneOfObstacle(clause, node, targets)
        case .not(let target):
            if self.isDisjoint(clause, target) { return nil }
            return ComparisonObstacle(node, ["not"], "rules out values, and it is not known that there are none such")
        case .conditional(let test, let then, let otherwise):
            if self.isDisjoint(clause, test) { return otherwise.flatMap { self.obstacle(clause, $0) } }
            if let obstacle = then.flatMap({ self.obstacle(clause, $0) }) { return obstacle }
            if self.obstacle(clause, test) == nil { return nil }
            return otherwise.flatMap { self.obstacle(clause, $0) }
        case .dependent(let member, let target, _):
            if self.member(member, of: clause).term == .never || !clause.types.contains(.object) { return nil }
            return self.obstacle(self.extended(clause, having: member), target)
        }
    }

    private func oneOfObstacle(_ clause: Clause, _ node: SchemaNode, _ targets: [NodeID]) -> ComparisonObstacle? {
        guard let match = targets.firstIndex(where: { self.obstacle(clause, $0) == nil }) else {
            return ComparisonObstacle(node, ["oneOf"], "has no alternative that is known to hold for all values")
        }
        for index in targets.indices where index != match && !self.isDisjoint(clause, targets[index]) {
            let why = "has the alternatives \(match) and \(index), which may both hold"
            return ComparisonObstacle(node, ["oneOf"], why)
        }
        return nil
    }

    /// The case of those objects that have a member.
    private func extended(_ clause: Clause, having member: String) -> Clause {
        var result = clause
        result.types = .object
        for applicator in clause.nodes.flatMap({ self.values.nodes[$0].applicators }) {
            guard case .dependent(let own, let target, _) = applicator, ByteString.equal(own, member) else { continue }
            // More than one case would have to be proven one by one.
            let cases = self.expansion.clauses(of: target)
            if let only = cases.first, cases.count == 1 { result = result.merged(only) }
        }
        return result
    }

    /// What keeps the parts that no keyword looks at from being allowed.
    func unevaluatedObstacle(_ clause: Clause, _ node: SchemaNode) -> ComparisonObstacle? {
        if let rest = node.unevaluatedProperties, clause.types.contains(.object) {
            guard let names = self.names(of: clause, node) else { return .limit }
            for name in names where !self.isCovered(clause, node, { $0.covers(member: name) }) {
                let goal = ComparisonGoal(term: self.member(name, of: clause).term, target: rest)
                guard self.obstacle(goal) != nil else { continue }
                let why = "does not allow the member '\(name)', unless a keyword is known to look at it"
                return ComparisonObstacle(node, ["unevaluatedProperties"], why)
            }
            for region in self.regions(of: clause)
            where !self.isCovered(clause, node, { $0.covers(region.pattern) }) {
                guard self.obstacle(ComparisonGoal(term: region.term, target: rest)) != nil else { continue }
                let why = "does not allow other members, which there may be"
                return ComparisonObstacle(node, ["unevaluatedProperties"], why)
            }
        }
        guard let rest = node.unevaluatedItems, clause.types.contains(.array) else { return nil }
        guard let indices = self.indices(of: clause, node) else { return .limit }
        for index in indices where !self.isCovered(clause, node, { $0.covers(element: index) }) {
            let goal = ComparisonGoal(term: self.element(at: index, of: clause), target: rest)
            guard self.obstacle(goal) != nil else { continue }
            let why = "does not allow element \(index), unless a keyword is known to look at it"
            return ComparisonObstacle(node, ["unevaluatedItems"], why)
        }
        return nil
    }

    /// Whether a keyword surely looks at a part of the values of a case that satisfy the node.
    private func isCovered(_ clause: Clause, _ node: SchemaNode, _ covers: (SchemaNode) -> Bool) -> Bool {
        if covers(node) { return true }
        guard self.spend() else { return false }
        func isCovered(by id: NodeID) -> Bool { self.isCovered(clause, self.target.nodes[id], covers) }
        return node.applicators.contains { applicator in
            switch applicator {
            case .reference(let target): isCovered(by: target)
            case .allOf(let targets): targets.contains { isCovered(by: $0) }
            case .anyOf(let targets), .oneOf(let targets):
                targets.contains { isCovered(by: $0) && self.obstacle(clause, $0) == nil }
            case .dynamicReference, .not, .conditional, .dependent: false
            }
        }
    }
}

extension Applicator {
    /// Whether different values may satisfy it by different schemas.
    fileprivate var hasAlternatives: Bool {
        switch self {
        case .anyOf, .oneOf, .conditional, .reference, .allOf: true
        case .dynamicReference, .not, .dependent: false
        }
    }
}

extension TypeSet {
    /// The types one by one, numbers as one.
    fileprivate var parts: [TypeSet] {
        let all: [TypeSet] = [.null, .boolean, .number, .string, .array, .object]
        return all.map { $0.intersection(self) }.filter { !$0.isEmpty }
    }
}

extension SchemaNode {
    /// Whether its keywords look at all members whose names match the pattern and that no schema names.
    fileprivate func covers(_ pattern: String?) -> Bool {
        guard let object = self.object else { return false }
        if object.additional != nil { return true }
        return pattern.map { pattern in object.patterns.contains { ByteString.equal($0.source, pattern) } } ?? false
    }

    /// Whether `items` or `prefixItems` looks at the element at an index.
    fileprivate func covers(element index: Int) -> Bool {
        self.array.map { $0.rest != nil || index < $0.prefix.count } ?? false
    }
}
