// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Words for values in messages.
enum ValueText {
    private static let limit = 60

    /// The value itself, cut when it is long; lists and objects only by their size.
    static func short(_ value: JSONValue) -> String {
        switch value {
        case .string(let text):
            let start = text.unicodeScalars.prefix(Self.limit + 1)
            guard start.count > Self.limit else { return JSONWriter.text(value) }
            var cut = String.UnicodeScalarView()
            cut.append(contentsOf: start.dropLast())
            return JSONWriter.text(.string(String(cut) + "..."))
        case .array(let elements): return elements.isEmpty ? "[]" : "a list of \(Self.count(elements.count, "element"))"
        case .object(let object): return object.isEmpty ? "{}" : "an object of \(Self.count(object.count, "member"))"
        default: return JSONWriter.text(value)
        }
    }

    /// The value with its type before it: `the string "12"`.
    static func typed(_ value: JSONValue) -> String {
        switch value {
        case .string: "the string \(Self.short(value))"
        case .int, .double: "the number \(Self.short(value))"
        case .array(let elements) where elements.isEmpty: "an empty list"
        case .object(let object) where object.isEmpty: "an empty object"
        default: Self.short(value)
        }
    }

    static func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

    /// `"a", "b" or "c"`.
    static func alternatives(_ values: [JSONValue]) -> String {
        let shown = values.prefix(20).map { Self.short($0) }
        if values.count > shown.count {
            return "one of \(values.count) values (\(shown.prefix(10).joined(separator: ", ")), ...)"
        }
        return shown.isEmpty ? "one of no values" : Self.or(shown)
    }

    static func types(_ types: TypeSet) -> String {
        var names: [String] = []
        if types.contains(.object) { names.append("an object") }
        if types.contains(.array) { names.append("a list") }
        if types.contains(.string) { names.append("a string") }
        if types.contains(.number) {
            names.append("a number")
        } else if types.contains(.integer) {
            names.append("a whole number")
        }
        if types.contains(.boolean) { names.append("true or false") }
        if types.contains(.null) { names.append("null") }
        return Self.or(names)
    }

    private static func or(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }
}
