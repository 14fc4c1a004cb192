// SPDX-License-Identifier: Apache-2.0

/// A run of selections and subscripts, taken apart: what it starts from, and the steps from there.
struct PathSyntax {
    struct Step {
        enum Kind {
            case member(String)
            case index(Int64)
            case computed(Syntax)
        }

        let kind: Kind
        let isOptional: Bool
        let end: Int

        var isComputed: Bool {
            if case .computed = self.kind { true } else { false }
        }

        /// The step as a reference reports it.
        var segment: Reference.Segment {
            switch self.kind {
            case .member(let name): .member(name)
            case .index(let index): .index(index)
            case .computed: .dynamic
            }
        }
    }

    let base: Syntax
    let steps: [Step]
    /// How many steps may belong to a qualified name: those before the first closing parenthesis.
    let qualifiable: Int

    init(_ syntax: Syntax) {
        var steps: [Step] = []
        var outside = 0
        var node = syntax
        while true {
            switch node.kind {
            case .select(let inner, let name, let isOptional):
                steps.append(Step(kind: .member(name), isOptional: isOptional, end: node.end))
                node = inner
                continue
            case .index(let inner, let index, let isOptional):
                steps.append(Step(kind: Self.kind(of: index), isOptional: isOptional, end: node.end))
                node = inner
                continue
            case .group(let inner):
                outside = steps.count
                node = inner
                continue
            default: break
            }
            break
        }
        self.base = node
        self.steps = steps.reversed()
        self.qualifiable = steps.count - outside
    }

    private static func kind(of index: Syntax) -> Step.Kind {
        switch index.ungrouped.kind {
        case .literal(.string(let name)): .member(name)
        case .literal(.int(let position)) where position >= 0: .index(position)
        default: .computed(index)
        }
    }

    /// The names that a qualified name may have, shortest first: `a`, `a.b`, `a.b.c`.
    func qualifiedNames(_ name: String) -> [String] {
        var names = [name]
        // Eight levels are more than any scope has; the limit keeps a long path from costing its square.
        for step in self.steps.prefix(min(self.qualifiable, 8)) {
            guard case .member(let member) = step.kind, !step.isOptional, let last = names.last else { break }
            names.append(last + "." + member)
        }
        return names
    }
}
