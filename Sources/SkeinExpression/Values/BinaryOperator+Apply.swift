// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension BinaryOperator {
    /// Applies the operator.
    func apply(_ left: Value, _ right: Value, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        switch self {
        case .equal: return .bool(try Equality.equal(left, right, &context))
        case .notEqual: return .bool(!(try Equality.equal(left, right, &context)))
        case .less, .lessOrEqual, .greater, .greaterOrEqual: return try self.order(left, right, &context)
        case .membership: return .bool(try self.contains(right, left, &context))
        case .add, .subtract, .multiply, .divide, .remainder:
            if let result = try Arithmetic.numbers(self, left, right) { return result }
            if let result = try Arithmetic.others(self, left, right, &context) { return result }
            throw self.mismatch(left, right)
        }
    }

    func mismatch(_ left: Value, _ right: Value) -> ExpressionError {
        let hint: String? =
            switch (self, left, right) {
            case (.add, .string, _), (.add, _, .string): "Convert the other operand with string()."
            case (_, .null, _), (_, _, .null): "`?? default` replaces null."
            default: nil
            }
        return ExpressionError(
            .typeMismatch,
            "`\(self.rawValue)` does not apply to \(left.described) and \(right.described).",
            hint: hint
        )
    }

    private func order(_ left: Value, _ right: Value, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        switch (left, right) {
        case (.int(let a), .int(let b)): return .bool(self.holds(a, b))
        case (.double(let a), .double(let b)): return .bool(self.holds(a, b))
        default: break
        }
        guard let order = try Ordering.compare(left, right, &context) else {
            // Not-a-number compares with numbers, and is never in order.
            if Ordering.isNumber(left), Ordering.isNumber(right) { return .bool(false) }
            throw self.mismatch(left, right)
        }
        return switch self {
        case .less: .bool(order < 0)
        case .lessOrEqual: .bool(order <= 0)
        case .greater: .bool(order > 0)
        default: .bool(order >= 0)
        }
    }

    private func holds<Operand: Comparable>(_ left: Operand, _ right: Operand) -> Bool {
        switch self {
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        default: left >= right
        }
    }

    private func contains(
        _ container: Value,
        _ value: Value,
        _ context: inout Evaluation
    ) throws(ExpressionError) -> Bool {
        let value = try context.paying(for: value)
        switch container {
        case .list(let values):
            for element in values where try Equality.equal(element, value, &context) { return true }
            return false
        case .jsonList(let values):
            for element in values where try Equality.equal(Value(element), value, &context) { return true }
            return false
        case .map(let map): return MapKey(value).flatMap { map[$0] } != nil
        case .jsonMap(let object):
            guard case .string(let key) = value else { return false }
            return object[key] != nil
        default: throw self.mismatch(value, container)
        }
    }
}

/// The order of values: numbers with numbers, and otherwise only within a type.
enum Ordering {
    /// Negative, zero or positive; `nil` when the values have no order.
    static func compare(_ left: Value, _ right: Value) -> Int? {
        switch (left, right) {
        case (.int(let a), .int(let b)): Self.order(a, b)
        case (.double(let a), .double(let b)): Self.order(a, b)
        case (.uint(let a), .uint(let b)): Self.order(a, b)
        // Compared as doubles, as the language's conformance suite asks, although the largest integers then round.
        case (.int(let a), .double(let b)): Self.order(Double(a), b)
        case (.double(let a), .int(let b)): Self.order(a, Double(b))
        case (.uint(let a), .double(let b)): Self.order(Double(a), b)
        case (.double(let a), .uint(let b)): Self.order(a, Double(b))
        case (.int(let a), .uint(let b)): a < 0 ? -1 : Self.order(UInt64(a), b)
        case (.uint(let a), .int(let b)): b < 0 ? 1 : Self.order(a, UInt64(b))
        case (.string(let a), .string(let b)):
            ByteString.precedes(a, b) ? -1 : ByteString.precedes(b, a) ? 1 : 0
        case (.bytes(let a), .bytes(let b)):
            a.lexicographicallyPrecedes(b) ? -1 : b.lexicographicallyPrecedes(a) ? 1 : 0
        case (.bool(let a), .bool(let b)): Self.order(a ? 1 : 0, b ? 1 : 0)
        case (.timestamp(let a), .timestamp(let b)): Self.order(a, b)
        case (.duration(let a), .duration(let b)): Self.order(a, b)
        default: nil
        }
    }

    /// The order of two values, paid for when they are long.
    static func compare(_ left: Value, _ right: Value, _ context: inout Evaluation) throws(ExpressionError) -> Int? {
        if case .string(let a) = left, case .string(let b) = right {
            try context.charge(bytes: min(a.utf8.count, b.utf8.count))
        }
        return Self.compare(left, right)
    }

    static func isNumber(_ value: Value) -> Bool {
        switch value {
        case .int, .uint, .double: true
        default: false
        }
    }

    private static func order<Operand: Comparable>(_ left: Operand, _ right: Operand) -> Int? {
        left < right ? -1 : left > right ? 1 : left == right ? 0 : nil
    }
}
