// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Equality of values: numbers by value whatever their type, text by code points, values of different types never.
enum Equality {
    /// Whether the values are equal; pays for each element it looks at.
    static func equal(_ left: Value, _ right: Value, _ context: inout Evaluation) throws(ExpressionError) -> Bool {
        try context.charge()
        switch (left, right) {
        case (.int(let a), .int(let b)): return a == b
        case (.string(let a), .string(let b)):
            guard a.utf8.count == b.utf8.count else { return false }
            try context.charge(bytes: a.utf8.count)
            return ByteString.equal(a, b)
        case (.bool(let a), .bool(let b)): return a == b
        case (.null, .null): return true
        case (.bytes(let a), .bytes(let b)):
            try context.charge(bytes: min(a.count, b.count))
            return a == b
        case (.timestamp(let a), .timestamp(let b)): return a == b
        case (.duration(let a), .duration(let b)): return a == b
        case (.type(let a), .type(let b)): return a == b
        case (.optional(let a), .optional(let b)):
            guard let a, let b else { return a == nil && b == nil }
            return try context.nested { context throws(ExpressionError) in try Self.equal(a, b, &context) }
        case (.jsonMap(let a), .jsonMap(let b)): return try Self.equal(a, b, &context)
        case (.jsonMap(let a), .map(let b)), (.map(let b), .jsonMap(let a)):
            guard a.count == b.entries.count else { return false }
            try context.charge(a.reduce(a.count) { $0 + $1.key.utf8.count / 16 })
            return try Self.equal(MapValue(a), b, &context)
        case (.map(let a), .map(let b)): return try Self.equal(a, b, &context)
        default:
            if let result = Self.numbersEqual(left, right) { return result }
            return try Self.listsEqual(left, right, &context)
        }
    }

    private static func numbersEqual(_ left: Value, _ right: Value) -> Bool? {
        switch (left, right) {
        case (.double(let a), .double(let b)): a == b
        case (.uint(let a), .uint(let b)): a == b
        case (.int(let a), .double(let b)), (.double(let b), .int(let a)): Int64(exactly: b) == a
        case (.uint(let a), .double(let b)), (.double(let b), .uint(let a)): UInt64(exactly: b) == a
        case (.int(let a), .uint(let b)), (.uint(let b), .int(let a)): UInt64(exactly: a) == b
        default: nil
        }
    }

    private static func listsEqual(
        _ left: Value,
        _ right: Value,
        _ context: inout Evaluation
    ) throws(ExpressionError) -> Bool {
        guard let a = Elements(left), let b = Elements(right), a.count == b.count else { return false }
        return try context.nested { context throws(ExpressionError) in
            for position in 0..<a.count where !(try Self.equal(a[position], b[position], &context)) { return false }
            return true
        }
    }

    private static func equal(
        _ left: JSONObject,
        _ right: JSONObject,
        _ context: inout Evaluation
    ) throws(ExpressionError) -> Bool {
        guard left.count == right.count else { return false }
        return try context.nested { context throws(ExpressionError) in
            for (key, value) in left {
                try context.charge(bytes: key.utf8.count)
                guard let other = right[key], try Self.equal(Value(value), Value(other), &context) else { return false }
            }
            return true
        }
    }

    private static func equal(
        _ left: MapValue,
        _ right: MapValue,
        _ context: inout Evaluation
    ) throws(ExpressionError) -> Bool {
        guard left.entries.count == right.entries.count else { return false }
        return try context.nested { context throws(ExpressionError) in
            for (key, value) in left.entries {
                let key = try context.paying(for: key)
                guard let other = MapKey(key).flatMap({ right[$0] }), try Self.equal(value, other, &context) else {
                    return false
                }
            }
            return true
        }
    }
}

/// The elements of a list, whichever way it is kept.
struct Elements {
    private let built: [Value]
    private let json: [JSONValue]
    let count: Int

    /// `nil` when the value is not a list.
    init?(_ value: Value) {
        switch value {
        case .list(let values): (self.built, self.json, self.count) = (values, [], values.count)
        case .jsonList(let values): (self.built, self.json, self.count) = ([], values, values.count)
        default: return nil
        }
    }

    subscript(_ position: Int) -> Value { self.json.isEmpty ? self.built[position] : Value(self.json[position]) }

    /// All elements as values.
    var values: [Value] { self.json.isEmpty ? self.built : self.json.map(Value.init) }
}
