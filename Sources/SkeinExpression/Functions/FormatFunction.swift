// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// `text.format(list)`: `%s %d %f %e %b %o %x %X %%`, with a precision as in `%.2f`.
enum FormatFunction {
    static func format(
        _ template: Value,
        _ arguments: Value,
        _ context: inout Evaluation
    ) throws(ExpressionError) -> Value {
        guard case .string(let template) = template, let elements = Elements(arguments) else {
            throw Function.mismatch("format", [template, arguments])
        }
        let bytes = Array(template.utf8)
        try context.charge(bytes: bytes.count)
        var output: [UInt8] = []
        var next = 0
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            guard byte == UInt8(ascii: "%") else {
                output.append(byte)
                continue
            }
            let clause = try Self.clause(bytes, &position)
            if clause.kind == UInt8(ascii: "%") {
                output.append(byte)
                continue
            }
            guard next < elements.count else {
                throw ExpressionError(.valueOutOfRange, "`format` has no value for its clause number \(next + 1).")
            }
            let text = try Self.text(elements[next], clause, &context)
            try context.charge(bytes: text.utf8.count)
            output.append(contentsOf: text.utf8)
            next += 1
        }
        return .string(String(decoding: output, as: UTF8.self))
    }

    private typealias Clause = (kind: UInt8, precision: Int?)

    private static func clause(_ bytes: [UInt8], _ position: inout Int) throws(ExpressionError) -> Clause {
        var precision: Int?
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            let digits = bytes[position...].prefix(while: Lexer.isDigit)
            position += digits.count
            guard let number = Int(String(decoding: digits, as: UTF8.self)), number <= 100 else {
                throw ExpressionError(.valueOutOfRange, "A precision of `format` is 0 to 100.")
            }
            precision = number
        }
        guard position < bytes.count, "sdfebxXo%".utf8.contains(bytes[position]) else {
            throw ExpressionError(
                .valueOutOfRange,
                "`format` has an unknown clause.",
                hint: "Write %% for a percent sign."
            )
        }
        position += 1
        return (bytes[position - 1], precision)
    }

    private static func text(
        _ value: Value,
        _ clause: Clause,
        _ context: inout Evaluation
    ) throws(ExpressionError) -> String {
        let letter = String(UnicodeScalar(clause.kind))
        switch (letter, value) {
        case ("s", _): return try Self.text(value, &context)
        case ("d", .int), ("d", .uint): return try ConversionFunctions.text(value) ?? ""
        case ("d", .double(let number)), ("f", .double(let number)), ("e", .double(let number)):
            guard number.isFinite else { return ConversionFunctions.text(number) }
            try context.charge(200)
            if letter == "d" { break }
            guard let decimal = Decimal(exactly: number) else { return "" }
            return letter == "f"
                ? decimal.text(places: clause.precision ?? 6, halves: .toEven)
                : decimal.scientificText(places: clause.precision ?? 6, halves: .toEven)
        case ("f", .int(let number)), ("e", .int(let number)):
            return try Self.text(.double(Double(number)), clause, &context)
        case ("f", .uint(let number)), ("e", .uint(let number)):
            return try Self.text(.double(Double(number)), clause, &context)
        case ("b", .bool(let flag)): return flag ? "1" : "0"
        case ("b", .int(let number)): return String(number, radix: 2)
        case ("b", .uint(let number)): return String(number, radix: 2)
        case ("o", .int(let number)): return String(number, radix: 8)
        case ("o", .uint(let number)): return String(number, radix: 8)
        case ("x", .int(let number)), ("X", .int(let number)):
            return String(number, radix: 16, uppercase: letter == "X")
        case ("x", .uint(let number)), ("X", .uint(let number)):
            return String(number, radix: 16, uppercase: letter == "X")
        case ("x", .string(let text)), ("X", .string(let text)): return Self.hex(Array(text.utf8), letter == "X")
        case ("x", .bytes(let bytes)), ("X", .bytes(let bytes)): return Self.hex(bytes, letter == "X")
        default: break
        }
        throw ExpressionError(.typeMismatch, "The clause %\(letter) of `format` does not apply to \(value.described).")
    }

    private static func hex(_ bytes: [UInt8], _ uppercase: Bool) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: uppercase) }.joined()
    }

    /// The text of any value; keys of maps in the order of their texts.
    private static func text(_ value: Value, _ context: inout Evaluation) throws(ExpressionError) -> String {
        try context.charge()
        switch value {
        case .null: return "null"
        case .type(let type): return type.rawValue
        case .list, .jsonList:
            try context.charge(Elements(value)?.count ?? 0)
            var parts: [String] = []
            try context.nested { context throws(ExpressionError) in
                for element in Elements(value)?.values ?? [] { parts.append(try Self.text(element, &context)) }
            }
            return "[" + parts.joined(separator: ", ") + "]"
        case .jsonMap(let object):
            try context.charge(object.count)
            return try Self.text(.map(MapValue(object)), &context)
        case .map(let map):
            var parts: [(String, String)] = []
            try context.nested { context throws(ExpressionError) in
                for (key, value) in map.entries {
                    parts.append((try Self.text(key, &context), try Self.text(value, &context)))
                }
            }
            parts.sort { ByteString.precedes($0.0, $1.0) }
            return "{" + parts.map { "\($0.0): \($0.1)" }.joined(separator: ", ") + "}"
        default:
            guard let text = try ConversionFunctions.text(value) else { throw Function.mismatch("format", [value]) }
            // Paid for here and not only in the end: one text may stand in a list a million times.
            try context.charge(bytes: text.utf8.count)
            return text
        }
    }
}
