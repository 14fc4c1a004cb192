// SPDX-License-Identifier: Apache-2.0

/// What is known of one value: which nodes of a program it satisfies, as a formula.
///
/// A formula holds for every value of the place that it stands for, and may hold for more: where it would grow past its limit
/// it says nothing instead.
struct ShapeTerm: Hashable, Sendable {
    private static let sizeLimit = 200

    indirect enum Form: Hashable, Sendable {
        case any
        case never
        case node(NodeID)
        case all([ShapeTerm])
        case either([ShapeTerm])
    }

    let form: Form
    private let size: Int

    static let any = ShapeTerm(form: .any, size: 1)
    static let never = ShapeTerm(form: .never, size: 1)

    /// What satisfies a node.
    static func node(_ id: NodeID, in program: SchemaProgram) -> ShapeTerm {
        let node = program.nodes[id]
        if node.isNever { return .never }
        return node.isAlways ? .any : ShapeTerm(form: .node(id), size: 1)
    }

    /// The nodes that all have to be satisfied; `nil` when the formula has alternatives.
    var conjuncts: [NodeID]? {
        switch self.form {
        case .any: return []
        case .node(let id): return [id]
        case .never, .either: return nil
        case .all(let terms):
            var nodes: [NodeID] = []
            for term in terms {
                guard let more = term.conjuncts else { return nil }
                nodes += more
            }
            return nodes
        }
    }

    /// What satisfies all of the terms.
    static func all(_ terms: [ShapeTerm]) -> ShapeTerm {
        var parts: [ShapeTerm] = []
        for term in terms {
            switch term.form {
            case .any: continue
            case .never: return .never
            case .all(let inner): for part in inner where !parts.contains(part) { parts.append(part) }
            case .node, .either: if !parts.contains(term) { parts.append(term) }
            }
        }
        return Self.compose(parts, empty: .any) { .all($0) }
    }

    /// What satisfies at least one of the terms.
    ///
    /// `any` is kept beside others: they say which members are declared.
    static func either(_ terms: [ShapeTerm]) -> ShapeTerm {
        var parts: [ShapeTerm] = []
        for term in terms {
            switch term.form {
            case .never: continue
            case .either(let inner): for part in inner where !parts.contains(part) { parts.append(part) }
            case .any, .node, .all: if !parts.contains(term) { parts.append(term) }
            }
        }
        return Self.compose(parts, empty: .never) { .either($0) }
    }

    private static func compose(_ parts: [ShapeTerm], empty: ShapeTerm, _ form: ([ShapeTerm]) -> Form) -> ShapeTerm {
        guard let first = parts.first else { return empty }
        guard parts.count > 1 else { return first }
        let size = parts.reduce(1) { $0 + $1.size }
        return size > Self.sizeLimit ? .any : ShapeTerm(form: form(parts), size: size)
    }
}

extension SchemaNode {
    /// Whether it accepts every value, as the schema `true` does.
    var isAlways: Bool {
        self.types == .all && self.values == nil && self.number == nil && self.string == nil && self.array == nil
            && self.object == nil && self.applicators.isEmpty && !self.tracksEvaluation
    }

    /// What its applicators say of every value that satisfies it.
    ///
    /// `not` says nothing, and where a `$dynamicRef` leads depends on the way to it.
    func conjuncts(in program: SchemaProgram) -> [ShapeTerm] {
        func node(_ id: NodeID) -> ShapeTerm { .node(id, in: program) }
        return self.applicators.map { applicator in
            switch applicator {
            case .reference(let target): node(target)
            case .dynamicReference, .not: .any
            case .allOf(let targets): .all(targets.map(node))
            case .anyOf(let targets), .oneOf(let targets): .either(targets.map(node))
            case .conditional(let test, let then, let otherwise):
                .either([.all([node(test), then.map(node) ?? .any]), otherwise.map(node) ?? .any])
            case .dependent(_, let target, _): .either([.any, node(target)])
            }
        }
    }
}
