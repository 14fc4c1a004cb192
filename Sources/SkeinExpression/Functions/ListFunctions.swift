// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Functions on lists and maps.
enum ListFunctions {
    static let all: [FunctionTable.Function] = [
        .init("size", 1...1) { (call) throws(ExpressionError) in
            switch call.values[0] {
            case .string(let text): .int(Int64(text.unicodeScalars.count))
            case .array(let values): .int(Int64(values.count))
            case .object(let object): .int(Int64(object.count))
            default: throw call.mismatch(0, "a text, a list or a map")
            }
        },
        .init("min", 1...16) { (call) throws(ExpressionError) in try Self.best(call) { $0 } },
        .init("max", 1...16) { (call) throws(ExpressionError) in try Self.best(call) { !$0 } },
        .init("sum", 1...1) { (call) throws(ExpressionError) in
            var total = JSONValue.int(0)
            for value in try call.list(0) {
                guard let number = value.number else {
                    throw call.error("type-mismatch", "a list of numbers is needed.")
                }
                if case .int(let a) = total, case .int(let b) = value {
                    let (sum, overflowed) = a.addingReportingOverflow(b)
                    if overflowed { throw call.error("integer-overflow", "the result does not fit 64 bits.") }
                    total = .int(sum)
                } else {
                    total = .double((total.number ?? 0) + number)
                }
            }
            return total
        },
        .init("join", 1...2, methodOnly: true) { (call) throws(ExpressionError) in
            var parts: [String] = []
            for value in try call.list(0) {
                guard case .string(let text) = value else {
                    throw call.error("type-mismatch", "a list of texts is needed.")
                }
                parts.append(text)
            }
            return .string(parts.joined(separator: call.count > 1 ? try call.text(1) : ""))
        },
        .init("keys", 1...1) { (call) throws(ExpressionError) in
            guard case .object(let object) = call.values[0] else { throw call.mismatch(0, "a map") }
            return .array(object.keys.map { .string($0) })
        },
    ]

    /// The first of the values that no other one comes before, or after.
    private static func best(_ call: Arguments, _ keepsSmaller: (Bool) -> Bool) throws(ExpressionError) -> JSONValue {
        let values = call.count == 1 && call.values[0].array != nil ? try call.list(0) : call.values
        guard var best = values.first else { throw call.error("arguments-wrong", "there is nothing to choose from.") }
        let place = LiteralNode(call.offset, .null)
        for value in values.dropFirst() {
            let isSmaller = try Ordering.less(value, best, place)
            let isLarger = try Ordering.less(best, value, place)
            if keepsSmaller(true) ? isSmaller : isLarger { best = value }
        }
        return best
    }
}
