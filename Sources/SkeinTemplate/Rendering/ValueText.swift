// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// How values become text.
enum ValueText {
    /// The text of a value; nothing and `null` are the empty text.
    static func text(_ value: JSONValue?, _ style: TemplateOptions.ValueStyle) -> String {
        switch value {
        case nil, .null?: return ""
        case .string(let text)?: return text
        case let value?: return style == .json ? JSONWriter.text(value) : Self.script(value)
        }
    }

    private static func script(_ value: JSONValue) -> String {
        switch value {
        case .array(let values): values.map { Self.text($0, .script) }.joined(separator: ",")
        case .object: "[object Object]"
        case .double(let number): Decimal(number)?.scriptText ?? (number.isNaN ? "NaN" : "Infinity")
        default: JSONWriter.text(value)
        }
    }

    /// The text with the characters replaced that mean something in HTML.
    static func escaped(_ text: String) -> String {
        var text = text
        return text.withUTF8 { bytes in
            var special = HTMLText.special(in: bytes, from: 0)
            guard special != nil else { return String(decoding: bytes, as: UTF8.self) }
            var output: [UInt8] = []
            output.reserveCapacity(bytes.count + 16)
            var clean = 0
            while let position = special {
                output.append(contentsOf: bytes[clean..<position])
                HTMLText.entity(bytes[position]).withUTF8Buffer { output.append(contentsOf: $0) }
                clean = position + 1
                special = HTMLText.special(in: bytes, from: clean)
            }
            output.append(contentsOf: bytes[clean...])
            return String(decoding: output, as: UTF8.self)
        }
    }
}
