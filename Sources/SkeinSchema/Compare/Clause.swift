// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// One case of a term, without alternatives: nodes whose own keywords all hold.
struct Clause: Hashable, Sendable {
    var nodes: [NodeID] = []
    /// Nodes that do not hold: those under `not`, and what the case rules out.
    var excluded: [NodeID] = []
    var types = TypeSet.all

    func merged(_ other: Clause) -> Clause {
        Clause(
            nodes: self.nodes + other.nodes.filter { !self.nodes.contains($0) },
            excluded: self.excluded + other.excluded.filter { !self.excluded.contains($0) },
            types: self.types.intersection(other.types)
        )
    }
}

/// Takes terms apart into cases.
///
/// The cases together hold for every value of the term. Where there would be too many, some of what is known is left out.
final class ClauseExpansion {
    private static let limit = 16
    private static let depthLimit = 300

    private let program: SchemaProgram
    private let kinds: ShapeFold<TypeSet>
    private var known: [NodeID: [Clause]] = [:]
    private var depth = 0

    init(_ program: SchemaProgram, kinds: ShapeFold<TypeSet>) {
        self.program = program
        self.kinds = kinds
    }

    func clauses(of term: ShapeTerm) -> [Clause] {
        switch term.form {
        case .any: [Clause()]
        case .never: []
        case .node(let id): self.clauses(of: id)
        case .all(let parts): parts.reduce([Clause()]) { Self.product($0, self.clauses(of: $1)) }
        case .either(let parts): Self.sum(parts.map { self.clauses(of: $0) })
        }
    }

    func clauses(of id: NodeID) -> [Clause] {
        if let known = self.known[id] { return known }
        guard self.depth < Self.depthLimit else { return [Clause()] }
        self.depth += 1
        defer { self.depth -= 1 }
        let types = self.kinds.types(of: .node(id, in: self.program))
        var result = types.isEmpty ? [] : [Clause(nodes: [id], types: types)]
        for applicator in self.program.nodes[id].applicators {
            result = Self.product(result, self.clauses(of: applicator))
        }
        self.known[id] = result
        return result
    }

    private func clauses(of applicator: Applicator) -> [Clause] {
        switch applicator {
        case .reference(let target): return self.clauses(of: target)
        // What a dynamic reference leads to depends on the way to it.
        case .dynamicReference, .dependent: return [Clause()]
        case .allOf(let targets): return targets.reduce([Clause()]) { Self.product($0, self.clauses(of: $1)) }
        case .anyOf(let targets): return Self.sum(targets.map { self.clauses(of: $0) })
        case .oneOf(let targets):
            let cases = targets.map { target in
                Self.product(self.clauses(of: target), [Clause(excluded: targets.filter { $0 != target })])
            }
            return Self.sum(cases)
        case .not(let target): return [Clause(excluded: [target])]
        case .conditional(let test, let then, let otherwise):
            let held = Self.product(self.clauses(of: test), then.map { self.clauses(of: $0) } ?? [Clause()])
            let failed = otherwise.map { self.clauses(of: $0) } ?? [Clause()]
            return Self.sum([held, Self.product(failed, [Clause(excluded: [test])])])
        }
    }

    private static func product(_ left: [Clause], _ right: [Clause]) -> [Clause] {
        guard left.count * right.count <= Self.limit else { return left }
        return left.flatMap { clause in right.map { clause.merged($0) } }.filter { !$0.types.isEmpty }
    }

    private static func sum(_ cases: [[Clause]]) -> [Clause] {
        var result: [Clause] = []
        for clause in cases.joined() where !result.contains(clause) { result.append(clause) }
        return result.count > Self.limit ? [Clause()] : result
    }
}
