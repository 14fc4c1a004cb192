// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// One run of an expression: what it reads, and how much it may still do.
struct Evaluation {
    let scope: any ExpressionScope
    let source: String
    let costLimit: Int
    /// How many steps are left.
    private(set) var remaining: Int
    /// How deep in a value the work is.
    private var nesting = 0
    /// The variables of the macros under way, by the place that the compiler gave them.
    var locals: [Value]

    init(scope: any ExpressionScope, source: String, costLimit: Int, localCount: Int) {
        self.scope = scope
        self.source = source
        self.costLimit = costLimit
        self.remaining = costLimit
        self.locals = localCount == 0 ? [] : Array(repeating: .null, count: localCount)
    }

    /// Pays for a visit of a node.
    @inline(__always)
    mutating func charge() throws(ExpressionError) {
        self.remaining -= 1
        if self.remaining < 0 { throw self.exhausted() }
    }

    /// Pays for work that grows with the data; called before the work is done.
    mutating func charge(_ steps: Int) throws(ExpressionError) {
        guard steps <= self.remaining else {
            self.remaining = -1
            throw self.exhausted()
        }
        self.remaining -= steps
    }

    /// Pays for going through that many bytes.
    mutating func charge(bytes: Int) throws(ExpressionError) { try self.charge(bytes / 16) }

    /// A text that is about to be read through, paid for.
    mutating func paying(for text: String) throws(ExpressionError) -> String {
        try self.charge(bytes: text.utf8.count)
        return text
    }

    /// A value that is about to be hashed or compared as a key, paid for.
    mutating func paying(for key: Value) throws(ExpressionError) -> Value {
        if case .string(let text) = key { try self.charge(bytes: text.utf8.count) }
        return key
    }

    /// Pays for a JSON value that becomes part of a result: for a step, eight of its values or 16 bytes of its texts.
    mutating func charge(size value: JSONValue) throws(ExpressionError) {
        var values = 0
        try self.charge(size: value, &values)
    }

    private mutating func charge(size value: JSONValue, _ values: inout Int) throws(ExpressionError) {
        values += 1
        if values == 8 {
            values = 0
            try self.charge()
        }
        switch value {
        case .string(let text): try self.charge(bytes: text.utf8.count)
        case .array(let elements):
            try self.nested { context throws(ExpressionError) in
                for element in elements { try context.charge(size: element, &values) }
            }
        case .object(let object):
            try self.nested { context throws(ExpressionError) in
                for (key, member) in object {
                    try context.charge(bytes: key.utf8.count)
                    try context.charge(size: member, &values)
                }
            }
        case .null, .bool, .int, .double: break
        }
    }

    /// Goes into a value that is part of another.
    ///
    /// A chain of macros makes values far deeper than the source is, which neither a stack bears nor a JSON parser
    /// reads back.
    mutating func nested<Result>(
        _ body: (inout Evaluation) throws(ExpressionError) -> Result
    ) throws(ExpressionError) -> Result {
        guard self.nesting < JSONParser.defaultDepthLimit else {
            throw ExpressionError(
                .tooDeep,
                "A value is nested deeper than \(JSONParser.defaultDepthLimit) levels.",
                at: 0
            )
        }
        self.nesting += 1
        defer { self.nesting -= 1 }
        return try body(&self)
    }

    private func exhausted() -> ExpressionError {
        ExpressionError(
            .costExceeded,
            "The evaluation took more than \(self.costLimit) steps.",
            at: 0,
            hint: "Filter large lists in a step, or compute nested lists in two expressions."
        )
    }

    /// The part of the source between two UTF-8 offsets, as people wrote it.
    func text(_ start: Int, _ end: Int) -> String {
        let utf8 = self.source.utf8
        let from = utf8.index(utf8.startIndex, offsetBy: start)
        let text = String(decoding: utf8[from..<utf8.index(from, offsetBy: end - start)], as: UTF8.self)
        return text.utf8.count <= 200 ? text : text.prefix(100) + "…" + text.suffix(90)
    }
}

/// A compiled node: it evaluates itself and the nodes below it.
protocol Node: AnyObject, Sendable {
    /// The value.
    func evaluate(_ context: inout Evaluation) throws(ExpressionError) -> Value

    /// The value; `nil` when a path that it reads is absent.
    func evaluateIfPresent(_ context: inout Evaluation) throws(ExpressionError) -> Value?
}

extension Node {
    func evaluateIfPresent(_ context: inout Evaluation) throws(ExpressionError) -> Value? {
        do throws(ExpressionError) {
            return try self.evaluate(&context)
        } catch {
            guard error.isKind(.pathAbsent) else { throw error }
            return nil
        }
    }

    /// The boolean that a condition must be.
    func evaluateBool(
        _ context: inout Evaluation,
        for place: StaticString,
        at offset: Int
    ) throws(ExpressionError) -> Bool {
        let value = try self.evaluate(&context)
        guard case .bool(let result) = value else {
            throw ExpressionError(.typeMismatch, "\(place) must be a bool, not \(value.described).", at: offset)
        }
        return result
    }
}

/// A value known when the expression is compiled.
final class ConstantNode: Node {
    let value: Value

    init(_ value: Value) { self.value = value }

    func evaluate(_ context: inout Evaluation) throws(ExpressionError) -> Value {
        try context.charge()
        return self.value
    }
}

/// A variable of a macro.
final class LocalNode: Node {
    let slot: Int

    init(slot: Int) { self.slot = slot }

    func evaluate(_ context: inout Evaluation) throws(ExpressionError) -> Value {
        try context.charge()
        return context.locals[self.slot]
    }
}
