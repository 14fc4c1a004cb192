// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// `all`, `exists`, `exists_one`, `map` and `filter` over a list, or over the keys of a map.
final class MacroNode: Node {
    enum Kind: String {
        case all
        case exists
        case existsOne = "exists_one"
        case map
        case filter
    }

    let offset: Int
    private let kind: Kind
    private let range: any Node
    /// What elements are kept; for `map` with three arguments.
    private let condition: (any Node)?
    private let body: any Node

    init(_ offset: Int, _ kind: Kind, range: any Node, condition: (any Node)?, body: any Node) {
        self.offset = offset
        self.kind = kind
        self.range = range
        self.condition = condition
        self.body = body
    }

    func evaluate(_ frame: inout Frame) throws(ExpressionError) -> JSONValue {
        let range = try self.range.evaluate(&frame)
        let elements: [JSONValue]
        switch range {
        case .array(let values): elements = values
        case .object(let object): elements = object.map { .string($0.key) }
        default: throw self.mismatch("a list or a map", range)
        }
        try frame.spend(elements.count + 1, at: self.offset)
        switch self.kind {
        case .all: return .bool(try self.decide(elements, deciding: false, &frame))
        case .exists: return .bool(try self.decide(elements, deciding: true, &frame))
        case .existsOne:
            var count = 0
            for element in elements where try self.holds(self.body, element, &frame) { count += 1 }
            return .bool(count == 1)
        case .filter:
            var kept: [JSONValue] = []
            for element in elements where try self.holds(self.body, element, &frame) { kept.append(element) }
            return .array(kept)
        case .map:
            var result: [JSONValue] = []
            for element in elements {
                if let condition = self.condition, try !self.holds(condition, element, &frame) { continue }
                result.append(
                    try self.with(element, &frame) { (frame) throws(ExpressionError) in
                        try self.body.evaluate(&frame)
                    }
                )
            }
            return .array(result)
        }
    }

    /// As `&&` or `||` over the elements: one that decides hides the errors of others.
    private func decide(
        _ elements: [JSONValue],
        deciding: Bool,
        _ frame: inout Frame
    ) throws(ExpressionError) -> Bool {
        var first: ExpressionError?
        for element in elements {
            let depth = frame.variables.count
            do throws(ExpressionError) {
                if try self.holds(self.body, element, &frame) == deciding { return deciding }
            } catch {
                guard error.code != "expression-cost-exceeded" else { throw error }
                frame.variables.removeLast(frame.variables.count - depth)
                first = first ?? error
            }
        }
        if let first { throw first }
        return !deciding
    }

    private func holds(_ node: any Node, _ element: JSONValue, _ frame: inout Frame) throws(ExpressionError) -> Bool {
        try self.with(element, &frame) { (frame) throws(ExpressionError) in try node.condition(&frame) }
    }

    private func with<Value>(
        _ element: JSONValue,
        _ frame: inout Frame,
        _ body: (inout Frame) throws(ExpressionError) -> Value
    ) throws(ExpressionError) -> Value {
        frame.variables.append(element)
        let value = try body(&frame)
        frame.variables.removeLast()
        return value
    }
}
