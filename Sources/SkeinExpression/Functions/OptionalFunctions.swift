// SPDX-License-Identifier: Apache-2.0

/// `optional.of` and its kin, and the methods of optionals.
enum OptionalFunctions {
    static let all: [Function] = [
        Function("optional.of", .global, .unary { value, _ throws(ExpressionError) in .optional(value) }),
        Function("optional.none", .global, .variadic(0...0) { _, _ throws(ExpressionError) in .optional(nil) }),
        Function(
            "optional.ofNonZeroValue",
            .global,
            .unary { value, _ throws(ExpressionError) in .optional(value.isZero ? nil : value) }
        ),
        Function("hasValue", .method, .unary(Self.hasValue)),
        Function("value", .method, .unary(Self.value)),
        // The compiler makes these two lazy; here they are for their names and counts.
        Function("or", .method, .binary(Self.or)),
        Function("orValue", .method, .binary(Self.orValue)),
    ]

    private static func hasValue(_ value: Value, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        guard case .optional(let inner) = value else { throw Function.mismatch("hasValue", [value]) }
        return .bool(inner != nil)
    }

    private static func value(_ value: Value, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        guard case .optional(let inner) = value else { throw Function.mismatch("value", [value]) }
        guard let inner else {
            throw ExpressionError(.pathAbsent, "The optional holds no value.", hint: "Use orValue(default).")
        }
        return inner
    }

    private static func or(_ a: Value, _ b: Value, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        guard case .optional(let inner) = a, case .optional = b else { throw Function.mismatch("or", [a, b]) }
        return inner == nil ? b : a
    }

    private static func orValue(_ a: Value, _ b: Value, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        guard case .optional(let inner) = a else { throw Function.mismatch("orValue", [a, b]) }
        return inner ?? b
    }
}
