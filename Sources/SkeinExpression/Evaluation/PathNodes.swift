// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// A value that is written out.
final class LiteralNode: Node {
    let offset: Int
    let value: JSONValue

    init(_ offset: Int, _ value: JSONValue) {
        self.offset = offset
        self.value = value
    }

    func evaluate(_ frame: inout Frame) throws(ExpressionError) -> JSONValue { self.value }
}

/// The variable of a macro.
final class VariableNode: Node {
    let offset: Int
    private let position: Int

    init(_ offset: Int, position: Int) {
        self.offset = offset
        self.position = position
    }

    func evaluate(_ frame: inout Frame) throws(ExpressionError) -> JSONValue { frame.variables[self.position] }
}

/// `$root.member[0].member`: a whole path in one node.
final class PathNode: Node {
    let offset: Int
    let root: String
    let path: [Reference.Segment]

    init(_ offset: Int, root: String, path: [Reference.Segment]) {
        self.offset = offset
        self.root = root
        self.path = path
    }

    /// The same path, one segment longer.
    func appending(_ segment: Reference.Segment) -> PathNode {
        PathNode(self.offset, root: self.root, path: self.path + [segment])
    }

    func evaluate(_ frame: inout Frame) throws(ExpressionError) -> JSONValue {
        try frame.spend(1 + self.path.count, at: self.offset)
        guard var value = frame.scope.value(of: self.root) else {
            let message = "'$\(self.root)' means nothing here."
            throw ExpressionError("root-unknown", message, at: self.offset)
        }
        for (position, segment) in self.path.enumerated() {
            guard let next = Absence.step(value, segment) else {
                let before = "$" + self.root + Absence.text(self.path[..<position])
                throw Absence.error(before, segment, in: value, at: self.offset)
            }
            value = next
        }
        return value
    }
}

/// A member of a computed value.
final class SelectNode: Node {
    let offset: Int
    private let target: any Node
    private let name: String

    init(_ offset: Int, _ target: any Node, _ name: String) {
        self.offset = offset
        self.target = target
        self.name = name
    }

    func evaluate(_ frame: inout Frame) throws(ExpressionError) -> JSONValue {
        try frame.spend(1, at: self.offset)
        let value = try self.target.evaluate(&frame)
        guard let next = value[self.name] else {
            throw Absence.error("the value", .member(self.name), in: value, at: self.offset)
        }
        return next
    }
}

/// An element or member by a computed position or name.
final class IndexNode: Node {
    let offset: Int
    private let target: any Node
    private let index: any Node

    init(_ offset: Int, _ target: any Node, _ index: any Node) {
        self.offset = offset
        self.target = target
        self.index = index
    }

    func evaluate(_ frame: inout Frame) throws(ExpressionError) -> JSONValue {
        try frame.spend(1, at: self.offset)
        let value = try self.target.evaluate(&frame)
        let index = try self.index.evaluate(&frame)
        let segment: Reference.Segment
        switch index {
        case .string(let name): segment = .member(name)
        default:
            guard let position = index.int else { throw self.mismatch("a position or a name", index) }
            segment = .index(position)
        }
        guard let next = Absence.step(value, segment) else {
            throw Absence.error("the value", segment, in: value, at: self.offset)
        }
        return next
    }
}

/// Paths that lead nowhere.
enum Absence {
    /// The part of a value that a segment names.
    static func step(_ value: JSONValue, _ segment: Reference.Segment) -> JSONValue? {
        switch segment {
        case .member(let name): value[name]
        case .index(let index): Int(exactly: index).flatMap { value[$0] }
        case .dynamic: nil
        }
    }

    static func text(_ path: ArraySlice<Reference.Segment>) -> String {
        path.map { segment in
            switch segment {
            case .member(let name): "." + name
            case .index(let index): "[\(index)]"
            case .dynamic: "[...]"
            }
        }.joined()
    }

    /// Says what is missing where, and what is there instead.
    static func error(
        _ before: String,
        _ segment: Reference.Segment,
        in value: JSONValue,
        at offset: Int
    ) -> ExpressionError {
        let missing = Self.text([segment])
        let advice = "Write `?? default`, or ask `has()` first, where it may be absent."
        let message: String
        var hint = advice
        switch (value, segment) {
        case (.null, _):
            message = "\(before)\(missing) does not exist, because \(before) is null."
            hint = "A skipped step's output is null. \(advice)"
        case (.object(let object), .member(let name)):
            message = "\(before) has no member '\(name)'."
            if let nearest = NearestName.hint(object.keys, for: name) { hint = "\(nearest) \(advice)" }
        case (.array(let values), .index(let index)):
            message = "\(before) has \(values.count) elements, so none at position \(index)."
        default: message = "\(before)\(missing) does not exist, because \(before) is a \(value.typeName)."
        }
        return ExpressionError(ExpressionError.pathAbsent, message, at: offset, hint: hint)
    }
}
