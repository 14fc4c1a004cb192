// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Where the types of an expression's roots are found.
package protocol TypeEnvironment {
    /// What is known of a root such as `input`.
    func member(ofRoot root: String) -> StaticMember
    /// The names that a root may have, for "did you mean".
    var rootNames: [String] { get }
}

/// Something in an expression that cannot work, or may not.
package struct TypeFinding: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// A path that never leads to anything.
        case pathImpossible
        /// A path that may lead to nothing.
        case pathUncertain
        /// An operator or function whose operands never fit.
        case typeMismatch
        /// An operator or function whose operand may be null.
        case valueMayBeNull
        /// A comparison or condition with one outcome only.
        case constant
    }

    package let kind: Kind
    /// The part of the source that it is about.
    package let source: String
    /// A sentence for a person.
    package let message: String
    /// The name that was probably meant.
    package let nearest: String?
    /// What to write instead, when the name is right.
    package var remedy: String?

    /// What to do about it.
    package var hint: String? {
        guard let nearest = self.nearest else { return self.remedy }
        return "Did you mean '\(nearest)'?" + (self.remedy.map { " Otherwise: \($0)" } ?? "")
    }
}

/// What can be told of an expression before it is evaluated.
package struct TypeCheck: Sendable {
    /// What the expression gives.
    package let type: StaticType
    package let findings: [TypeFinding]
    /// What holds where the expression is true.
    package let factsIfTrue: PathFacts
    /// What holds where the expression is false.
    package let factsIfFalse: PathFacts
}

extension Expression {
    /// Finds out what the expression gives, and what in it cannot work or may not, before there are values.
    ///
    /// A finding of the kinds `pathImpossible` and `typeMismatch` holds for every value of those types; what is not
    /// known is never reported.
    ///
    /// - Parameters:
    ///   - environment: The types of the roots.
    ///   - facts: What conditions around the expression have found out.
    /// - Returns: The type, and the findings in the order of the source.
    package func typeCheck(in environment: some TypeEnvironment, knowing facts: PathFacts = PathFacts()) -> TypeCheck {
        guard let syntax = try? self.syntax() else {
            return TypeCheck(type: .any, findings: [], factsIfTrue: PathFacts(), factsIfFalse: PathFacts())
        }
        var checker = TypeChecker(source: self.source, environment: environment, facts: facts)
        let type = checker.type(of: syntax)
        return TypeCheck(
            type: type,
            findings: checker.findings,
            factsIfTrue: PathFacts(syntax, isTrue: true, locals: [], testsOnly: false),
            factsIfFalse: PathFacts(syntax, isTrue: false, locals: [], testsOnly: false)
        )
    }
}

/// Walks an expression with types in the place of values.
struct TypeChecker<Environment: TypeEnvironment> {
    let source: String
    let environment: Environment
    /// What is known where we are.
    var facts: PathFacts
    /// The variables of macros, the innermost last.
    var locals: [(name: String, type: StaticType)] = []
    /// Whether absence is no error where we are: to the left of `??`, or inside of `has`.
    var isGuarded = false
    private(set) var findings: [TypeFinding] = []

    init(source: String, environment: Environment, facts: PathFacts) {
        self.source = source
        self.environment = environment
        self.facts = facts
    }

    var localNames: [String] { self.locals.map(\.name) }

    /// The source of a part.
    func text(_ syntax: Syntax) -> String { self.text(syntax.start, syntax.end) }

    func text(_ start: Int, _ end: Int) -> String {
        String(decoding: Array(self.source.utf8)[start..<end], as: UTF8.self)
    }

    mutating func report(
        _ kind: TypeFinding.Kind,
        _ source: String,
        _ message: String,
        nearest: String? = nil,
        remedy: String? = nil
    ) {
        let finding = TypeFinding(kind: kind, source: source, message: message, nearest: nearest, remedy: remedy)
        if !self.findings.contains(finding) { self.findings.append(finding) }
    }

