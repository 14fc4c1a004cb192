// SPDX-License-Identifier: Apache-2.0

extension Compiler {
    /// A name, and the selections and subscripts that follow it or another value.
    mutating func path(_ path: PathSyntax, start: Int) throws(ExpressionError) -> any Node {
        var steps: [PathStep] = []
        for step in path.steps {
            let kind: PathStep.Kind =
                switch step.kind {
                case .member(let name): .member(name)
                case .index(let index): .index(index)
                case .computed(let syntax): .computed(try self.compile(syntax))
                }
            steps.append(PathStep(kind: kind, isOptional: step.isOptional, end: step.end))
        }
        guard case .name(let name, let isRoot, let isAbsolute) = path.base.kind else {
            return AccessNode(
                operand: try self.compile(path.base),
                steps: steps,
                start: start,
                operandEnd: path.base.end
            )
        }
        if !isAbsolute, let slot = self.locals.lastIndex(of: name) {
            let local = LocalNode(slot: slot)
            guard !steps.isEmpty else { return local }
            return AccessNode(operand: local, steps: steps, start: start, operandEnd: path.base.end)
        }
        let names = isRoot ? [name] : path.qualifiedNames(name)
        if !isRoot, names.count == steps.count + 1, let type = names.last.flatMap(ValueType.init(rawValue:)) {
            return ConstantNode(.type(type))
        }
        return self.root(names, steps, start: path.base.start, rootEnd: path.base.end)
    }

    /// The steps that are known now are walked by one node; what is left, if anything, by another.
    private func root(_ names: [String], _ steps: [PathStep], start: Int, rootEnd: Int) -> any Node {
        let known = steps.prefix { step in
            if case .computed = step.kind { false } else { !step.isOptional }
        }
        let candidates = names.enumerated().reversed()
            .map { RootPathNode.Candidate(root: $0.element, consumed: $0.offset) }
        let node = RootPathNode(candidates: candidates, steps: Array(known), start: start, rootEnd: rootEnd)
        guard known.count < steps.count else { return node }
        let rest = Array(steps[known.count...])
        return AccessNode(operand: node, steps: rest, start: start, operandEnd: known.last?.end ?? rootEnd)
    }
}
