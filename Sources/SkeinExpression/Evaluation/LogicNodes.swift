// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// `&&` and `||`.
///
/// A side that decides the result by itself does so even when the other one has an error, whichever comes first
/// (cel-spec, "Logical Operators").
final class LogicNode: Node {
    let offset: Int
    /// What decides: `false` for `&&`, `true` for `||`.
    private let deciding: Bool
    private let left: any Node
    private let right: any Node

    init(_ offset: Int, deciding: Bool, _ left: any Node, _ right: any Node) {
        self.offset = offset
        self.deciding = deciding
        self.left = left
        self.right = right
    }

    func evaluate(_ frame: inout Frame) throws(ExpressionError) -> JSONValue {
        try frame.spend(1, at: self.offset)
        let depth = frame.variables.count
        do throws(ExpressionError) {
            if try self.left.condition(&frame) == self.deciding { return .bool(self.deciding) }
        } catch {
            frame.variables.removeLast(frame.variables.count - depth)
            guard error.code != "expression-cost-exceeded", try self.right.condition(&frame) == self.deciding else {
                throw error
            }
            return .bool(self.deciding)
        }
        return .bool(try self.right.condition(&frame))
    }
}

/// The choice `condition ? yes : no`.
final class ConditionalNode: Node {
    let offset: Int
    private let condition: any Node
    private let yes: any Node
    private let no: any Node

    init(_ offset: Int, _ condition: any Node, _ yes: any Node, _ no: any Node) {
        self.offset = offset
        self.condition = condition
        self.yes = yes
        self.no = no
    }

    func evaluate(_ frame: inout Frame) throws(ExpressionError) -> JSONValue {
        try frame.spend(1, at: self.offset)
        return try self.condition.condition(&frame) ? try self.yes.evaluate(&frame) : try self.no.evaluate(&frame)
    }
}

/// `value ?? default`: the default for a path that leads nowhere, and for null.
final class CoalesceNode: Node {
    let offset: Int
    private let left: any Node
    private let right: any Node

    init(_ offset: Int, _ left: any Node, _ right: any Node) {
        self.offset = offset
        self.left = left
        self.right = right
    }

    func evaluate(_ frame: inout Frame) throws(ExpressionError) -> JSONValue {
        try frame.spend(1, at: self.offset)
        if let value = try self.left.present(&frame), !value.isNull { return value }
        return try self.right.evaluate(&frame)
    }
}

/// The macro `has(path)`: whether the path leads somewhere.
final class HasNode: Node {
    let offset: Int
    private let path: any Node

    init(_ offset: Int, _ path: any Node) {
        self.offset = offset
        self.path = path
    }

    func evaluate(_ frame: inout Frame) throws(ExpressionError) -> JSONValue {
        try frame.spend(1, at: self.offset)
        return .bool(try self.path.present(&frame) != nil)
    }
}

/// The operators `!` and `-` in front of a value.
final class UnaryNode: Node {
    let offset: Int
    private let isNegation: Bool
    private let operand: any Node

    init(_ offset: Int, _ symbol: String, _ operand: any Node) {
        self.offset = offset
        self.isNegation = symbol == "-"
        self.operand = operand
    }

    func evaluate(_ frame: inout Frame) throws(ExpressionError) -> JSONValue {
        try frame.spend(1, at: self.offset)
        guard self.isNegation else { return .bool(try !self.operand.condition(&frame)) }
        let value = try self.operand.evaluate(&frame)
        switch value {
        case .int(let number):
            guard number != .min else { throw Arithmetic.overflow(self.offset) }
            return .int(-number)
        case .double(let number): return .double(-number)
        default: throw self.mismatch("a number", value)
        }
    }
}

/// A list `[a, b]` or a map `{a: b}`.
final class CollectionNode: Node {
    let offset: Int
    /// The keys of a map; `nil` for a list.
    private let keys: [any Node]?
    private let values: [any Node]

    init(_ offset: Int, keys: [any Node]?, values: [any Node]) {
        self.offset = offset
        self.keys = keys
        self.values = values
    }

    func evaluate(_ frame: inout Frame) throws(ExpressionError) -> JSONValue {
        try frame.spend(1 + self.values.count, at: self.offset)
        guard let keys = self.keys else {
            var list: [JSONValue] = []
            for value in self.values { list.append(try value.evaluate(&frame)) }
            return .array(list)
        }
        var object = JSONObject(minimumCapacity: keys.count)
        for (key, value) in zip(keys, self.values) {
            let name = try key.evaluate(&frame)
            guard case .string(let name) = name else { throw self.mismatch("a text as a map's key", name) }
            guard object.insertNew(name, try value.evaluate(&frame)) else {
                throw ExpressionError("key-duplicate", "The map has the key '\(name)' twice.", at: self.offset)
            }
        }
        return .object(object)
    }
}
