// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Functions on numbers, and conversions to them.
enum NumberFunctions {
    static let all: [FunctionTable.Function] = [
        .init("abs", 1...1) { (call) throws(ExpressionError) in
            if case .int(let value) = call.values[0] {
                guard value != .min else { throw call.error("integer-overflow", "the result does not fit 64 bits.") }
                return .int(abs(value))
            }
            return .double(abs(try call.number(0)))
        },
        .init("round", 1...2) { (call) throws(ExpressionError) in
            if case .int = call.values[0] { return call.values[0] }
            let digits = call.count > 1 ? try call.int(1) : 0
            guard (0...15).contains(digits) else { throw call.error("value-out-of-range", "digits are from 0 to 15.") }
            let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
            return .double(((try call.number(0)) * scale).rounded() / scale)
        },
        .init("floor", 1...1) { (call) throws(ExpressionError) in .double((try call.number(0)).rounded(.down)) },
        .init("ceil", 1...1) { (call) throws(ExpressionError) in .double((try call.number(0)).rounded(.up)) },
        .init("int", 1...1) { (call) throws(ExpressionError) in
            switch call.values[0] {
            case .int(let value): return .int(value)
            case .double(let value):
                // The range is CEL's: what rounds toward zero into 64 bits.
                guard value > -0x1p63, value < 0x1p63 else {
                    throw call.error("integer-overflow", "\(value) does not fit 64 bits.")
                }
                return .int(Int64(value))
            case .string(let text):
                guard let value = Int64(text) else {
                    throw call.error("value-malformed", "'\(text.prefix(100))' is no integer.")
                }
                return .int(value)
            default: throw call.mismatch(0, "a number or a text")
            }
        },
        .init("double", 1...1) { (call) throws(ExpressionError) in
            if case .string(let text) = call.values[0] {
                guard let value = Double(text) else {
                    throw call.error("value-malformed", "'\(text.prefix(100))' is no number.")
                }
                return .double(value)
            }
            return .double(try call.number(0))
        },
        .init("bool", 1...1) { (call) throws(ExpressionError) in
            switch call.values[0] {
            case .bool(let value): return .bool(value)
            case .string("true"), .string("True"), .string("TRUE"), .string("t"), .string("1"): return .bool(true)
            case .string("false"), .string("False"), .string("FALSE"), .string("f"), .string("0"): return .bool(false)
            default: throw call.mismatch(0, "a boolean, or a text that says true or false")
            }
        },
    ]
}
