// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension Compiler {
    /// A call of a macro or function, with or without a receiver.
    mutating func call(_ syntax: Syntax) throws(ExpressionError) -> any Node {
        if let call = try MacroCall(syntax) { return try self.macro(call) }
        guard case .call(let target, let name, let offset, let arguments) = syntax.kind else {
            return ConstantNode(.null)
        }
        if let target, let prefix = self.namespace(target), let function = FunctionLibrary.named("\(prefix).\(name)") {
            return try self.call(function, arguments, offset: offset)
        }
        guard let function = FunctionLibrary.named(name), function.form.allows(isMethod: target != nil) else {
            return try self.unknown(name, isMethod: target != nil, offset: offset)
        }
        if name == "or" || name == "orValue", let target, arguments.count == 1 {
            let optional = try self.compile(target)
            let otherwise = try self.compile(arguments[0])
            return OptionalElseNode(
                optional: optional,
                otherwise: otherwise,
                isValue: name == "orValue",
                offset: offset
            )
        }
        return try self.call(function, (target.map { [$0] } ?? []) + arguments, offset: offset)
    }

    /// The name before the dot, when it can be the namespace of a function.
    private func namespace(_ target: Syntax) -> String? {
        guard case .name(let name, isRoot: false, _) = target.kind, !self.locals.contains(name) else { return nil }
        return name
    }

    private mutating func call(
        _ function: Function,
        _ arguments: [Syntax],
        offset: Int
    ) throws(ExpressionError) -> any Node {
        guard let body = function.body(arguments: arguments.count) else {
            let receiver = function.form == .method ? ", counting the value before the dot" : ""
            let error = ExpressionError(
                .argumentsInvalid,
                "`\(function.name)` does not take \(arguments.count) arguments\(receiver).",
                at: offset
            )
            if self.checksFunctions { throw error }
            return UnknownFunctionNode(error: error)
        }
        var nodes: [any Node] = []
        for argument in arguments { nodes.append(try self.compile(argument)) }
        switch body {
        case .unary(let body): return UnaryCallNode(body: body, argument: nodes[0], offset: offset)
        case .binary(let body):
            if function.name == "matches", case .string(let source)? = (nodes[1] as? ConstantNode)?.value {
                do throws(ExpressionError) {
                    return MatchesNode(text: nodes[0], pattern: try Pattern(source), offset: offset)
                } catch {
                    throw error.placed(at: arguments[1].start)
                }
            }
            return BinaryCallNode(body: body, first: nodes[0], second: nodes[1], offset: offset)
        case .variadic(_, let body): return VariadicCallNode(body: body, arguments: nodes, offset: offset)
        }
    }

    private func unknown(_ name: String, isMethod: Bool, offset: Int) throws(ExpressionError) -> any Node {
        var hint: String?
        if let function = FunctionLibrary.named(name) {
            hint = function.form == .method ? "Write value.\(name)(...)." : "Write \(name)(value)."
        } else if Macro(rawValue: name) != nil {
            hint = name == "has" ? "Write has($a.b)." : "Write list.\(name)(x, an expression of x)."
        } else {
            hint = NearestName.among(FunctionLibrary.names, to: name).map { "Did you mean `\($0)`?" }
        }
        let error = ExpressionError(.functionUnknown, "There is no function `\(name)`.", at: offset, hint: hint)
        if self.checksFunctions { throw error }
        return UnknownFunctionNode(error: error)
    }

    // MARK: Macros

    private mutating func macro(_ call: MacroCall) throws(ExpressionError) -> any Node {
        guard let target = call.target else { return try self.has(call.rest[0]) }
        let range = try self.compile(target)
        return try self.withLocals(call.variables) { (compiler, slot) throws(ExpressionError) in
            var nodes: [any Node] = []
            for argument in call.rest { nodes.append(try compiler.compile(argument)) }
            let kind: ComprehensionNode.Kind
            switch call.macro {
            case .optMap, .optFlatMap:
                let isFlat = call.macro == .optFlatMap
                return OptionalMapNode(
                    optional: range,
                    slot: slot,
                    result: nodes[0],
                    isFlat: isFlat,
                    offset: call.offset
                )
            case .all: kind = .all
            case .exists: kind = .exists
            case .existsOne, .existsOneShort: kind = .existsOne
            case .filter: kind = .filter
            case .transformMap: kind = .map
            case .map, .transformList, .has: kind = .list
            }
            let isTransform = kind == .list || kind == .map
            return ComprehensionNode(
                kind: kind,
                range: range,
                variables: .init(first: slot, second: call.variables.count > 1 ? slot + 1 : nil),
                filter: isTransform && nodes.count == 1 ? nil : nodes[0],
                result: isTransform ? nodes[nodes.count - 1] : nil,
                offset: call.offset
            )
        }
    }

    private mutating func has(_ argument: Syntax) throws(ExpressionError) -> any Node {
        guard case .select = argument.ungrouped.kind else {
            throw ExpressionError(
                .macroInvalid,
                "`has` tests a member: has($a.b).",
                at: argument.start,
                hint: "Test a position of a list with size(), a root or any other value with `??`."
            )
        }
        return HasNode(path: try self.path(PathSyntax(argument), start: argument.start))
    }
}
