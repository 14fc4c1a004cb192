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
        guard text.utf8.contains(where: { Self.entity($0) != nil }) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            if let entity = Self.entity(byte) { bytes.append(contentsOf: entity.utf8) } else { bytes.append(byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func entity(_ byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#x27;"
        case UInt8(ascii: "`"): "&#x60;"
        case UInt8(ascii: "="): "&#x3D;"
        default: nil
        }
    }
}
