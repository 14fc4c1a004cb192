// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// What is known of the member of one name, or of the elements at a place.
struct PartFact: ShapeFact {
    /// Whether every value has it.
    var isRequired = false
    /// Whether a schema names it.
    var isDeclared = false
    /// What it is where it is there.
    var term = ShapeTerm.any

    static let unknown = PartFact()

    /// Whether no value can have it and yet each must.
    private var isContradiction: Bool { self.isRequired && self.term == .never }

    func intersected(_ other: PartFact) -> PartFact {
        PartFact(
            isRequired: self.isRequired || other.isRequired,
            isDeclared: self.isDeclared || other.isDeclared,
            term: .all([self.term, other.term])
        )
    }

    func united(_ other: PartFact) -> PartFact {
        if self.isContradiction { return other }
        if other.isContradiction { return self }
        return PartFact(
            isRequired: self.isRequired && other.isRequired,
            isDeclared: self.isDeclared || other.isDeclared,
            term: .either([self.term, other.term])
        )
    }
}

extension SchemaProgram {
    /// What a node's own keywords say of a member of objects.
    func member(_ name: String, of node: SchemaNode) -> PartFact {
        var fact = PartFact()
        var terms: [ShapeTerm] = []
        if let object = node.object {
            terms = object.schemas(of: name).map { .node($0, in: self) }
            fact.isRequired = object.required.contains { ByteString.equal($0, name) }
            fact.isDeclared = fact.isRequired || object.properties.keys.contains { ByteString.equal($0, name) }
            if object.maximumCount == 0 { terms.append(.never) }
            if let names = object.names, !self.accepts(.string(name), .node(names, in: self)) { terms.append(.never) }
        }
        if let rest = node.unevaluatedProperties, !self.mayEvaluate({ $0.covers(member: name) }, in: node) {
            terms.append(.node(rest, in: self))
        }
        fact.term = .all(terms)
        return fact
    }

    /// Whether a value may satisfy a term; yes where it takes too much work to know.
    func accepts(_ value: JSONValue, _ term: ShapeTerm) -> Bool {
        var steps = Self.stepLimit
        return self.accepts(value, term, &steps)
    }

    /// Whether a value may satisfy a term; yes where the steps that are left do not do to know.
    func accepts(_ value: JSONValue, _ term: ShapeTerm, _ steps: inout Int) -> Bool {
        switch term.form {
        case .any: return true
        case .never: return false
        case .all(let parts):
            for part in parts where !self.accepts(value, part, &steps) { return false }
            return true
        case .either(let parts):
            for part in parts where self.accepts(value, part, &steps) { return true }
            return false
        case .node(let id): return self.verdict(on: value, by: id, &steps) ?? true
        }
    }

    /// Whether a value satisfies a term; no where that is not certain, or the steps that are left do not do to know.
    func certainlyAccepts(_ value: JSONValue, _ term: ShapeTerm, _ steps: inout Int) -> Bool {
        switch term.form {
        case .any: return true
        case .never: return false
        case .all(let parts):
            for part in parts where !self.certainlyAccepts(value, part, &steps) { return false }
            return true
        case .either(let parts):
            for part in parts where self.certainlyAccepts(value, part, &steps) { return true }
            return false
        case .node(let id): return self.verdict(on: value, by: id, &steps) == true
        }
    }

    /// Whether a node accepts a value; `nil` when that is not certain or takes too many steps.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - id: The node.
    ///   - steps: How many steps are left; reduced by those taken.
    ///   - isRoot: Whether the value is a whole instance. Elsewhere it depends on the way, which nobody has gone, where a
    ///     `$dynamicRef` leads.
    /// - Returns: The verdict.
    func verdict(on value: JSONValue, by id: NodeID, _ steps: inout Int, isRoot: Bool = false) -> Bool? {
        guard isRoot || !self.hasDynamicScope, steps > 0 else { return nil }
        let limit = min(steps, Self.stepLimit)
        var evaluator = Evaluator(self, isCollecting: false, workLimit: limit)
        var evaluated = Evaluated()
        let isAccepted = evaluator.evaluate(id, value, &evaluated)
        steps -= limit - evaluator.work
        return evaluator.limitViolation == nil ? isAccepted : nil
    }

    private static var stepLimit: Int { 20_000 }

    /// Whether a keyword that applies to the value of a node, other than its `unevaluated...`, may look at the part.
    func mayEvaluate(_ covers: (SchemaNode) -> Bool, in node: SchemaNode) -> Bool {
        if covers(node) { return true }
        // What stands under `not` looks at nothing: where it holds the value is refused.
        let applied = self.appliedNodes(of: [node]) { if case .not = $0 { false } else { true } }
        if applied.dropFirst().contains(where: { $0.tracksEvaluation || covers($0) }) { return true }
        return applied.flatMap(\.applicators).contains { if case .dynamicReference = $0 { true } else { false } }
    }

    /// The nodes, and all that may apply to the same value, whether or not they must hold.
    ///
    /// - Parameters:
    ///   - nodes: The nodes to begin with.
    ///   - follows: Which applicators count.
    /// - Returns: The nodes and those applied, each once.
    func appliedNodes(of nodes: [SchemaNode], follows: (Applicator) -> Bool = { _ in true }) -> [SchemaNode] {
        var result = nodes
        var seen: Set<NodeID> = []
        var next = 0
        while next < result.count {
            for target in result[next].applicators.filter(follows).flatMap(\.targets)
            where seen.insert(target).inserted {
                result.append(self.nodes[target])
            }
            next += 1
        }
        return result
    }
}

extension ObjectChecks {
    /// The schemas that apply to a member.
    func schemas(of name: String) -> [NodeID] {
        var cursor = 0
        var nodes = [self.properties.entry(of: name, cursor: &cursor)?.node].compactMap { $0 }
        for pattern in self.patterns where pattern.regex.matches(anywhereIn: name) { nodes.append(pattern.node) }
        return nodes.isEmpty ? [self.additional].compactMap { $0 } : nodes
    }
}

extension SchemaNode {
    /// Whether `properties`, `patternProperties` or `additionalProperties` looks at a member.
    func covers(member name: String) -> Bool {
        guard let object = self.object else { return false }
        return object.additional != nil || !object.schemas(of: name).isEmpty
    }

    /// Whether an array keyword may look at the element at an index, or at any element.
    func mayCover(element index: Int?) -> Bool {
        guard let array = self.array else { return false }
        if array.rest != nil || array.contains != nil { return true }
        return index.map { $0 < array.prefix.count } ?? !array.prefix.isEmpty
    }
}
