// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Functions on texts.
///
/// Positions and sizes count Unicode code points, as CEL does.
enum TextFunctions {
    static let all: [FunctionTable.Function] = [
        .init("contains", 2...2, methodOnly: true) { (call) throws(ExpressionError) in
            .bool(Self.position(of: try call.text(1), in: try call.text(0)) != nil)
        },
        .init("startsWith", 2...2, methodOnly: true) { (call) throws(ExpressionError) in
            .bool(try call.text(0).utf8.starts(with: try call.text(1).utf8))
        },
        .init("endsWith", 2...2, methodOnly: true) { (call) throws(ExpressionError) in
            .bool(try call.text(0).utf8.reversed().starts(with: try call.text(1).utf8.reversed()))
        },
        .init("lowerAscii", 1...1, methodOnly: true) { (call) throws(ExpressionError) in
            .string(Self.mapping(try call.text(0)) { (0x41...0x5A).contains($0) ? $0 + 32 : $0 })
        },
        .init("upperAscii", 1...1, methodOnly: true) { (call) throws(ExpressionError) in
            .string(Self.mapping(try call.text(0)) { (0x61...0x7A).contains($0) ? $0 - 32 : $0 })
        },
        .init("trim", 1...1, methodOnly: true) { (call) throws(ExpressionError) in
            let scalars = try call.text(0).unicodeScalars
            let front = scalars.drop { $0.properties.isWhitespace }
            let rest = front.reversed().drop { $0.properties.isWhitespace }
            return .string(String(String.UnicodeScalarView(rest.reversed())))
        },
        .init("split", 2...2, methodOnly: true) { (call) throws(ExpressionError) in
            .array(Self.split(try call.text(0), by: try call.text(1)).map { .string($0) })
        },
        .init("replace", 3...3, methodOnly: true) { (call) throws(ExpressionError) in
            let parts = Self.split(try call.text(0), by: try call.text(1))
            let size = parts.reduce(0) { $0 + $1.utf8.count } + (parts.count - 1) * (try call.text(2)).utf8.count
            guard size <= 1 << 20 else { throw call.error("expression-cost-exceeded", "the result is above 1 MiB.") }
            return .string(parts.joined(separator: try call.text(2)))
        },
        .init("substring", 2...3, methodOnly: true) { (call) throws(ExpressionError) in
            let scalars = Array(try call.text(0).unicodeScalars)
            let start = try call.int(1)
            let end = call.count > 2 ? try call.int(2) : scalars.count
            guard start >= 0, end <= scalars.count, start <= end else {
                throw call.error("index-out-of-range", "\(start) to \(end) is not within 0 to \(scalars.count).")
            }
            var result = String.UnicodeScalarView()
            result.append(contentsOf: scalars[start..<end])
            return .string(String(result))
        },
        .init("indexOf", 2...2, methodOnly: true) { (call) throws(ExpressionError) in
            .int(Int64(Self.position(of: try call.text(1), in: try call.text(0)) ?? -1))
        },
        .init("string", 1...1) { (call) throws(ExpressionError) in
            switch call.values[0] {
            case .string(let text): return .string(text)
            case .null: throw call.mismatch(0, "a text, number or boolean")
            case .double(let number): return .string(CanonicalJSON.ecmaScript(number))
            default: return .string(JSONWriter.text(call.values[0]))
            }
        },
    ]

    private static func mapping(_ text: String, _ change: (UInt8) -> UInt8) -> String {
        String(decoding: text.utf8.map(change), as: UTF8.self)
    }

    /// The position of a part, in code points.
    private static func position(of part: String, in text: String) -> Int? {
        let wanted = Array(part.unicodeScalars)
        let scalars = Array(text.unicodeScalars)
        guard wanted.count <= scalars.count else { return nil }
        return (0...scalars.count - wanted.count).first { scalars[$0..<$0 + wanted.count].elementsEqual(wanted) }
    }

    /// The parts between the places of a separator; single characters for an empty one.
    private static func split(_ text: String, by separator: String) -> [String] {
        guard !separator.isEmpty else { return text.unicodeScalars.map { String($0) } }
        let wanted = Array(separator.utf8)
        let bytes = Array(text.utf8)
        var parts: [String] = []
        var start = 0
        var position = 0
        while position + wanted.count <= bytes.count {
            if bytes[position] == wanted[0], bytes[position..<position + wanted.count].elementsEqual(wanted) {
                parts.append(String(decoding: bytes[start..<position], as: UTF8.self))
                position += wanted.count
                start = position
            } else {
                position += 1
            }
        }
        parts.append(String(decoding: bytes[start...], as: UTF8.self))
        return parts
    }
}
