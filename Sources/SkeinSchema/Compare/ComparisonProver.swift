// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Proves that every value of one program's terms satisfies nodes of another one.
///
/// A proof may assume what is being proven already, since it gets back to it for a part of the value only: values are
/// finite, and applicators lead in no circle. What was proven on an assumption that does not hold is forgotten.
final class ComparisonProver {
    private static let workLimit = 20_000
    private static let depthLimit = 160
    static let listLimit = 1000
    /// Bounds the work of trying values that schemas list.
    private static let stepLimit = 1_000_000

    let values: SchemaProgram
    let target: SchemaProgram
    let kinds: ShapeFold<TypeSet>
    let targetKinds: ShapeFold<TypeSet>
    let expansion: ClauseExpansion
    let equality: SchemaEquality
    private var proven: Set<ComparisonGoal> = []
    private var order: [ComparisonGoal] = []
    private var open: [ComparisonGoal: ComparisonObstacle] = [:]
    private var work = ComparisonProver.workLimit
    private var steps = ComparisonProver.stepLimit
    private var depth = 0

    /// Makes a prover.
    ///
    /// - Parameters:
    ///   - values: The program of the schema that values come from.
    ///   - target: The program of the schema to be satisfied.
    init(of values: SchemaProgram, against target: SchemaProgram) {
        self.values = values
        self.target = target
        self.kinds = ShapeFold(typesIn: values)
        self.targetKinds = ShapeFold(typesIn: target)
        self.expansion = ClauseExpansion(values, kinds: self.kinds)
        self.equality = SchemaEquality(values, target, work: Self.workLimit)
    }

    /// Takes up a piece of work; false when there was too much of it.
    func spend(_ amount: Int = 1) -> Bool {
        self.work -= amount
        return self.work > 0
    }

    /// What keeps the goal from being shown; `nil` when it is.
    func obstacle(_ goal: ComparisonGoal) -> ComparisonObstacle? {
        if goal.term == .never || self.target.nodes[goal.target].isAlways || self.proven.contains(goal) { return nil }
        if let known = self.open[goal] { return known }
        guard self.spend() else { return .limit }
        let start = self.order.count
        self.proven.insert(goal)
        self.order.append(goal)
        for var clause in self.expansion.clauses(of: goal.term) {
            clause.types.formIntersection(goal.types)
            guard !clause.types.isEmpty, let obstacle = self.obstacle(clause, goal.target) else { continue }
            for late in self.order[start...] { self.proven.remove(late) }
            self.order.removeSubrange(start...)
            self.open[goal] = obstacle
            return obstacle
        }
        return nil
    }

    /// What keeps a case from satisfying a node.
    func obstacle(_ clause: Clause, _ id: NodeID) -> ComparisonObstacle? {
        let node = self.target.nodes[id]
        guard self.spend(1 + clause.nodes.count), self.depth < Self.depthLimit else { return .limit }
        self.depth += 1
        defer { self.depth -= 1 }
        if clause.nodes.contains(where: { self.equality.areAlike($0, id) }) { return nil }
        if let constants = self.constants(of: clause) {
            guard self.spend(constants.count) else { return .limit }
            let verdicts = constants.map { self.isAccepted($0, by: id) }
            if let refused = zip(constants, verdicts).first(where: { $0.1 == false })?.0 {
                return ComparisonObstacle(node, [], "does not accept \(ValueText.short(refused)), which there may be")
            }
            if !verdicts.contains(nil) { return nil }
        }
        if !clause.types.isSubset(of: node.types) {
            let more = ValueText.types(clause.types.subtracting(node.types))
            return ComparisonObstacle(node, ["type"], "does not allow that the value is \(more)")
        }
        if let values = node.values {
            let keyword = values.allowed == nil ? "const" : "enum"
            return ComparisonObstacle(node, [keyword], "lists the values, and it is not known which there are")
        }
        return self.ownObstacle(clause, node) ?? self.applicatorObstacle(clause, node)
            ?? self.unevaluatedObstacle(clause, node)
    }

    /// What keeps the keywords for single types from being satisfied.
    private func ownObstacle(_ clause: Clause, _ node: SchemaNode) -> ComparisonObstacle? {
        if let number = node.number, !clause.types.isDisjoint(with: .number) {
            if let obstacle = self.numberObstacle(clause, node, number) { return obstacle }
        }
        if let string = node.string, clause.types.contains(.string) {
            if let obstacle = self.stringObstacle(clause, node, string) { return obstacle }
        }
        if let array = node.array, clause.types.contains(.array) {
            if let obstacle = self.arrayObstacle(clause, node, array) { return obstacle }
        }
        if let object = node.object, clause.types.contains(.object) {
            return self.objectObstacle(clause, node, object)
        }
        return nil
    }

    /// All values of a case, when they are few and known.
    func constants(of clause: Clause) -> [JSONValue]? {
        var listed: [JSONValue]?
        for node in clause.nodes.map({ self.values.nodes[$0] }) {
            listed = listed ?? node.values?.constant.map { [$0] } ?? node.values?.allowed
        }
        if listed == nil, clause.types.isSubset(of: [.null, .boolean]) { listed = [.null, true, false] }
        if listed == nil, clause.types == .integer { listed = self.range(of: clause).integers(atMost: 64) }
        guard let listed, listed.count <= Self.listLimit else { return nil }
        return listed.filter { self.mayBe($0, in: clause) }
    }

    /// Whether a node of the target accepts a value; `nil` when that is not certain.
    func isAccepted(_ value: JSONValue, by id: NodeID) -> Bool? {
        self.spend() ? self.target.verdict(on: value, by: id, &self.steps) : nil
    }

    /// Whether a value may satisfy all nodes of a case.
    func mayBe(_ value: JSONValue, in clause: Clause) -> Bool {
        clause.types.contains(TypeSet(of: value))
            && clause.nodes.allSatisfy { self.values.verdict(on: value, by: $0, &self.steps) ?? true }
    }
}
