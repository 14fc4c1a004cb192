// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Turns the tree of an expression into nodes that evaluate themselves, and collects what it reads.
struct Compiler {
    private(set) var references: [Reference] = []
    /// The variables of the macros around the current place, innermost last.
    private var variables: [String] = []
    /// Whether an absent path is expected at the current place.
    private var mayBeAbsent = false

    mutating func compile(_ placed: Placed) throws(ExpressionError) -> any Node {
        let node = try self.node(placed)
        if let path = node as? PathNode { self.note(path) }
        return node
    }

    /// Compiles without noting a path, because it may go on.
    private mutating func node(_ placed: Placed) throws(ExpressionError) -> any Node {
        let offset = placed.offset
        switch placed.syntax {
        case .literal(let value): return LiteralNode(offset, value)
        case .name(let name): return try self.name(name, offset)
        case .unary(let symbol, let operand): return UnaryNode(offset, symbol, try self.compile(operand))
        case .binary(let symbol, let left, let right): return try self.binary(symbol, left, right, offset)
        case .conditional(let condition, let yes, let no):
            return ConditionalNode(offset, try self.compile(condition), try self.compile(yes), try self.compile(no))
        case .select(let target, let name):
            let target = try self.node(target)
            if let path = target as? PathNode { return path.appending(.member(name)) }
            return SelectNode(offset, target, name)
        case .index(let target, let index): return try self.index(target, index, offset)
        case .call(let target, let name, let arguments): return try self.call(target, name, arguments, offset)
        case .list(let elements): return CollectionNode(offset, keys: nil, values: try self.all(elements))
        case .map(let entries):
            let keys = try self.all(entries.map(\.key))
            return CollectionNode(offset, keys: keys, values: try self.all(entries.map(\.value)))
        }
    }

    private func name(_ name: String, _ offset: Int) throws(ExpressionError) -> any Node {
        if name.hasPrefix("$") { return PathNode(offset, root: String(name.dropFirst()), path: []) }
        if let position = self.variables.lastIndex(of: name) { return VariableNode(offset, position: position) }
        let message = "'\(name)' is no variable of a macro here."
        throw ExpressionError(
            "name-unknown",
            message,
            at: offset,
            hint: "Values start with '$': $input, $context, $\(name)."
        )
    }

    private mutating func binary(
        _ symbol: String,
        _ left: Placed,
        _ right: Placed,
        _ offset: Int
    ) throws(ExpressionError) -> any Node {
        switch symbol {
        case "&&": return LogicNode(offset, deciding: false, try self.compile(left), try self.compile(right))
        case "||": return LogicNode(offset, deciding: true, try self.compile(left), try self.compile(right))
        case "??": return CoalesceNode(offset, try self.expectingAbsence(left), try self.compile(right))
        default:
            guard let known = BinaryNode.Operator(rawValue: symbol) else {
                throw ExpressionError("expression-malformed", "'\(symbol)' is no operator.", at: offset)
            }
            return BinaryNode(offset, known, try self.compile(left), try self.compile(right))
        }
    }

    private mutating func index(
        _ target: Placed,
        _ index: Placed,
        _ offset: Int
    ) throws(ExpressionError) -> any Node {
        let node = try self.node(target)
        if let path = node as? PathNode {
            switch index.syntax {
            case .literal(.int(let position)): return path.appending(.index(position))
            case .literal(.string(let name)): return path.appending(.member(name))
            default: self.note(path.appending(.dynamic))
            }
        }
        return IndexNode(offset, node, try self.compile(index))
    }

    private mutating func call(
        _ target: Placed?,
        _ name: String,
        _ arguments: [Placed],
        _ offset: Int
    ) throws(ExpressionError) -> any Node {
        if target == nil, name == "has" { return try self.has(arguments, offset) }
        if let target, let kind = MacroNode.Kind(rawValue: name) {
            return try self.macro(kind, target, arguments, offset)
        }
        let nodes = try self.all((target.map { [$0] } ?? []) + arguments)
        return try FunctionTable.node(name, isMethod: target != nil, nodes, offset)
    }

    private mutating func has(_ arguments: [Placed], _ offset: Int) throws(ExpressionError) -> any Node {
        guard arguments.count == 1 else {
            throw ExpressionError("arguments-wrong", "has() takes one path, such as has($input.note).", at: offset)
        }
        switch arguments[0].syntax {
        case .select, .index: return HasNode(offset, try self.expectingAbsence(arguments[0]))
        default:
            let message = "has() takes a path with a member, such as has($input.note)."
            throw ExpressionError("arguments-wrong", message, at: offset)
        }
    }

    private mutating func macro(
        _ kind: MacroNode.Kind,
        _ target: Placed,
        _ arguments: [Placed],
        _ offset: Int
    ) throws(ExpressionError) -> any Node {
        let isThree = kind == .map && arguments.count == 3
        guard arguments.count == 2 || isThree, case .name(let variable) = arguments[0].syntax, !variable.hasPrefix("$")
        else {
            let message = "\(kind.rawValue)() takes a variable's name and an expression, such as x, x > 0."
            throw ExpressionError("arguments-wrong", message, at: offset)
        }
        let range = try self.compile(target)
        self.variables.append(variable)
        defer { self.variables.removeLast() }
        let condition = isThree ? try self.compile(arguments[1]) : nil
        let body = try self.compile(arguments[arguments.count - 1])
        return MacroNode(offset, kind, range: range, condition: condition, body: body)
    }

    private mutating func expectingAbsence(_ placed: Placed) throws(ExpressionError) -> any Node {
        let before = self.mayBeAbsent
        self.mayBeAbsent = true
        defer { self.mayBeAbsent = before }
        return try self.compile(placed)
    }

    private mutating func all(_ parts: [Placed]) throws(ExpressionError) -> [any Node] {
        var nodes: [any Node] = []
        for part in parts { nodes.append(try self.compile(part)) }
        return nodes
    }

    private mutating func note(_ path: PathNode) {
        let reference = Reference(
            root: path.root,
            path: path.path,
            mayBeAbsent: self.mayBeAbsent,
            offset: path.offset
        )
        self.references.append(reference)
    }
}
