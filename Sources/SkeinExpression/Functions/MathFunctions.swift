// SPDX-License-Identifier: Apache-2.0

/// The `math` extension: strict about types where Skein's own functions of the same name are not.
enum MathFunctions {
    static let all: [Function] = [
        Function("math.greatest", .global, .variadic(1...64, Self.greatest)),
        Function("math.least", .global, .variadic(1...64, Self.least)),
        Function("math.abs", .global, .unary(Self.abs)),
        Function("math.sign", .global, .unary(Self.sign)),
        Function("math.ceil", .global, Self.rounding("ceil", .up)),
        Function("math.floor", .global, Self.rounding("floor", .down)),
        Function("math.round", .global, Self.rounding("round", .toNearestOrAwayFromZero)),
        Function("math.trunc", .global, Self.rounding("trunc", .towardZero)),
        Function("math.sqrt", .global, .unary(Self.sqrt)),
        Function("math.isNaN", .global, Self.test("isNaN") { $0.isNaN }),
        Function("math.isInf", .global, Self.test("isInf") { $0.isInfinite }),
        Function("math.isFinite", .global, Self.test("isFinite") { $0.isFinite }),
        Function("math.bitAnd", .global, Self.bits("bitAnd", signed: { $0 & $1 }, unsigned: { $0 & $1 })),
        Function("math.bitOr", .global, Self.bits("bitOr", signed: { $0 | $1 }, unsigned: { $0 | $1 })),
        Function("math.bitXor", .global, Self.bits("bitXor", signed: { $0 ^ $1 }, unsigned: { $0 ^ $1 })),
        Function("math.bitNot", .global, .unary(Self.bitNot)),
        Function("math.bitShiftLeft", .global, Self.shift("bitShiftLeft") { $0 << $1 }),
        Function("math.bitShiftRight", .global, Self.shift("bitShiftRight") { $0 >> $1 }),
    ]

    private static func greatest(_ arguments: [Value], _ context: inout Evaluation) throws(ExpressionError) -> Value {
        try Self.checkNumbers("math.greatest", arguments, &context)
        return try CollectionFunctions.extreme("math.greatest", arguments, &context) { $0 > 0 }
    }

    private static func least(_ arguments: [Value], _ context: inout Evaluation) throws(ExpressionError) -> Value {
        try Self.checkNumbers("math.least", arguments, &context)
        return try CollectionFunctions.extreme("math.least", arguments, &context) { $0 < 0 }
    }

    private static func checkNumbers(
        _ name: String,
        _ arguments: [Value],
        _ context: inout Evaluation
    ) throws(ExpressionError) {
        guard arguments.count == 1, let elements = Elements(arguments[0]) else {
            guard arguments.allSatisfy(Ordering.isNumber) else { throw Function.mismatch(name, arguments) }
            return
        }
        try context.charge(elements.count)
        guard (0..<elements.count).allSatisfy({ Ordering.isNumber(elements[$0]) }) else {
            throw Function.mismatch(name, arguments)
        }
    }

    private static func abs(_ value: Value, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        guard Ordering.isNumber(value) else { throw Function.mismatch("math.abs", [value]) }
        return try NumberFunctions.abs(value, &context)
    }

    private static func sign(_ value: Value, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        switch value {
        case .int(let number): return .int(number.signum())
        case .uint(let number): return .uint(number.signum())
        case .double(let number): return .double(number > 0 ? 1 : number < 0 ? -1 : number)
        default: throw Function.mismatch("math.sign", [value])
        }
    }

    private static func sqrt(_ value: Value, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        switch value {
        case .int(let number): return .double(Double(number).squareRoot())
        case .uint(let number): return .double(Double(number).squareRoot())
        case .double(let number): return .double(number.squareRoot())
        default: throw Function.mismatch("math.sqrt", [value])
        }
    }

    private static func bitNot(_ value: Value, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        switch value {
        case .int(let number): return .int(~number)
        case .uint(let number): return .uint(~number)
        default: throw Function.mismatch("math.bitNot", [value])
        }
    }

    private static func rounding(_ name: String, _ rule: FloatingPointRoundingRule) -> Function.Body {
        .unary { value, _ throws(ExpressionError) in
            guard case .double(let number) = value else { throw Function.mismatch("math." + name, [value]) }
            return .double(number.rounded(rule))
        }
    }

    private static func test(_ name: String, _ predicate: @escaping @Sendable (Double) -> Bool) -> Function.Body {
        .unary { value, _ throws(ExpressionError) in
            guard case .double(let number) = value else { throw Function.mismatch("math." + name, [value]) }
            return .bool(predicate(number))
        }
    }

    private static func bits(
        _ name: String,
        signed: @escaping @Sendable (Int64, Int64) -> Int64,
        unsigned: @escaping @Sendable (UInt64, UInt64) -> UInt64
    ) -> Function.Body {
        .binary { left, right, _ throws(ExpressionError) in
            switch (left, right) {
            case (.int(let a), .int(let b)): return .int(signed(a, b))
            case (.uint(let a), .uint(let b)): return .uint(unsigned(a, b))
            default: throw Function.mismatch("math." + name, [left, right])
            }
        }
    }

    /// Shifts fill with zeros, also those of negative integers to the right.
    private static func shift(
        _ name: String,
        _ operation: @escaping @Sendable (UInt64, Int64) -> UInt64
    ) -> Function.Body {
        .binary { value, count, _ throws(ExpressionError) in
            guard case .int(let count) = count else { throw Function.mismatch("math." + name, [value, count]) }
            guard count >= 0 else { throw ExpressionError(.valueOutOfRange, "A shift by a negative count.") }
            switch value {
            case .int(let number): return .int(Int64(bitPattern: operation(UInt64(bitPattern: number), count)))
            case .uint(let number): return .uint(operation(number, count))
            default: throw Function.mismatch("math." + name, [value, .int(count)])
            }
        }
    }
}
