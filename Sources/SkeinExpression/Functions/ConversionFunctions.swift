// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Conversions: functions named after the type that they convert to, and `type` and `dyn`.
enum ConversionFunctions {
    static let all: [Function] = [
        Function("int", .global, .unary(Self.int)),
        Function("uint", .global, .unary(Self.uint)),
        Function("double", .global, .unary(Self.double)),
        Function("string", .global, .unary(Self.string)),
        Function("bytes", .global, .unary(Self.bytes)),
        Function("bool", .global, .unary(Self.bool)),
        Function("timestamp", .global, .unary(Self.timestamp)),
        Function("duration", .global, .unary(Self.duration)),
        Function("type", .global, .unary { value, _ throws(ExpressionError) in .type(value.type) }),
        Function("dyn", .global, .unary { value, _ throws(ExpressionError) in value }),
    ]

    private static func int(_ value: Value, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        switch value {
        case .int: return value
        case .uint(let number): return .int(try Self.inRange(Int64(exactly: number), "int"))
        case .double(let number):
            // Strictly inside: doubles at the bounds stand for numbers beyond them too.
            guard number > -0x1p63, number < 0x1p63 else { throw Self.outOfRange("int") }
            return .int(Int64(number))
        case .string(let text):
            try context.charge(bytes: text.utf8.count)
            return .int(try Self.parsed(Self.isNumberText(text) ? Int64(text) : nil, "int"))
        case .timestamp(let instant): return .int(instant.seconds)
        default: throw Function.mismatch("int", [value])
        }
    }

    private static func uint(_ value: Value, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        switch value {
        case .uint: return value
        case .int(let number): return .uint(try Self.inRange(UInt64(exactly: number), "uint"))
        case .double(let number):
            guard number >= 0, number < 0x1p64 else { throw Self.outOfRange("uint") }
            return .uint(UInt64(number))
        case .string(let text):
            try context.charge(bytes: text.utf8.count)
            return .uint(try Self.parsed(Self.isNumberText(text) ? UInt64(text) : nil, "uint"))
        default: throw Function.mismatch("uint", [value])
        }
    }

    private static func double(_ value: Value, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        switch value {
        case .double: return value
        case .int(let number): return .double(Double(number))
        case .uint(let number): return .double(Double(number))
        case .string(let text):
            try context.charge(bytes: text.utf8.count)
            let special: [String: Double] = ["NaN": .nan, "Infinity": .infinity, "-Infinity": -.infinity]
            if let number = special[text] { return .double(number) }
            return .double(try Self.parsed(Self.isNumberText(text) ? Double(text) : nil, "double"))
        default: throw Function.mismatch("double", [value])
        }
    }

    private static func string(_ value: Value, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        if case .bytes(let bytes) = value { try context.charge(bytes: bytes.count) }
        guard let text = try Self.text(value) else { throw Function.mismatch("string", [value]) }
        return .string(text)
    }

    /// The text of a value; `nil` for those that have none.
    static func text(_ value: Value) throws(ExpressionError) -> String? {
        switch value {
        case .string(let text): return text
        case .int(let number): return String(number)
        case .uint(let number): return String(number)
        case .bool(let flag): return String(flag)
        case .double(let number): return Self.text(number)
        case .timestamp(let instant): return instant.description
        case .duration(let span): return span.description
        case .bytes(let bytes):
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw ExpressionError(.conversionFailed, "The bytes are not UTF-8.")
            }
            return text
        default: return nil
        }
    }

    static func text(_ number: Double) -> String {
        guard number.isFinite else { return number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity" }
        return CanonicalJSON.ecmaScript(number)
    }

    private static func bytes(_ value: Value, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        switch value {
        case .bytes: return value
        case .string(let text):
            try context.charge(bytes: text.utf8.count)
            return .bytes(Array(text.utf8))
        default: throw Function.mismatch("bytes", [value])
        }
    }

    private static func bool(_ value: Value, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        switch value {
        case .bool: return value
        case .string("true"), .string("TRUE"), .string("True"), .string("t"), .string("T"), .string("1"):
            return .bool(true)
        case .string("false"), .string("FALSE"), .string("False"), .string("f"), .string("F"), .string("0"):
            return .bool(false)
        case .string: throw Self.notConvertible("bool")
        default: throw Function.mismatch("bool", [value])
        }
    }

    private static func timestamp(_ value: Value, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        switch value {
        case .timestamp: return value
        case .int(let seconds): return .timestamp(try Self.inRange(Instant(checking: seconds), "timestamp"))
        case .string(let text):
            try context.charge(bytes: text.utf8.count)
            return .timestamp(try Self.parsed(Instant(text), "timestamp", "RFC 3339, as in 2026-01-31T12:00:00Z"))
        default: throw Function.mismatch("timestamp", [value])
        }
    }

    private static func duration(_ value: Value, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        switch value {
        case .duration: return value
        case .string(let text):
            // Each pair of number and unit is looked at twice.
            try context.charge(text.utf8.count)
            return .duration(try Self.parsed(Span(text), "duration", "90s, 1h30m or PT48H"))
        default: throw Function.mismatch("duration", [value])
        }
    }

    /// Whether a text has the characters of a number: Swift's readers also take `+1`, `0x1p3` and `nan`.
    private static func isNumberText(_ text: String) -> Bool {
        let isPlain = text.utf8.allSatisfy { Lexer.isDigit($0) || "+-.eE".utf8.contains($0) }
        return isPlain && text.utf8.count <= 400
    }

    private static func parsed<Result>(
        _ result: Result?,
        _ type: String,
        _ form: String? = nil
    ) throws(ExpressionError) -> Result {
        guard let result else { throw Self.notConvertible(type, form) }
        return result
    }

    private static func inRange<Result>(_ result: Result?, _ type: String) throws(ExpressionError) -> Result {
        guard let result else { throw Self.outOfRange(type) }
        return result
    }

    private static func outOfRange(_ type: String) -> ExpressionError {
        ExpressionError(.valueOutOfRange, "The value is outside the range of \(type).")
    }

    private static func notConvertible(_ type: String, _ form: String? = nil) -> ExpressionError {
        let article = type == "int" || type == "uint" ? "an" : "a"
        return ExpressionError(
            .conversionFailed,
            "The text cannot be read as \(article) \(type).",
            hint: form.map { "Write \($0)." }
        )
    }
}
