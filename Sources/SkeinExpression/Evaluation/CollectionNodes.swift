// SPDX-License-Identifier: Apache-2.0

/// A list literal: `[a, b, ?c]`.
final class ListNode: Node {
    let elements: [(node: any Node, isOptional: Bool, offset: Int)]

    init(elements: [(node: any Node, isOptional: Bool, offset: Int)]) { self.elements = elements }

    func evaluate(_ context: inout Evaluation) throws(ExpressionError) -> Value {
        try context.charge(1 + self.elements.count)
        var values: [Value] = []
        values.reserveCapacity(self.elements.count)
        for element in self.elements {
            let value = try element.node.evaluate(&context)
            guard element.isOptional else {
                values.append(value)
                continue
            }
            if let present = try value.unwrapped(at: element.offset) { values.append(present) }
        }
        return .list(values)
    }
}

/// A map literal: `{a: b, ?c: d}`.
final class MapNode: Node {
    struct Entry: Sendable {
        let key: any Node
        let value: any Node
        let isOptional: Bool
        let offset: Int
    }

    let entries: [Entry]

    init(entries: [Entry]) { self.entries = entries }

    func evaluate(_ context: inout Evaluation) throws(ExpressionError) -> Value {
        try context.charge(1 + self.entries.count)
        var map = MapValue(minimumCapacity: self.entries.count)
        for entry in self.entries {
            let key = try context.paying(for: try entry.key.evaluate(&context))
            var value = try entry.value.evaluate(&context)
            if entry.isOptional {
                guard let present = try value.unwrapped(at: entry.offset) else { continue }
                value = present
            }
            try map.add(key, value, at: entry.offset)
        }
        return .map(map)
    }
}

extension MapValue {
    /// Adds an entry, or says why it cannot be one.
    mutating func add(_ key: Value, _ value: Value, at offset: Int) throws(ExpressionError) {
        switch self.insert(key, value) {
        case .some(true): return
        case .some(false): throw ExpressionError(.keyDuplicate, "The map has two entries of one key.", at: offset)
        case .none:
            throw ExpressionError(
                .typeMismatch,
                "A key of a map is an int, uint, bool or string, not \(key.described).",
                at: offset
            )
        }
    }
}

extension Value {
    /// What an optional holds.
    func unwrapped(at offset: Int) throws(ExpressionError) -> Value? {
        guard case .optional(let value) = self else {
            throw ExpressionError(.typeMismatch, "`?` stands before \(self.described), not an optional.", at: offset)
        }
        return value
    }
}
