// SPDX-License-Identifier: Apache-2.0

extension Graph {
    /// How the values of one step can be read by another.
    package enum Order: Hashable, Sendable {
        /// It may have run by then.
        case before
        /// It may have run in an iteration before, so the value may be absent.
        case earlierIteration
        /// It runs for each item, so outside of the for_each there is no one value.
        case insideForEach(String)
        /// It has not run by then, or runs in another way that was not taken.
        case never
    }

    /// How a step's value can be read when another one starts.
    package func order(of earlier: Int, before later: Int) -> Order {
        let before = self.lineage(of: earlier)
        let after = later < self.nodes.count ? self.lineage(of: later) : []
        var depth = 0
        while depth < before.count, depth < after.count, before[depth].node == after[depth].node { depth += 1 }
        // One holds the other, or they are the same.
        let shared = before.prefix(depth)
        let loop = shared.last { entry in
            if case .loop = self.nodes[entry.node].step.kind { true } else { false }
        }
        guard depth < before.count else { return loop != nil ? .earlierIteration : .never }
        for entry in before[depth...].dropLast() {
            if case .forEach = self.nodes[entry.node].step.kind {
                return .insideForEach(self.nodes[entry.node].step.name)
            }
        }
        guard depth < after.count else {
            if later >= self.nodes.count { return .before }
            return loop != nil ? .earlierIteration : .never
        }
        let (left, right) = (before[depth], after[depth])
        guard left.scope == right.scope else { return loop != nil ? .earlierIteration : .never }
        if let dependencies = self.scopes[left.scope].dependencies {
            return Self.reaches(self.nodes[left.node].position, self.nodes[right.node].position, dependencies)
                ? .before : .never
        }
        if left.node < right.node { return .before }
        return loop != nil ? .earlierIteration : .never
    }

    /// Whether a node comes before another one by the dependencies of their scope.
    private static func reaches(_ earlier: Int, _ later: Int, _ dependencies: [[Int]]) -> Bool {
        var open = dependencies[later]
        var seen = Set(open)
        while let position = open.popLast() {
            if position == earlier { return true }
            for next in dependencies[position] where seen.insert(next).inserted { open.append(next) }
        }
        return false
    }

    /// The nodes from the definition down to one, each with the scope it stands in.
    func lineage(of index: Int) -> [(scope: Int, node: Int)] {
        var result: [(scope: Int, node: Int)] = []
        var current: Int? = index
        while let node = current {
            result.append((self.nodes[node].scope, node))
            current = self.scopes[self.nodes[node].scope].owner
        }
        return result.reversed()
    }
}

extension Graph {
    /// Whether a node stands inside another one, at any depth.
    func isInside(_ index: Int, _ container: Int) -> Bool {
        self.lineage(of: index).dropLast().contains { $0.node == container }
    }

    /// The names by which a step can read the items of the for_each steps that it stands in.
    ///
    /// - Parameters:
    ///   - position: The step.
    ///   - isInside: Whether the step's own items count, as they do for the key of a for_each.
    /// - Returns: The names without `$`.
    func itemNames(at position: Int, isInside: Bool) -> Set<String> {
        guard position < self.nodes.count else { return [] }
        var names: Set<String> = []
        for entry in isInside ? self.lineage(of: position)[...] : self.lineage(of: position).dropLast() {
            guard case .forEach(let each) = self.nodes[entry.node].step.kind else { continue }
            names.formUnion(["item", "index", "key"])
            if let name = each.itemName { names.insert(name) }
        }
        return names
    }
}
