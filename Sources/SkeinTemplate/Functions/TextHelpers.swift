// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension TemplateHelper {
    static let texts: [TemplateHelper] = [
        TemplateHelper("upper", "text", "The text in capitals.", counts: 1...1) { arguments throws(TemplateError) in
            .string(try arguments.text(0).uppercased())
        },
        TemplateHelper("lower", "text", "The text in small letters.", counts: 1...1) {
            arguments throws(TemplateError) in
            .string(try arguments.text(0).lowercased())
        },
        TemplateHelper(
            "capitalize",
            "text",
            "The text with a capital at its beginning.",
            counts: 1...1
        ) { arguments throws(TemplateError) in
            let text = try arguments.text(0)
            return .string(text.prefix(1).uppercased() + text.dropFirst())
        },
        TemplateHelper(
            "trim",
            "text",
            "The text without space around it.",
            counts: 1...1
        ) { arguments throws(TemplateError) in
            let text = try arguments.text(0).drop { $0.isWhitespace }
            let end = text.lastIndex { !$0.isWhitespace }
            return .string(end.map { String(text[...$0]) } ?? "")
        },
        TemplateHelper(
            "truncate",
            "text length ellipsis=\"…\"",
            "The text cut to that many characters, the ellipsis among them.",
            counts: 2...2,
            options: ["ellipsis"]
        ) { arguments throws(TemplateError) in
            let text = try arguments.text(0)
            let length = try arguments.option("length", or: 1, default: 0, in: 0...1_000_000_000)
            let ellipsis = try arguments.option("ellipsis", default: "…")
            guard text.count > length else { return .string(text) }
            return .string(text.prefix(max(0, length - ellipsis.count)) + String(ellipsis.prefix(length)))
        },
        TemplateHelper(
            "replace",
            "text what with",
            "The text with each occurrence replaced.",
            counts: 3...3
        ) { arguments throws(TemplateError) in
            let (text, what, with) = (try arguments.text(0), try arguments.text(1), try arguments.text(2))
            guard !what.isEmpty else { return .string(text) }
            let pieces = Self.pieces(of: Array(text.utf8), separatedBy: Array(what.utf8))
            let bytes = pieces.reduce(0) { $0 + $1.count } + (pieces.count - 1) * with.utf8.count
            return try arguments.bounded(bytes) {
                String(decoding: Array(pieces.joined(separator: Array(with.utf8))), as: UTF8.self)
            }
        },
        TemplateHelper(
            "default",
            "value fallback",
            "The value; the fallback when it is absent, `null` or an empty text.",
            counts: 2...2,
            allowsAbsent: true
        ) { arguments throws(TemplateError) in
            let isEmpty = arguments.values[0].isNothing || arguments[0] == ""
            return isEmpty ? arguments.values[1].json : arguments.values[0].json
        },
        TemplateHelper(
            "json",
            "value pretty=false",
            "The value as JSON, with `pretty=true` on lines of its own.",
            counts: 1...1,
            options: ["pretty"]
        ) { arguments throws(TemplateError) in
            let isPretty = arguments.hash["pretty"]?.holds ?? false
            let value = arguments[0]
            return .string(isPretty ? JSONWriter.pretty(value) : JSONWriter.text(value))
        },
    ]

    private static func pieces(of text: [UInt8], separatedBy separator: [UInt8]) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var start = 0
        var position = 0
        while position + separator.count <= text.count {
            if text[position] == separator[0], text[position..<position + separator.count].elementsEqual(separator) {
                pieces.append(text[start..<position])
                position += separator.count
                start = position
            } else {
                position += 1
            }
        }
        return pieces + [text[start...]]
    }
}
