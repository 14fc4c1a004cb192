// SPDX-License-Identifier: Apache-2.0

/// `a.or(b)` and `a.orValue(b)`: the second is evaluated only when the first holds nothing.
final class OptionalElseNode: Node {
    let optional: any Node
    let otherwise: any Node
    /// Whether the result is the value rather than an optional.
    let isValue: Bool
    let offset: Int

    init(optional: any Node, otherwise: any Node, isValue: Bool, offset: Int) {
        self.optional = optional
        self.otherwise = otherwise
        self.isValue = isValue
        self.offset = offset
    }

    func evaluate(_ context: inout Evaluation) throws(ExpressionError) -> Value {
        try context.charge()
        let value = try self.optional.evaluate(&context)
        guard case .optional(let inner) = value else {
            throw Function.mismatch(self.isValue ? "orValue" : "or", [value]).placed(at: self.offset)
        }
        if let inner { return self.isValue ? inner : value }
        let other = try self.otherwise.evaluate(&context)
        guard self.isValue else {
            guard case .optional = other else { throw Function.mismatch("or", [value, other]).placed(at: self.offset) }
            return other
        }
        return other
    }
}

/// `a.optMap(x, b)` and `a.optFlatMap(x, b)`: `b` of what the optional holds.
final class OptionalMapNode: Node {
    let optional: any Node
    let slot: Int
    let result: any Node
    /// Whether the result is an optional already.
    let isFlat: Bool
    let offset: Int

    init(optional: any Node, slot: Int, result: any Node, isFlat: Bool, offset: Int) {
        self.optional = optional
        self.slot = slot
        self.result = result
        self.isFlat = isFlat
        self.offset = offset
    }

    func evaluate(_ context: inout Evaluation) throws(ExpressionError) -> Value {
        try context.charge()
        let value = try self.optional.evaluate(&context)
        guard case .optional(let inner) = value else {
            throw Function.mismatch("optMap", [value]).placed(at: self.offset)
        }
        guard let inner else { return value }
        context.locals[self.slot] = inner
        let result = try self.result.evaluate(&context)
        guard self.isFlat else { return .optional(result) }
        guard case .optional = result else {
            throw Function.mismatch("optFlatMap", [value, result]).placed(at: self.offset)
        }
        return result
    }
}
