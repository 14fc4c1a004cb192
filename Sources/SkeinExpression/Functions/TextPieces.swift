// SPDX-License-Identifier: Apache-2.0

/// `replace`, `split`, `join`, `strings.quote`: functions that take texts apart and put them together.
enum TextPieces {
    static func replace(_ arguments: [Value], _ context: inout Evaluation) throws(ExpressionError) -> Value {
        guard case .string(let text) = arguments[0], case .string(let old) = arguments[1],
            case .string(let new) = arguments[2], let limit = Self.limit(arguments, at: 3)
        else { throw Function.mismatch("replace", arguments) }
        let pieces = try Self.pieces(of: text, around: old, limit: limit.map { $0 + 1 }, keepsEnds: true, &context)
        return .string(try Self.joined(pieces, with: new, &context))
    }

    static func split(_ arguments: [Value], _ context: inout Evaluation) throws(ExpressionError) -> Value {
        guard case .string(let text) = arguments[0], case .string(let separator) = arguments[1],
            let limit = Self.limit(arguments, at: 2)
        else { throw Function.mismatch("split", arguments) }
        if limit == 0 { return .list([]) }
        let pieces = try Self.pieces(of: text, around: separator, limit: limit, keepsEnds: false, &context)
        return .list(pieces.map { .string($0) })
    }

    static func join(_ arguments: [Value], _ context: inout Evaluation) throws(ExpressionError) -> Value {
        var separator = ""
        if arguments.count > 1 {
            guard case .string(let text) = arguments[1] else { throw Function.mismatch("join", arguments) }
            separator = text
        }
        guard let elements = Elements(arguments[0]) else { throw Function.mismatch("join", arguments) }
        try context.charge(elements.count)
        var pieces: [String] = []
        for position in 0..<elements.count {
            guard case .string(let piece) = elements[position] else {
                throw ExpressionError(
                    .typeMismatch,
                    "`join` joins texts; element \(position) is \(elements[position].described).",
                    hint: "Convert the elements first: list.map(x, string(x))."
                )
            }
            pieces.append(piece)
        }
        return .string(try Self.joined(pieces, with: separator, &context))
    }

    static func quote(_ value: Value, _ context: inout Evaluation) throws(ExpressionError) -> Value {
        guard case .string(let text) = value else { throw Function.mismatch("strings.quote", [value]) }
        try context.charge(bytes: text.utf8.count)
        let escapes: [UInt8: Character] = [
            0x07: "a", 0x08: "b", 0x0C: "f", 0x0A: "n", 0x0D: "r", 0x09: "t", 0x0B: "v", 0x5C: "\\", 0x22: "\"",
        ]
        var bytes: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            if let escape = escapes[byte]?.asciiValue {
                bytes += [UInt8(ascii: "\\"), escape]
            } else {
                bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
        return .string(String(decoding: bytes, as: UTF8.self))
    }

    /// The count that an argument sets: `.some(nil)` for none or a negative one, `nil` for one of another type.
    private static func limit(_ arguments: [Value], at position: Int) -> Int?? {
        guard arguments.count > position else { return .some(nil) }
        guard case .int(let count) = arguments[position] else { return nil }
        return .some(count < 0 ? nil : Int(min(count, Int64(Int32.max))))
    }

    /// The text between occurrences of a separator.
    ///
    /// An empty one stands between all characters, and with `keepsEnds` also before the first and after the last.
    private static func pieces(
        of text: String,
        around separator: String,
        limit: Int?,
        keepsEnds: Bool,
        _ context: inout Evaluation
    ) throws(ExpressionError) -> [String] {
        let limit = limit ?? .max
        let bytes = Array(text.utf8)
        let wanted = Array(separator.utf8)
        try context.charge(bytes: bytes.count)
        var pieces: [String] = []
        var start = 0
        if wanted.isEmpty {
            try context.charge(bytes.count)
            if keepsEnds, limit > 1 { pieces.append("") }
            var position = 0
            while position < bytes.count, pieces.count < limit - 1 {
                position += 1
                while position < bytes.count, bytes[position] & 0xC0 == 0x80 { position += 1 }
                if position == bytes.count, !keepsEnds { break }
                pieces.append(String(decoding: bytes[start..<position], as: UTF8.self))
                start = position
            }
            if start < bytes.count || keepsEnds { pieces.append(String(decoding: bytes[start...], as: UTF8.self)) }
            return pieces
        }
        while pieces.count < limit - 1, let found = try ByteSearch.first(wanted, in: bytes, from: start, &context) {
            try context.charge()
            pieces.append(String(decoding: bytes[start..<found], as: UTF8.self))
            start = found + wanted.count
        }
        pieces.append(String(decoding: bytes[start...], as: UTF8.self))
        return pieces
    }

    private static func joined(
        _ pieces: [String],
        with separator: String,
        _ context: inout Evaluation
    ) throws(ExpressionError) -> String {
        // The result may be far larger than what it is made of, so it is paid for before it is made.
        let (between, overflowed) = separator.utf8.count.multipliedReportingOverflow(by: pieces.count)
        try context.charge(bytes: overflowed ? .max : pieces.reduce(between) { $0 + $1.utf8.count })
        return pieces.joined(separator: separator)
    }
}
