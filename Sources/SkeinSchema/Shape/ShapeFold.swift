// SPDX-License-Identifier: Apache-2.0

/// Something known of all values of a term, which weakens as less is known.
protocol ShapeFact {
    /// Nothing is known.
    static var unknown: Self { get }

    /// What is known of values of both.
    func intersected(_ other: Self) -> Self

    /// What is known of values of one or the other.
    func united(_ other: Self) -> Self
}

extension TypeSet: ShapeFact {
    static var unknown: TypeSet { .all }

    func intersected(_ other: TypeSet) -> TypeSet { self.intersection(other) }

    func united(_ other: TypeSet) -> TypeSet { self.union(other) }
}

/// Works out a fact for terms: of a node from its own keywords and from what its applicators apply.
///
/// Each node is worked out once in the life of a fold, so the work is bounded by the size of the program. Applicators never
/// lead in a circle, which the compiler has made sure of; a chain of them that is too long counts as unknown.
final class ShapeFold<Fact: ShapeFact> {
    private static var depthLimit: Int { 300 }

    private let program: SchemaProgram
    /// The types that the fact is about: an alternative without them has nothing to say.
    private let types: TypeSet
    private let kinds: ShapeFold<TypeSet>?
    private let own: (SchemaNode) -> Fact
    private var known: [NodeID: Fact] = [:]
    private var depth = 0

    /// Makes a fold.
    ///
    /// - Parameters:
    ///   - program: The program of the terms.
    ///   - types: The types that the fact is about.
    ///   - kinds: Tells the types of alternatives; without it all alternatives count.
    ///   - own: The fact by a node's own keywords.
    init(
        _ program: SchemaProgram,
        about types: TypeSet = .all,
        kinds: ShapeFold<TypeSet>?,
        own: @escaping (SchemaNode) -> Fact
    ) {
        self.program = program
        self.types = types
        self.kinds = kinds
        self.own = own
    }

    func fact(of term: ShapeTerm) -> Fact {
        switch term.form {
        case .any, .never: return .unknown
        case .node(let id): return self.fact(of: id)
        case .all(let parts): return parts.reduce(.unknown) { $0.intersected(self.fact(of: $1)) }
        case .either(let parts):
            var result: Fact?
            for part in parts {
                if let kinds = self.kinds, kinds.types(of: part).isDisjoint(with: self.types) { continue }
                let fact = self.fact(of: part)
                result = result.map { $0.united(fact) } ?? fact
            }
            return result ?? .unknown
        }
    }

    private func fact(of id: NodeID) -> Fact {
        if let known = self.known[id] { return known }
        guard self.depth < Self.depthLimit else { return .unknown }
        self.depth += 1
        defer { self.depth -= 1 }
        let node = self.program.nodes[id]
        let fact = node.conjuncts(in: self.program).reduce(self.own(node)) { $0.intersected(self.fact(of: $1)) }
        self.known[id] = fact
        return fact
    }
}

extension ShapeFold where Fact == TypeSet {
    /// Tells the types that values may have.
    convenience init(typesIn program: SchemaProgram) {
        self.init(program, kinds: nil) { node in
            var types = node.types
            if let constant = node.values?.constant { types.formIntersection(TypeSet(of: constant)) }
            if let allowed = node.values?.allowed {
                types.formIntersection(allowed.reduce(into: []) { $0.formUnion(TypeSet(of: $1)) })
            }
            return types
        }
    }

    /// The types of a term's values; none where there are no values.
    func types(of term: ShapeTerm) -> TypeSet { term == .never ? [] : self.fact(of: term) }
}
