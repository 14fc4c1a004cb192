// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Functions on texts.
///
/// Positions and lengths count Unicode code points.
enum TextFunctions {
    static let all: [Function] = [
        Function("contains", .method, .binary(Self.contains)),
        Function("startsWith", .method, .binary(Self.startsWith)),
        Function("endsWith", .method, .binary(Self.endsWith)),
        Function("matches", .either, .binary(Self.matches)),
        Function("lowerAscii", .method, .unary(Self.lowerAscii)),
        Function("upperAscii", .method, .unary(Self.upperAscii)),
        Function("trim", .method, .unary(Self.trim)),
        Function("reverse", .method, .unary(Self.reverse)),
        Function("charAt", .method, .binary(TextSearch.charAt)),
        Function("indexOf", .method, .variadic(2...3, TextSearch.indexOf)),
        Function("lastIndexOf", .method, .variadic(2...3, TextSearch.lastIndexOf)),
        Function("substring", .method, .variadic(2...3, TextSearch.substring)),
        Function("replace", .method, .variadic(3...4, TextPieces.replace)),
        Function("split", .method, .variadic(2...3, TextPieces.split)),
        Function("join", .method, .variadic(1...2, TextPieces.join)),
        Function("format", .method, .binary(FormatFunction.format)),
        Function("strings.quote", .global, .unary(TextPieces.quote)),
    ]

    private static func contains(
        _ text: Value,
        _ part: Value,
        _ context: inout Evaluation
    ) throws(ExpressionError) -> Value {
        guard case .string(let text) = text, case .string(let part) = part else {
            throw Function.mismatch("contains", [text, part])
        }
        try context.charge(bytes: text.utf8.count)
        return .bool(try ByteSearch.first(Array(part.utf8), in: Array(text.utf8), from: 0, &context) != nil)
    }

    private static func startsWith(
        _ text: Value,
        _ part: Value,
        _ context: inout Evaluation
    ) throws(ExpressionError) -> Value {
        guard case .string(let text) = text, case .string(let part) = part else {
            throw Function.mismatch("startsWith", [text, part])
        }
        try context.charge(bytes: part.utf8.count)
        return .bool(text.utf8.starts(with: part.utf8))
    }

    private static func endsWith(
        _ text: Value,
        _ part: Value,
        _ context: inout Evaluation
    ) throws(ExpressionError) -> Value {
        guard case .string(let text) = text, case .string(let part) = part else {
            throw Function.mismatch("endsWith", [text, part])
        }
        try context.charge(bytes: part.utf8.count)
        return .bool(text.utf8.reversed().starts(with: part.utf8.reversed()))
    }

    private static func matches(
        _ text: Value,
        _ pattern: Value,
        _ context: inout Evaluation
    ) throws(ExpressionError) -> Value {
        guard case .string(let text) = text, case .string(let source) = pattern else {
            throw Function.mismatch("matches", [text, pattern])
        }
        let pattern = try Self.compiled(source, &context)
        return .bool(try pattern.matches(text, &context))
    }

    /// Compiles a pattern that is computed, and pays for that whether it succeeds or not.
    private static func compiled(_ source: String, _ context: inout Evaluation) throws(ExpressionError) -> Pattern {
        try context.charge(source.utf8.count)
        do throws(ExpressionError) {
            let pattern = try Pattern(source)
            try context.charge(pattern.size)
            return pattern
        } catch {
            try context.charge(10_000)
            throw error
        }
    }

    private static func lowerAscii(_ text: Value, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        try Self.mapBytes("lowerAscii", text, &context) { (0x41...0x5A).contains($0) ? $0 + 32 : $0 }
    }

    private static func upperAscii(_ text: Value, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        try Self.mapBytes("upperAscii", text, &context) { (0x61...0x7A).contains($0) ? $0 - 32 : $0 }
    }

    private static func mapBytes(
        _ name: String,
        _ text: Value,
        _ context: inout Evaluation,
        _ transform: (UInt8) -> UInt8
    ) throws(ExpressionError) -> Value {
        guard case .string(let text) = text else { throw Function.mismatch(name, [text]) }
        try context.charge(bytes: text.utf8.count)
        return .string(String(decoding: text.utf8.map(transform), as: UTF8.self))
    }

    private static func trim(_ text: Value, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        guard case .string(let text) = text else { throw Function.mismatch("trim", [text]) }
        try context.charge(bytes: text.utf8.count)
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return .string("") }
        return .string(String(scalars[first...last]))
    }

    private static func reverse(_ text: Value, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        guard case .string(let text) = text else { throw Function.mismatch("reverse", [text]) }
        try context.charge(text.utf8.count)
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: text.unicodeScalars.reversed())
        return .string(String(scalars))
    }
}

/// Search by bytes: Swift's own would find canonical equivalents.
enum ByteSearch {
    /// The position of the first occurrence at or after a position.
    static func first<Element: Equatable>(
        _ part: [Element],
        in text: [Element],
        from start: Int,
        _ context: inout Evaluation
    ) throws(ExpressionError) -> Int? {
        guard start + part.count <= text.count else { return nil }
        guard let head = part.first else { return start }
        for position in start...(text.count - part.count) where text[position] == head {
            // Repetitive texts make this quadratic, so each attempt that goes further is paid for.
            try context.charge(bytes: part.count)
            if text[position..<position + part.count].elementsEqual(part) { return position }
        }
        return nil
    }

    /// The position of the last occurrence at or before a position.
    static func last<Element: Equatable>(
        _ part: [Element],
        in text: [Element],
        from start: Int,
        _ context: inout Evaluation
    ) throws(ExpressionError) -> Int? {
        var position = min(start, text.count - part.count)
        while position >= 0 {
            try context.charge(bytes: part.count)
            if text[position..<position + part.count].elementsEqual(part) { return position }
            position -= 1
        }
        return nil
    }
}
