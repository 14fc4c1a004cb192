// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension TypeChecker {
    // MARK: Operators

    /// The type of an operand that must be of some kinds, with a report when it never is or may be null.
    mutating func operand(_ syntax: Syntax, of operation: String, takes kinds: StaticType.Kinds) -> StaticType {
        let type = self.type(of: syntax)
        guard !type.kinds.isDisjoint(with: kinds) else {
            let text = self.text(syntax)
            self.report(
                .typeMismatch,
                text,
                "`\(operation)` takes \(kinds), and '\(text)' is \(type.kinds)."
            )
            return .any
        }
        self.checkNull(type, syntax, operation, kinds)
        return type
    }

    private mutating func checkNull(
        _ type: StaticType,
        _ syntax: Syntax,
        _ operation: String,
        _ kinds: StaticType.Kinds
    ) {
        guard type.isKnownNullable, !kinds.contains(.null), !self.isGuarded else { return }
        let text = self.text(syntax)
        let reason = type.nullReason.map { " because \($0)" } ?? ""
        let remedy = "Write `(\(text) ?? default)`, or test it before: `\(text) != null`."
        let message = "'\(text)' may be null\(reason), and `\(operation)` does not take null."
        self.report(.valueMayBeNull, text, message, remedy: remedy)
    }

    mutating func chain(_ first: Syntax, _ links: [Syntax.Link]) -> StaticType {
        var type = self.type(of: first)
        var left = first
        for (position, link) in links.enumerated() {
            let right = self.type(of: link.operand)
            type = self.apply(link, type, position == 0 ? left : nil, right, start: first.start)
            left = link.operand
        }
        return type
    }

    /// What an operator gives; `syntax` is the left operand, when it is not what an operator before gave.
    private mutating func apply(
        _ link: Syntax.Link,
        _ left: StaticType,
        _ syntax: Syntax?,
        _ right: StaticType,
        start: Int
    ) -> StaticType {
        let name = link.operation.rawValue
        let fitting = OperatorTypes.signatures(of: link.operation).filter {
            !$0.left.isDisjoint(with: left.kinds) && !$0.right.isDisjoint(with: right.kinds)
        }
        guard !fitting.isEmpty else {
            let text = self.text(start, link.operand.end)
            let message = "`\(name)` never applies to \(left.kinds) and \(right.kinds) ('\(text)')."
            self.report(.typeMismatch, text, message)
            return .any
        }
        if link.operation == .equal || link.operation == .notEqual {
            return self.equality(link, left, right, start: start)
        }
        let takes = fitting.reduce(into: (StaticType.Kinds(), StaticType.Kinds())) {
            $0.0.formUnion($1.left)
            $0.1.formUnion($1.right)
        }
        if let syntax { self.checkNull(left, syntax, name, takes.0) }
        self.checkNull(right, link.operand, name, takes.1)
        return StaticType(fitting.reduce(into: StaticType.Kinds()) { $0.formUnion($1.result) })
    }

    /// Equality applies to everything; what can never be equal is worth a word.
    private mutating func equality(
        _ link: Syntax.Link,
        _ left: StaticType,
        _ right: StaticType,
        start: Int
    ) -> StaticType {
        var equal: Bool?
        if let values = left.constants, let others = right.constants {
            let matches = values.contains { value in others.contains { Self.equal(value, $0) } }
            if !matches { equal = false }
            if matches, values.count == 1, others.count == 1 { equal = true }
        } else if left.kinds.isDisjoint(with: right.kinds) {
            equal = false
        }
        guard let equal else { return StaticType(.bool) }
        let isLiteral = left.constants?.count == 1 && right.constants?.count == 1
        let outcome = equal == (link.operation == .equal)
        if !isLiteral {
            let text = self.text(start, link.operand.end)
            let message =
                "'\(text)' is always \(outcome): \(Self.values(left)) and \(Self.values(right)) are never equal."
            self.report(.constant, text, message)
        }
        return StaticType(.bool, constants: [.bool(outcome)])
    }

    /// Integers and fractions that are the same number are equal.
    private static func equal(_ left: JSONValue, _ right: JSONValue) -> Bool {
        if let left = left.number, let right = right.number { return left == right }
        return left == right
    }

    private static func values(_ type: StaticType) -> String {
        guard let constants = type.constants else { return "\(type.kinds)" }
        let shown = constants.prefix(6).map { JSONWriter.text($0) }.joined(separator: ", ")
        return (constants.count > 1 ? "one of " : "") + shown + (constants.count > 6 ? " ..." : "")
    }

    // MARK: Calls

    mutating func call(_ syntax: Syntax) -> StaticType {
        if let call = try? MacroCall(syntax) { return self.macro(call) }
        guard case .call(let target, let name, _, let arguments) = syntax.kind else { return .any }
        if let target, case .name(let prefix, isRoot: false, _) = target.kind, !self.localNames.contains(prefix),
            FunctionLibrary.named("\(prefix).\(name)") != nil
        {
            return self.call("\(prefix).\(name)", arguments)
        }
        if name == "dyn", let argument = arguments.first { return self.type(of: argument) }
        return self.call(name, (target.map { [$0] } ?? []) + arguments)
    }

    private mutating func call(_ name: String, _ arguments: [Syntax]) -> StaticType {
        guard let signature = FunctionTypes.signature(of: name), let last = signature.parameters.last else {
            for argument in arguments { _ = self.type(of: argument) }
            return .any
        }
        for (position, argument) in arguments.enumerated() {
            let kinds = position < signature.parameters.count ? signature.parameters[position] : last
            _ = self.operand(argument, of: name, takes: kinds)
        }
        return StaticType(signature.result)
    }

    private mutating func macro(_ call: MacroCall) -> StaticType {
        guard let target = call.target else {
            let outer = self.isGuarded
            self.isGuarded = true
            for argument in call.rest { _ = self.type(of: argument) }
            self.isGuarded = outer
            return StaticType(.bool)
        }
        let isOptional = call.macro == .optMap || call.macro == .optFlatMap
        let range =
            isOptional ? self.type(of: target) : self.operand(target, of: call.macro.rawValue, takes: [.list, .map])
        self.locals += self.variables(of: call, over: isOptional ? .any : range)
        let types = call.rest.map { self.type(of: $0) }
        self.locals.removeLast(call.variables.count)
        switch call.macro {
        case .has, .all, .exists, .existsOne, .existsOneShort: return StaticType(.bool)
        case .filter: return range.kinds == .list ? range : StaticType(.list)
        case .map, .transformList:
            return StaticType(.list, structure: types.last.map { ListStructure(element: $0) })
        case .transformMap: return StaticType(.map)
        case .optMap, .optFlatMap: return StaticType(.optional)
        }
    }

    /// The variables of a macro: an element, or a key; with two the position or key, and the value.
    private func variables(of call: MacroCall, over range: StaticType) -> [(name: String, type: StaticType)] {
        let element = range.kinds == .list ? range.structure?.element(at: nil).type ?? .any : .any
        guard call.variables.count == 2 else {
            let type = range.kinds == .map ? StaticType(.string) : element
            return call.variables.map { ($0, type) }
        }
        let key: StaticType = range.kinds == .list ? StaticType(.number) : .any
        return [(call.variables[0], key), (call.variables[1], element)]
    }
}
