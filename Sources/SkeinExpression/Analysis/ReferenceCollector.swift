// SPDX-License-Identifier: Apache-2.0

/// Finds what an expression reads, and which of it may be absent without an error.
struct ReferenceCollector {
    private(set) var references: [Reference] = []
    private var locals: [String] = []
    /// What the conditions around where we are have tested.
    private var tested = PathFacts()

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
            for operand in operands { self.assume(operand, isTrue: isAnd) }
            for operand in operands { try self.visit(operand, isGuarded: isGuarded) }
            self.tested = outer
        case .conditional(let branches, let otherwise):
            let outer = self.tested
            for branch in branches {
                try self.visit(branch.condition, isGuarded: isGuarded)
                let before = self.tested
                self.assume(branch.condition, isTrue: true)
                try self.visit(branch.value, isGuarded: isGuarded)
                self.tested = before
                self.assume(branch.condition, isTrue: false)
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
        guard let read = ReadPath(path, locals: self.locals) else { return }
        let mayBeAbsent = isGuarded || isOptional || self.tested.present.contains { $0.isAlong(read) }
        self.references.append(
            Reference(root: read.root, path: read.segments, mayBeAbsent: mayBeAbsent, offset: path.base.start)
        )
    }

    private mutating func assume(_ condition: Syntax, isTrue: Bool) {
        self.tested.formUnion(PathFacts(condition, isTrue: isTrue, locals: self.locals, testsOnly: true))
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
}