    mutating func type(of syntax: Syntax) -> StaticType {
        switch syntax.kind {
        case .literal(let value): return Self.type(of: value)
        case .group(let inner): return self.type(of: inner)
        case .name, .select, .index: return self.path(syntax)
        case .call: return self.call(syntax)
        case .list(let elements):
            let types = elements.map { self.type(of: $0.value) }
            let isKnown = !elements.contains(where: \.isOptional)
            return StaticType(.list, structure: isKnown ? ListStructure(elements: types) : nil)
        case .map(let entries): return self.map(entries)
        case .not(let operand):
            let type = self.operand(operand, of: "!", takes: .bool)
            return StaticType(.bool, constants: type.constants?.compactMap { $0.bool.map { .bool(!$0) } })
        case .negate(let operand):
            _ = self.operand(operand, of: "-", takes: .number)
            return StaticType(.number)
        case .chain(let first, let links): return self.chain(first, links)
        case .logic(let isAnd, let operands): return self.logic(isAnd, operands)
        case .conditional(let branches, let otherwise): return self.conditional(branches, otherwise)
        case .coalesce(let operands): return self.coalesce(operands)
        }
    }

    private static func type(of literal: Value) -> StaticType {
        switch literal {
        case .null: StaticType(of: .null)
        case .bool(let value): StaticType(of: .bool(value))
        case .int(let value): StaticType(of: .int(value))
        case .double(let value): StaticType(of: .double(value))
        case .string(let value): StaticType(of: .string(value))
        case .uint: StaticType(.number)
        case .bytes: StaticType(.bytes)
        default: .any
        }
    }

    private mutating func map(_ entries: [Syntax.Entry]) -> StaticType {
        var members: [(String, StaticMember)] = []
        var isKnown = true
        for entry in entries {
            let key = self.type(of: entry.key)
            let value = self.type(of: entry.value)
            guard !entry.isOptional, case .string(let name)? = key.constants?.first, key.constants?.count == 1 else {
                isKnown = false
                continue
            }
            members.append((name, .present(value)))
        }
        return StaticType(.map, structure: isKnown ? ObjectStructure(members) : nil)
    }

    // MARK: Conditions

    private mutating func logic(_ isAnd: Bool, _ operands: [Syntax]) -> StaticType {
        let outer = self.facts
        defer { self.facts = outer }
        // The operators do not mind the order of their operands, so a test counts wherever it stands.
        for operand in operands { self.assume(operand, isTrue: isAnd, testsOnly: true) }
        var outcomes: [Bool?] = []
        for operand in operands {
            let type = self.operand(operand, of: isAnd ? "&&" : "||", takes: .bool)
            outcomes.append(type.outcome)
            self.assume(operand, isTrue: isAnd, testsOnly: false)
        }
        if outcomes.contains(!isAnd) { return StaticType(.bool, constants: [.bool(!isAnd)]) }
        return StaticType(.bool, constants: outcomes.contains(nil) ? nil : [.bool(isAnd)])
    }

    private mutating func conditional(_ branches: [Syntax.Branch], _ otherwise: Syntax) -> StaticType {
        let outer = self.facts
        defer { self.facts = outer }
        var types: [StaticType] = []
        for branch in branches {
            _ = self.operand(branch.condition, of: "?:", takes: .bool)
            let before = self.facts
            self.assume(branch.condition, isTrue: true, testsOnly: false)
            types.append(self.type(of: branch.value))
            self.facts = before
            self.assume(branch.condition, isTrue: false, testsOnly: false)
        }
        types.append(self.type(of: otherwise))
        return StaticType.union(types)
    }

    private mutating func coalesce(_ operands: [Syntax]) -> StaticType {
        var types: [StaticType] = []
        for (position, operand) in operands.enumerated() {
            let isLast = position == operands.count - 1
            let outer = self.isGuarded
            self.isGuarded = outer || !isLast
            let type = self.type(of: operand)
            self.isGuarded = outer
            types.append(isLast ? type : type.nonNull)
        }
        return StaticType.union(types)
    }

    private mutating func assume(_ condition: Syntax, isTrue: Bool, testsOnly: Bool) {
        let facts = PathFacts(condition, isTrue: isTrue, locals: self.localNames, testsOnly: testsOnly)
        self.facts.formUnion(facts)
    }
}

extension StaticType {
    /// The only truth value that there is; `nil` when there are both, or others.
    package var outcome: Bool? { self.constants?.count == 1 ? self.constants?.first?.bool : nil }
}
