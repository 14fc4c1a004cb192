// SPDX-License-Identifier: Apache-2.0

/// Functions on lists and whatever has a size: `size`, `sum`, `min`, `max`.
enum CollectionFunctions {
    static let all: [Function] = [
        Function("size", .either, .unary(Self.size)),
        Function("sum", .either, .unary(Self.sum)),
        Function("min", .either, .variadic(1...64, Self.min)),
        Function("max", .either, .variadic(1...64, Self.max)),
    ]

    private static func size(_ value: Value, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        switch value {
        case .string(let text):
            try context.charge(bytes: text.utf8.count)
            return .int(Int64(text.unicodeScalars.count))
        case .bytes(let bytes): return .int(Int64(bytes.count))
        case .list(let values): return .int(Int64(values.count))
        case .jsonList(let values): return .int(Int64(values.count))
        case .map(let map): return .int(Int64(map.entries.count))
        case .jsonMap(let object): return .int(Int64(object.count))
        default: throw Function.mismatch("size", [value])
        }
    }

    /// The sum of numbers or durations; 0 for an empty list.
    private static func sum(_ value: Value, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        guard let elements = Elements(value) else { throw Function.mismatch("sum", [value]) }
        try context.charge(elements.count)
        guard elements.count > 0 else { return .int(0) }
        var sum = elements[0]
        switch sum {
        case .int, .uint, .double, .duration: break
        default: throw Function.mismatch("sum", [sum])
        }
        for position in 1..<Swift.max(elements.count, 1) {
            sum = try BinaryOperator.add.apply(sum, elements[position], &context)
        }
        return sum
    }

    private static func min(_ arguments: [Value], _ context: inout Evaluation) throws(ExpressionError) -> Value {
        try Self.extreme("min", arguments, &context) { $0 < 0 }
    }

    private static func max(_ arguments: [Value], _ context: inout Evaluation) throws(ExpressionError) -> Value {
        try Self.extreme("max", arguments, &context) { $0 > 0 }
    }

    /// The first of the values that no other beats; of a list when it is the only argument.
    static func extreme(
        _ name: String,
        _ arguments: [Value],
        _ context: inout Evaluation,
        beats: (Int) -> Bool
    ) throws(ExpressionError) -> Value {
        let elements =
            arguments.count == 1 ? Elements(arguments[0]) ?? Elements(.list(arguments)) : Elements(.list(arguments))
        guard let elements, elements.count > 0 else {
            throw ExpressionError(.valueOutOfRange, "`\(name)` of an empty list has no value.")
        }
        try context.charge(elements.count)
        var best = elements[0]
        guard Ordering.compare(best, best) != nil || Ordering.isNumber(best) else {
            throw Function.mismatch(name, [best])
        }
        for position in 1..<Swift.max(elements.count, 1) {
            let value = elements[position]
            guard let order = try Ordering.compare(value, best, &context) else {
                if Ordering.isNumber(value), Ordering.isNumber(best) { continue }
                throw Function.mismatch(name, [best, value])
            }
            if beats(order) { best = value }
        }
        return best
    }
}
