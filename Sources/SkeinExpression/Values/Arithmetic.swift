// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Arithmetic: exact on integers, and in doubles as soon as one operand is a double.
enum Arithmetic {
    static let overflow = ExpressionError(
        .integerOverflow,
        "The integer result does not fit 64 bits.",
        hint: "Convert an operand with double() where rounding is acceptable."
    )

    /// Applies an operator to two numbers; `nil` when they are not, or when it has no meaning for them.
    static func numbers(_ operation: BinaryOperator, _ left: Value, _ right: Value) throws(ExpressionError) -> Value? {
        switch (left, right) {
        case (.int(let a), .int(let b)): return .int(try Self.whole(operation, a, b))
        case (.uint(let a), .uint(let b)): return .uint(try Self.whole(operation, a, b))
        case (.double(let a), .double(let b)): return Self.double(operation, a, b)
        case (.int(let a), .double(let b)): return Self.double(operation, Double(a), b)
        case (.double(let a), .int(let b)): return Self.double(operation, a, Double(b))
        default: return nil
        }
    }

    private static func whole<Number: FixedWidthInteger>(
        _ operation: BinaryOperator,
        _ left: Number,
        _ right: Number
    ) throws(ExpressionError) -> Number {
        let result: (partialValue: Number, overflow: Bool)
        switch operation {
        case .add: result = left.addingReportingOverflow(right)
        case .subtract: result = left.subtractingReportingOverflow(right)
        case .multiply: result = left.multipliedReportingOverflow(by: right)
        case .divide:
            guard right != 0 else { throw ExpressionError(.divisionByZero, "An integer is divided by zero.") }
            result = left.dividedReportingOverflow(by: right)
        default:
            guard right != 0 else { throw ExpressionError(.divisionByZero, "The remainder of a division by zero.") }
            result = left.remainderReportingOverflow(dividingBy: right)
        }
        guard !result.overflow else { throw Self.overflow }
        return result.partialValue
    }

    private static func double(_ operation: BinaryOperator, _ left: Double, _ right: Double) -> Value? {
        switch operation {
        case .add: .double(left + right)
        case .subtract: .double(left - right)
        case .multiply: .double(left * right)
        case .divide: .double(left / right)
        default: nil
        }
    }

    /// Joins texts, bytes and lists, and calculates with times; `nil` when the operator has no meaning for them.
    static func others(
        _ operation: BinaryOperator,
        _ left: Value,
        _ right: Value,
        _ context: inout Evaluation
    ) throws(ExpressionError) -> Value? {
        switch (operation, left, right) {
        case (.add, .string(let a), .string(let b)):
            try context.charge(bytes: a.utf8.count + b.utf8.count)
            return .string(a + b)
        case (.add, .bytes(let a), .bytes(let b)):
            try context.charge(bytes: a.count + b.count)
            return .bytes(a + b)
        case (.add, .jsonList(let a), .jsonList(let b)):
            try context.charge(a.count + b.count)
            return .jsonList(a + b)
        case (.add, .list, _), (.add, .jsonList, _):
            guard let a = Elements(left), let b = Elements(right) else { return nil }
            try context.charge(a.count + b.count)
            return .list(a.values + b.values)
        case (.add, .timestamp(let a), .duration(let b)), (.add, .duration(let b), .timestamp(let a)):
            return .timestamp(try Self.inRange(a.adding(b)))
        case (.subtract, .timestamp(let a), .duration(let b)):
            return .timestamp(
                try Self.inRange(a.adding(Span(nanoseconds: try Self.whole(.subtract, 0, b.nanoseconds))))
            )
        case (.subtract, .timestamp(let a), .timestamp(let b)): return .duration(try Self.inRange(a.since(b)))
        case (.add, .duration(let a), .duration(let b)), (.subtract, .duration(let a), .duration(let b)):
            let result =
                operation == .add
                ? a.nanoseconds.addingReportingOverflow(b.nanoseconds)
                : a.nanoseconds.subtractingReportingOverflow(b.nanoseconds)
            return .duration(try Self.inRange(result.overflow ? nil : Span(nanoseconds: result.partialValue)))
        default: return nil
        }
    }

    static func inRange<Result>(_ result: Result?) throws(ExpressionError) -> Result {
        guard let result else {
            throw ExpressionError(.valueOutOfRange, "The time or duration is outside its range.")
        }
        return result
    }
}
