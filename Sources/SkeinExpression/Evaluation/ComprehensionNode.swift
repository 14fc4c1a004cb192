// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// A macro that goes through a list or map: `all`, `exists`, `exists_one`, `map`, `filter` and their kin.
final class ComprehensionNode: Node {
    enum Kind: Sendable {
        case all, exists, existsOne, filter
        /// A list of the results; a filter may stand before.
        case list
        /// A map of the results under the same keys.
        case map
    }

    let kind: Kind
    let range: any Node
    let variables: Variables
    let filter: (any Node)?
    let result: (any Node)?
    let offset: Int

    /// Where the macro's variables are kept.
    struct Variables: Sendable {
        /// The element of a list or key of a map; with a second variable the position or key.
        let first: Int
        /// The element or value.
        let second: Int?
    }

    init(
        kind: Kind,
        range: any Node,
        variables: Variables,
        filter: (any Node)?,
        result: (any Node)?,
        offset: Int
    ) {
        self.kind = kind
        self.range = range
        self.variables = variables
        self.filter = filter
        self.result = result
        self.offset = offset
    }

    func evaluate(_ context: inout Evaluation) throws(ExpressionError) -> Value {
        try context.charge()
        let range = try self.range.evaluate(&context)
        guard let items = Items(range) else {
            throw ExpressionError(
                .typeMismatch,
                "A macro goes through a list or a map, not \(range.described).",
                at: self.offset
            )
        }
        switch self.kind {
        case .all: return .bool(try self.quantify(items, &context, until: false))
        case .exists: return .bool(try self.quantify(items, &context, until: true))
        case .existsOne: return .bool(try self.countMatches(items, &context) == 1)
        case .filter: return try self.select(items, &context)
        case .list: return try self.transformList(items, &context)
        case .map: return try self.transformMap(items, &context)
        }
    }

    /// Whether an item decides; errors count only when none does.
    private func quantify(
        _ items: Items,
        _ context: inout Evaluation,
        until deciding: Bool
    ) throws(ExpressionError) -> Bool {
        var failure: ExpressionError?
        for position in 0..<items.count {
            do throws(ExpressionError) {
                if try self.matches(items, position, &context) == deciding { return deciding }
            } catch {
                if error.isKind(.costExceeded) { throw error }
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return !deciding
    }

    private func countMatches(_ items: Items, _ context: inout Evaluation) throws(ExpressionError) -> Int {
        var count = 0
        for position in 0..<items.count where try self.matches(items, position, &context) { count += 1 }
        return count
    }

    private func select(_ items: Items, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        if let json = items.json {
            var values: [JSONValue] = []
            for position in json.indices where try self.matches(items, position, &context) {
                values.append(json[position])
            }
            return .jsonList(values)
        }
        var values: [Value] = []
        for position in 0..<items.count where try self.matches(items, position, &context) {
            values.append(context.locals[self.variables.first])
        }
        return .list(values)
    }

    private func transformList(_ items: Items, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        var values: [Value] = []
        for position in 0..<items.count where try self.matches(items, position, &context) {
            if let value = try self.result?.evaluate(&context) { values.append(value) }
        }
        return .list(values)
    }

    private func transformMap(_ items: Items, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        var map = MapValue(minimumCapacity: items.count)
        for position in 0..<items.count where try self.matches(items, position, &context) {
            guard let value = try self.result?.evaluate(&context) else { continue }
            try map.add(items.key(position), value, at: self.offset)
        }
        return .map(map)
    }

    /// Sets the variables to an item and asks the filter.
    private func matches(
        _ items: Items,
        _ position: Int,
        _ context: inout Evaluation
    ) throws(ExpressionError) -> Bool {
        try context.charge()
        if let second = self.variables.second {
            context.locals[self.variables.first] = items.key(position)
            context.locals[second] = items.value(position)
        } else {
            context.locals[self.variables.first] = items.single(position)
        }
        guard let filter = self.filter else { return true }
        return try filter.evaluateBool(&context, for: "The test of a macro", at: self.offset)
    }
}

/// What a macro goes through.
private struct Items {
    private enum Kind {
        case list(Elements)
        case map(MapValue)
        case object(JSONObject)
    }

    private let kind: Kind
    /// The elements of a list of the scope.
    let json: [JSONValue]?
    let count: Int

    init?(_ value: Value) {
        if case .jsonList(let values) = value { self.json = values } else { self.json = nil }
        switch value {
        case .map(let map): (self.kind, self.count) = (.map(map), map.entries.count)
        case .jsonMap(let object): (self.kind, self.count) = (.object(object), object.count)
        default:
            guard let elements = Elements(value) else { return nil }
            (self.kind, self.count) = (.list(elements), elements.count)
        }
    }

    /// The element of a list, or the key of a map.
    func single(_ position: Int) -> Value {
        if case .list(let elements) = self.kind { elements[position] } else { self.key(position) }
    }

    /// The position in a list, or the key of a map.
    func key(_ position: Int) -> Value {
        switch self.kind {
        case .list: .int(Int64(position))
        case .map(let map): map.entries[position].key
        case .object(let object): .string(object[position].key)
        }
    }

    func value(_ position: Int) -> Value {
        switch self.kind {
        case .list(let elements): elements[position]
        case .map(let map): map.entries[position].value
        case .object(let object): Value(object[position].value)
        }
    }
}
