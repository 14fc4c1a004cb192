// SPDX-License-Identifier: Apache-2.0

/// Finds what an expression reads, and which of it may be absent without an error.
struct ReferenceCollector {
    private struct Path {
        let root: String
        let segments: [Reference.Segment]

        /// Whether one of the two paths starts with the other.
        func isAlong(_ other: Path) -> Bool {
            self.root == other.root && zip(self.segments, other.segments).allSatisfy { $0 == $1 }
        }
    }

    private(set) var references: [Reference] = []
    private var locals: [String] = []
    /// The paths that `has` has tested where we are.
    private var tested: [Path] = []

    static func references(in syntax: Syntax) throws(ExpressionError) -> [Reference] {
        var collector = ReferenceCollector()
        try collector.visit(syntax, isGuarded: false)
        return collector.references
    }

    /// Visits a node; `isGuarded` when an absent path below it is not an error of the expression.
    private mutating func visit(_ syntax: Syntax, isGuarded: Bool) throws(ExpressionError) {
        switch syntax.kind {
        case .literal: return
        case .group(let inner), .not(let inner), .negate(let inner): try self.visit(inner, isGuarded: isGuarded)
        case .name, .select, .index: try self.path(PathSyntax(syntax), isGuarded: isGuarded)
        case .call: try self.call(syntax, isGuarded: isGuarded)
        case .list(let elements):
            for element in elements { try self.visit(element.value, isGuarded: isGuarded) }
        case .map(let entries):
            for entry in entries {
                try self.visit(entry.key, isGuarded: isGuarded)
                try self.visit(entry.value, isGuarded: isGuarded)
            }
        case .chain(let first, let links):
            try self.visit(first, isGuarded: isGuarded)
            for link in links { try self.visit(link.operand, isGuarded: isGuarded) }
        case .logic(let isAnd, let operands):
            let outer = self.tested
            for operand in operands { self.tested += self.paths(testedBy: operand, when: isAnd) }
            for operand in operands { try self.visit(operand, isGuarded: isGuarded) }
            self.tested = outer
        case .conditional(let branches, let otherwise):
            let outer = self.tested
            for branch in branches {
                try self.visit(branch.condition, isGuarded: isGuarded)
                let before = self.tested
                self.tested += self.paths(testedBy: branch.condition, when: true)
                try self.visit(branch.value, isGuarded: isGuarded)
                self.tested = before + self.paths(testedBy: branch.condition, when: false)
            }
            try self.visit(otherwise, isGuarded: isGuarded)
            self.tested = outer
        case .coalesce(let operands):
            for (position, operand) in operands.enumerated() {
                try self.visit(operand, isGuarded: isGuarded || position < operands.count - 1)
            }
        }
    }

    private mutating func path(_ path: PathSyntax, isGuarded: Bool) throws(ExpressionError) {
        let isOptional = path.steps.contains { $0.isOptional }
        for step in path.steps {
            if case .computed(let syntax) = step.kind { try self.visit(syntax, isGuarded: isGuarded) }
        }
        guard case .name = path.base.kind else { return try self.visit(path.base, isGuarded: isGuarded) }
        guard let read = self.read(path) else { return }
        let mayBeAbsent = isGuarded || isOptional || self.tested.contains { $0.isAlong(read) }
        self.references.append(
            Reference(root: read.root, path: read.segments, mayBeAbsent: mayBeAbsent, offset: path.base.start)
        )
    }

    /// The path that is read from the scope; `nil` for variables of macros and names of types.
    private func read(_ path: PathSyntax) -> Path? {
        guard case .name(let name, let isRoot, let isAbsolute) = path.base.kind else { return nil }
        if !isAbsolute, self.locals.contains(name) { return nil }
        if !isRoot {
            let names = path.qualifiedNames(name)
            if names.count == path.steps.count + 1, let last = names.last, ValueType(rawValue: last) != nil {
                return nil
            }
        }
        return Path(root: name, segments: path.steps.map(\.segment))
    }

    private mutating func call(_ syntax: Syntax, isGuarded: Bool) throws(ExpressionError) {
        if let call = try MacroCall(syntax) {
            if let target = call.target { try self.visit(target, isGuarded: isGuarded) }
            self.locals += call.variables
            for argument in call.rest { try self.visit(argument, isGuarded: isGuarded || call.macro == .has) }
            self.locals.removeLast(call.variables.count)
            return
        }
        guard case .call(let target, let name, _, let arguments) = syntax.kind else { return }
        if let target, !self.isNamespace(target, of: name) { try self.visit(target, isGuarded: isGuarded) }
        for argument in arguments { try self.visit(argument, isGuarded: isGuarded) }
    }

    private func isNamespace(_ target: Syntax, of function: String) -> Bool {
        guard case .name(let name, isRoot: false, _) = target.kind, !self.locals.contains(name) else { return false }
        return FunctionLibrary.named("\(name).\(function)") != nil
    }

    /// The paths that must be present when the condition has that outcome.
    private func paths(testedBy syntax: Syntax, when outcome: Bool) -> [Path] {
        switch syntax.kind {
        case .group(let inner): return self.paths(testedBy: inner, when: outcome)
        case .not(let inner): return self.paths(testedBy: inner, when: !outcome)
        case .logic(let isAnd, let operands) where isAnd == outcome:
            return operands.flatMap { self.paths(testedBy: $0, when: outcome) }
        case .call(target: nil, function: "has", _, let arguments) where outcome && arguments.count == 1:
            return self.read(PathSyntax(arguments[0])).map { [$0] } ?? []
        default: return []
        }
    }
}
