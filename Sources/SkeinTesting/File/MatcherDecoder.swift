// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel

/// Reads what values are expected: values, `= condition` on `$value`, and objects whose one member starts with `$`.
struct MatcherDecoder {
    /// Gives access to the languages and collects problems.
    let reader: FieldReader

    private static let names = ["$contains", "$near", "$any", "$absent", "$equals"]

    /// What a value stands for; where it is partial, objects may have more members than are written.
    func matcher(_ value: JSONValue, at pointer: JSONPointer, isPartial: Bool = false) -> Matcher {
        switch value {
        case .string(let text) where text.hasPrefix("="):
            let expression = self.reader.compile(String(text.dropFirst()), at: pointer)
            return expression.map { .condition($0) } ?? .any
        case .object(let object):
            if let name = object.keys.first(where: { $0.hasPrefix("$") }) {
                return self.named(name, object, at: pointer)
            }
            let members = object.map { key, member in
                (key: key, matcher: self.matcher(member, at: pointer.appending(key), isPartial: isPartial))
            }
            return .object(members, isPartial: isPartial)
        case .array(let values):
            let elements = values.enumerated().map { index, element in
                self.matcher(element, at: pointer.appending(index), isPartial: isPartial)
            }
            return isPartial ? .listContaining(elements) : .list(elements)
        default: return .equal(value)
        }
    }

    private func named(_ name: String, _ object: JSONObject, at pointer: JSONPointer) -> Matcher {
        let place = pointer.appending(name)
        let known = name == "$near" ? [name, "within"] : [name]
        for key in object.keys where !known.contains(key) {
            let message = "'\(key)' cannot stand beside '\(name)'."
            let hint = NearestName.hint(known, for: key) ?? "Write what else is expected inside '\(name)'."
            self.reader.collector.add(Problem("field-unknown", at: pointer.appending(key), message, hint: hint))
        }
        let value = object[name] ?? .null
        switch name {
        case "$contains": return self.containing(value, at: place)
        case "$near": return self.near(value, object["within"], at: place)
        case "$any": return .any
        case "$absent": return .absent
        case "$equals": return .equal(value)
        default:
            let hint = NearestName.hint(Self.names, for: name) ?? "There are \(Self.names.joined(separator: ", "))."
            self.reader.collector.add(Problem("matcher-unknown", at: place, "'\(name)' is no matcher.", hint: hint))
            return .any
        }
    }

    private func containing(_ value: JSONValue, at pointer: JSONPointer) -> Matcher {
        switch value {
        case .string(let text) where !text.hasPrefix("="): return .textContaining(text)
        case .object, .array: return .under("$contains", self.matcher(value, at: pointer, isPartial: true))
        default:
            let message = "'$contains' takes an object, a list or a text, not \(value.typeName)."
            self.reader.collector.add(Problem("type-mismatch", at: pointer, message))
            return .any
        }
    }

    private func near(_ value: JSONValue, _ within: JSONValue?, at pointer: JSONPointer) -> Matcher {
        guard let number = value.number, let distance = within?.number, distance >= 0 else {
            let hint = "Write {$near: 3.3, within: 0.05}."
            let message = "'$near' takes a number, and 'within' how far the value may be from it."
            self.reader.collector.add(Problem("type-mismatch", at: pointer, message, hint: hint))
            return .any
        }
        return .near(number, within: distance)
    }
}
