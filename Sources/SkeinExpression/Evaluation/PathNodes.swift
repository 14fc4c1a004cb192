// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// One compiled step down a path.
struct PathStep: Sendable {
    enum Kind: Sendable {
        case member(String)
        case index(Int64)
        case computed(any Node)
    }

    let kind: Kind
    let isOptional: Bool
    /// Where the step ends in the source, for naming what is absent.
    let end: Int
}

/// `$root.member[0].member`: walks the JSON of the scope in one go.
final class RootPathNode: Node {
    /// A way to read the name: the root to ask for, and how many steps belong to the root's own (qualified) name.
    struct Candidate: Sendable {
        let root: String
        let consumed: Int
    }

    /// A step, without what only errors need.
    private enum Key: Sendable {
        case member(String)
        case index(Int64)
    }

    /// Where a path ends before its time.
    private struct End {
        let position: Int
        let value: JSONValue
    }

    let candidates: [Candidate]
    let steps: [PathStep]
    let start: Int
    let rootEnd: Int
    private let keys: [Key]

    /// Makes a node; none of the steps may be computed.
    init(candidates: [Candidate], steps: [PathStep], start: Int, rootEnd: Int) {
        self.candidates = candidates
        self.steps = steps
        self.start = start
        self.rootEnd = rootEnd
        self.keys = steps.compactMap { step in
            switch step.kind {
            case .member(let name): .member(name)
            case .index(let index): .index(index)
            case .computed: nil
            }
        }
    }

    func evaluate(_ context: inout Evaluation) throws(ExpressionError) -> Value {
        var end: End?
        if let value = try self.walk(&context, &end) { return Value(value) }
        let (position, value) = end.map { ($0.position, $0.value) } ?? (0, .null)
        let from = position > 0 ? self.steps[position - 1].end : self.rootEnd
        throw ExpressionError(
            Absence(step: self.steps[position], value: Value(value), start: self.start, from: from)
        )
    }

    func evaluateIfPresent(_ context: inout Evaluation) throws(ExpressionError) -> Value? {
        var end: End?
        return try self.walk(&context, &end).map(Value.init)
    }

    /// The value at the end of the path; `nil`, and where it ended, when something is absent.
    private func walk(_ context: inout Evaluation, _ end: inout End?) throws(ExpressionError) -> JSONValue? {
        try context.charge()
        var position = 0
        var value = try self.root(context, &position)
        while position < self.keys.count {
            let next: JSONValue?
            switch (self.keys[position], value) {
            case (.member(let name), .object(let object)): next = object.value(of: name)
            case (.index(let index), .array(let values)):
                // Spelt out, because a plain `nil` would be JSON's null here.
                next = index >= 0 && index < values.count ? values[Int(index)] : JSONValue?.none
            case (_, .object), (_, .null): next = JSONValue?.none
            default:
                throw Absence(step: self.steps[position], value: Value(value), start: self.start, from: self.rootEnd)
                    .mismatch(in: context)
            }
            guard let next else {
                end = End(position: position, value: value)
                return nil
            }
            value = next
            position += 1
        }
        return value
    }

    private func root(_ context: Evaluation, _ position: inout Int) throws(ExpressionError) -> JSONValue {
        for candidate in self.candidates {
            guard let value = context.scope.value(of: candidate.root) else { continue }
            position = candidate.consumed
            return value
        }
        let name = context.text(self.start, self.rootEnd)
        throw ExpressionError(
            .rootUnknown,
            "There is no `\(name)` here.",
            at: self.start,
            hint: name.utf8.first == UInt8(ascii: "$") ? nil : "Roots are written with a dollar sign, texts in quotes."
        )
    }
}

/// A path that starts at any other value, or has optional or computed steps.
final class AccessNode: Node {
    let operand: any Node
    let steps: [PathStep]
    let start: Int
    let operandEnd: Int

    init(operand: any Node, steps: [PathStep], start: Int, operandEnd: Int) {
        self.operand = operand
        self.steps = steps
        self.start = start
        self.operandEnd = operandEnd
    }

    func evaluate(_ context: inout Evaluation) throws(ExpressionError) -> Value {
        var absence: ExpressionError?
        guard let value = try self.walk(try self.operand.evaluate(&context), &context, &absence, isLenient: false)
        else { throw absence ?? ExpressionError(.pathAbsent, "The path is absent.", at: self.start) }
        return value
    }

    func evaluateIfPresent(_ context: inout Evaluation) throws(ExpressionError) -> Value? {
        guard let base = try self.operand.evaluateIfPresent(&context) else { return nil }
        var absence: ExpressionError?
        return try self.walk(base, &context, &absence, isLenient: true)
    }

    private func walk(
        _ base: Value,
        _ context: inout Evaluation,
        _ failure: inout ExpressionError?,
        isLenient: Bool
    ) throws(ExpressionError) -> Value? {
        var value = base
        var isOptional = false
        for (position, step) in self.steps.enumerated() {
            try context.charge()
            if case .optional(let inner) = value {
                guard let inner else { return value }
                value = inner
                isOptional = true
            }
            isOptional = isOptional || step.isOptional
            let key = try step.key(&context)
            let from = position > 0 ? self.steps[position - 1].end : self.operandEnd
            switch Self.lookup(key, in: value) {
            case .present(let next): value = next
            case .absent:
                if isOptional { return .optional(nil) }
                if !isLenient {
                    failure = ExpressionError(Absence(step: step, value: value, start: self.start, from: from))
                }
                return nil
            case .impossible:
                throw Absence(step: step, value: value, start: self.start, from: from).mismatch(in: context)
            }
        }
        if isOptional, case .optional = value { return value }
        return isOptional ? .optional(value) : value
    }

    private enum Lookup {
        case present(Value)
        case absent
        /// The value cannot be looked into with a key like that.
        case impossible

        init(_ value: Value?) { self = value.map { .present($0) } ?? .absent }
    }

    private static func lookup(_ key: Value, in value: Value) -> Lookup {
        switch value {
        case .jsonMap(let object):
            guard case .string(let name) = key else { return MapKey(key) == nil ? .impossible : .absent }
            return Lookup(object.value(of: name).map(Value.init))
        case .map(let map): return MapKey(key).map { Lookup(map[$0]) } ?? .impossible
        case .list, .jsonList:
            guard let elements = Elements(value), let position = Self.position(key) else { return .impossible }
            return position >= 0 && position < elements.count ? .present(elements[position]) : .absent
        case .null: return .absent
        default: return .impossible
        }
    }

    /// The position that a subscript of a list means; `nil` when it is not a whole number.
    private static func position(_ key: Value) -> Int? {
        switch key {
        case .int(let index): Int(exactly: index)
        case .uint(let index): Int(exactly: index) ?? .max
        case .double(let index): Int(exactly: index)
        default: nil
        }
    }
}

extension PathStep {
    func key(_ context: inout Evaluation) throws(ExpressionError) -> Value {
        switch self.kind {
        case .member(let name): return .string(name)
        case .index(let index): return .int(index)
        case .computed(let node): return try context.paying(for: try node.evaluate(&context))
        }
    }
}

/// `has(a.b)`: whether the path can be walked to its end.
final class HasNode: Node {
    let path: any Node

    init(path: any Node) { self.path = path }

    func evaluate(_ context: inout Evaluation) throws(ExpressionError) -> Value {
        try context.charge()
        switch try self.path.evaluateIfPresent(&context) {
        case .none, .some(.optional(nil)): return .bool(false)
        default: return .bool(true)
        }
    }
}
