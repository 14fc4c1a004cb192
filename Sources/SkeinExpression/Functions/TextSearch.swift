// SPDX-License-Identifier: Apache-2.0

/// `charAt`, `indexOf`, `lastIndexOf`, `substring`: functions that count code points.
enum TextSearch {
    static func charAt(
        _ text: Value,
        _ position: Value,
        _ context: inout Evaluation
    ) throws(ExpressionError) -> Value {
        guard case .string(let text) = text, case .int(let position) = position else {
            throw Function.mismatch("charAt", [text, position])
        }
        let scalars = try Self.scalars(text, &context)
        let index = try Self.index(position, within: scalars.count)
        return .string(index == scalars.count ? "" : String(scalars[index]))
    }

    static func indexOf(_ arguments: [Value], _ context: inout Evaluation) throws(ExpressionError) -> Value {
        let (text, part, position) = try Self.search("indexOf", arguments, &context)
        let start = try Self.index(position ?? 0, within: text.count)
        let found = try ByteSearch.first(part, in: text, from: start, &context)
        return .int(Int64(found ?? -1))
    }

    static func lastIndexOf(_ arguments: [Value], _ context: inout Evaluation) throws(ExpressionError) -> Value {
        let (text, part, position) = try Self.search("lastIndexOf", arguments, &context)
        let start = try Self.index(position ?? Int64(text.count), within: text.count)
        let found = try ByteSearch.last(part, in: text, from: start, &context)
        return .int(Int64(found ?? -1))
    }

    static func substring(_ arguments: [Value], _ context: inout Evaluation) throws(ExpressionError) -> Value {
        guard case .string(let text) = arguments[0], case .int(let from) = arguments[1] else {
            throw Function.mismatch("substring", arguments)
        }
        let scalars = try Self.scalars(text, &context)
        let start = try Self.index(from, within: scalars.count)
        var end = scalars.count
        if arguments.count > 2 {
            guard case .int(let to) = arguments[2] else { throw Function.mismatch("substring", arguments) }
            end = try Self.index(to, within: scalars.count)
        }
        guard start <= end else {
            throw ExpressionError(.valueOutOfRange, "The end of the substring is before its start.")
        }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars[start..<end])
        return .string(String(result))
    }

    private static func search(
        _ name: String,
        _ arguments: [Value],
        _ context: inout Evaluation
    ) throws(ExpressionError) -> (text: [Unicode.Scalar], part: [Unicode.Scalar], position: Int64?) {
        guard case .string(let text) = arguments[0], case .string(let part) = arguments[1] else {
            throw Function.mismatch(name, arguments)
        }
        var position: Int64?
        if arguments.count > 2 {
            guard case .int(let start) = arguments[2] else { throw Function.mismatch(name, arguments) }
            position = start
        }
        return (try Self.scalars(text, &context), try Self.scalars(part, &context), position)
    }

    static func scalars(_ text: String, _ context: inout Evaluation) throws(ExpressionError) -> [Unicode.Scalar] {
        try context.charge(bytes: text.utf8.count)
        return Array(text.unicodeScalars)
    }

    private static func index(_ position: Int64, within count: Int) throws(ExpressionError) -> Int {
        guard position >= 0, position <= count else {
            throw ExpressionError(
                .valueOutOfRange,
                "The position \(position) is outside a text of \(count) characters."
            )
        }
        return Int(position)
    }
}
