// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// Collects everything that is wrong with a document.
package final class ProblemCollector {
    package private(set) var problems: [Problem] = []

    package init() {}

    package func add(_ problem: Problem) { self.problems.append(problem) }
}

/// Reads the fields of one object of a document; a fault becomes a problem and reading goes on.
///
/// Every field that is asked for counts as known. ``finish(_:)`` reports the others, with the nearest known name.
package final class FieldReader {
    package let object: JSONObject
    package let pointer: JSONPointer
    package let collector: ProblemCollector
    private var known: [String] = []

    package init(_ object: JSONObject, at pointer: JSONPointer, _ collector: ProblemCollector) {
        self.object = object
        self.pointer = pointer
        self.collector = collector
    }

    /// A reader of a member that must be an object; `nil` (with a problem if it is something else) otherwise.
    package func reader(_ name: String) -> FieldReader? {
        guard let value = self.value(name) else { return nil }
        guard case .object(let object) = value else {
            self.mismatch(name, value, "an object")
            return nil
        }
        return FieldReader(object, at: self.pointer.appending(name), self.collector)
    }

    /// The member; JSON `null` counts as absent.
    package func value(_ name: String) -> JSONValue? {
        self.known.append(name)
        guard let value = self.object[name], !value.isNull else { return nil }
        return value
    }

    /// Whether the member was written, even as `null`.
    package func has(_ name: String) -> Bool {
        self.known.append(name)
        return self.object[name] != nil
    }

    package func string(_ name: String) -> String? { self.typed(name, "a text") { $0.string } }
    package func bool(_ name: String) -> Bool? { self.typed(name, "true or false") { $0.bool } }
    package func number(_ name: String) -> Double? { self.typed(name, "a number") { $0.number } }
    package func array(_ name: String) -> [JSONValue]? { self.typed(name, "a list") { $0.array } }

    /// A whole number within a range.
    package func int(_ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = self.typed(name, "a whole number", { $0.int }) else { return nil }
        guard let number = Int(exactly: value), range.contains(number) else {
            self.problem(
                "value-out-of-range",
                name,
                "'\(name)' is \(value); it must be from \(range.lowerBound) to \(range.upperBound)."
            )
            return nil
        }
        return number
    }

    /// A list of texts.
    package func strings(_ name: String) -> [String]? {
        guard let values = self.array(name) else { return nil }
        return values.enumerated().compactMap { index, value in
            if let text = value.string { return text }
            let place = self.pointer.appending(name).appending(index)
            self.collector.add(Problem("type-mismatch", at: place, "A list of texts has \(value.typeName) here."))
            return nil
        }
    }

    /// One of the raw values of an enum.
    package func choice<Value: RawRepresentable & CaseIterable>(_ name: String, _ type: Value.Type) -> Value?
    where Value.RawValue == String {
        guard let text = self.string(name) else { return nil }
        if let value = Value(rawValue: text) { return value }
        let names = type.allCases.map(\.rawValue)
        let hint = NearestName.hint(names, for: text)
        self.problem("value-unknown", name, "'\(text)' is none of \(names.joined(separator: ", ")).", hint: hint)
        return nil
    }

    /// A length of time, as a text (`30s`, `PT48H`).
    package func duration(_ name: String) -> Duration? {
        guard let text = self.string(name) else { return nil }
        if let duration = DurationText.parse(text) { return duration }
        let hint = "Write a number with a unit (250ms, 30s, 15m, 48h, 7d) or ISO 8601 (PT48H)."
        self.problem("duration-malformed", name, "'\(text)' is no duration.", hint: hint)
        return nil
    }

    /// Reports that a member is missing, unless it was written with a wrong type and reported for that.
    package func require(_ name: String, _ what: String) {
        guard self.object[name] == nil || self.object[name]?.isNull == true else { return }
        self.collector.add(Problem("field-missing", at: self.pointer, "'\(name)' is missing: \(what)."))
    }

    package func problem(_ code: String, _ name: String?, _ message: String, hint: String? = nil) {
        let place = name.map { self.pointer.appending($0) } ?? self.pointer
        self.collector.add(Problem(code, at: place, message, hint: hint))
    }

    func warning(_ code: String, _ name: String, _ message: String, hint: String? = nil) {
        let place = self.pointer.appending(name)
        self.collector.add(Problem(code, at: place, message, hint: hint, severity: .warning))
    }

    /// Marks names as known that something else reads.
    package func allow(_ names: String...) { self.known += names }

    /// Marks names as known that something else reads.
    package func allow(_ names: [String]) { self.known += names }

    /// Reports every member that nothing asked for.
    ///
    /// - Parameter document: What the document is, for the message.
    package func finish(_ document: String = "a definition") {
        for (name, _) in self.object where !self.known.contains(name) {
            let hint = NearestName.hint(self.known, for: name)
            self.problem("field-unknown", name, "'\(name)' is no field of this part of \(document).", hint: hint)
        }
    }

    package func mismatch(_ name: String, _ value: JSONValue, _ expected: String) {
        self.problem("type-mismatch", name, "'\(name)' must be \(expected), not \(value.typeName).")
    }

    private func typed<Value>(_ name: String, _ expected: String, _ get: (JSONValue) -> Value?) -> Value? {
        guard let value = self.value(name) else { return nil }
        guard let result = get(value) else {
            self.mismatch(name, value, expected)
            return nil
        }
        return result
    }
}
