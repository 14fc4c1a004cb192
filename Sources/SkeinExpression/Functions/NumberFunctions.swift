// SPDX-License-Identifier: Apache-2.0

/// `abs`, `round`, `floor`, `ceil`: these take integers as well, because JSON does not tell `2` from `2.0`.
enum NumberFunctions {
    static let all: [Function] = [
        Function("abs", .either, .unary(Self.abs)),
        Function("round", .either, .unary(Self.round), .binary(Self.roundToDigits)),
        Function("floor", .either, .unary(Self.floor)),
        Function("ceil", .either, .unary(Self.ceil)),
    ]

    static func abs(_ value: Value, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        switch value {
        case .int(let number):
            guard number != .min else { throw Arithmetic.overflow }
            return .int(Swift.abs(number))
        case .uint: return value
        case .double(let number): return .double(number.magnitude)
        case .duration(let span):
            guard span.nanoseconds != .min else { throw Arithmetic.overflow }
            return .duration(Span(nanoseconds: Swift.abs(span.nanoseconds)))
        default: throw Function.mismatch("abs", [value])
        }
    }

    private static func round(_ value: Value, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        try Self.rounded("round", value, .toNearestOrAwayFromZero)
    }

    private static func floor(_ value: Value, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        try Self.rounded("floor", value, .down)
    }

    private static func ceil(_ value: Value, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        try Self.rounded("ceil", value, .up)
    }

    private static func rounded(
        _ name: String,
        _ value: Value,
        _ rule: FloatingPointRoundingRule
    ) throws(ExpressionError) -> Value {
        switch value {
        case .int, .uint: return value
        case .double(let number): return .double(number.rounded(rule))
        default: throw Function.mismatch(name, [value])
        }
    }

    /// `round(x, 2)`: to that many decimal places, halves away from zero as the decimal digits show them.
    private static func roundToDigits(
        _ value: Value,
        _ digits: Value,
        _ context: inout Evaluation
    ) throws(ExpressionError) -> Value {
        guard case .int(let places) = digits, (0...15).contains(places) else {
            throw ExpressionError(.valueOutOfRange, "The decimal places of `round` are 0 to 15.")
        }
        switch value {
        case .int, .uint: return value
        case .double(let number):
            guard number.isFinite, let decimal = Decimal(number) else { return value }
            return .double(Double(decimal.text(places: Int(places), halves: .awayFromZero)) ?? number)
        default: throw Function.mismatch("round", [value])
        }
    }
}
