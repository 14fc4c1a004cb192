// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
package import SkeinModel

/// One thing that is not as expected.
package struct Difference: Hashable, Sendable {
    /// Where in the test file the expectation stands.
    package let pointer: JSONPointer
    /// What differs, as people read it: `output/design/length`.
    package let subject: String
    package let expected: String
    package let actual: String
    /// More lines: the two paths side by side, what the execution waits for.
    package var details: [String] = []
}

/// Compares a value with a matcher, and says every place in which it differs.
struct Comparison {
    let tolerance: Double
    /// What conditions see beside `$value`.
    let roots: RootScope
    private(set) var differences: [Difference] = []

    init(tolerance: Double, roots: RootScope) {
        self.tolerance = tolerance
        self.roots = roots
    }

    /// A place in the test file, and the same one in the value.
    struct Place {
        let pointer: JSONPointer
        let subject: String

        func appending(_ key: String, isInValue: Bool = true) -> Place {
            Place(
                pointer: self.pointer.appending(key),
                subject: isInValue ? "\(self.subject)/\(key)" : self.subject
            )
        }
    }

    /// Compares a value, or `nil` when there is none.
    mutating func compare(_ actual: JSONValue?, _ matcher: Matcher, at place: Place) {
        guard let actual else {
            if case .absent = matcher { return }
            return self.differ(place, matcher.description, "nothing there")
        }
        switch matcher {
        case .equal(let value): self.compare(actual, equal: value, at: place)
        case .object(let members, let isPartial): self.compare(actual, members, isPartial, at: place)
        case .list(let elements): self.compare(actual, elements, at: place)
        case .listContaining(let elements): self.compare(actual, containing: elements, at: place)
        case .textContaining(let part):
            if actual.string?.contains(part) != true { self.differ(place, matcher.description, Self.text(actual)) }
        case .near(let number, let within):
            if let value = actual.number, abs(value - number) <= within { return }
            self.differ(place, matcher.description, Self.text(actual))
        case .condition(let condition): self.compare(actual, condition, at: place)
        case .under(let name, let inner):
            self.compare(actual, inner, at: place.appending(name, isInValue: false))
        case .any: break
        case .absent: self.differ(place, matcher.description, Self.text(actual))
        }
    }

    /// Whether a value fits.
    func fits(_ actual: JSONValue, _ matcher: Matcher) -> Bool {
        var comparison = Comparison(tolerance: self.tolerance, roots: self.roots)
        comparison.compare(actual, matcher, at: Place(pointer: .root, subject: ""))
        return comparison.differences.isEmpty
    }

    mutating func differ(_ place: Place, _ expected: String, _ actual: String, details: [String] = []) {
        self.differences.append(
            Difference(
                pointer: place.pointer,
                subject: place.subject,
                expected: expected,
                actual: actual,
                details: details
            )
        )
    }

    private mutating func compare(_ actual: JSONValue, equal value: JSONValue, at place: Place) {
        if actual == value { return }
        if let left = actual.number, let right = value.number, abs(left - right) <= self.tolerance { return }
        let (wanted, seen) = Self.texts(value, actual)
        self.differ(place, wanted, seen)
    }

    private mutating func compare(
        _ actual: JSONValue,
        _ members: [(key: String, matcher: Matcher)],
        _ isPartial: Bool,
        at place: Place
    ) {
        guard case .object(let object) = actual else {
            return self.differ(place, "an object", Self.text(actual))
        }
        for (key, matcher) in members { self.compare(object[key], matcher, at: place.appending(key)) }
        if isPartial { return }
        for (key, value) in object where !members.contains(where: { $0.key == key }) {
            self.differ(
                Place(pointer: place.pointer, subject: "\(place.subject)/\(key)"),
                "nothing there",
                Self.text(value)
            )
        }
    }

    private mutating func compare(_ actual: JSONValue, _ elements: [Matcher], at place: Place) {
        guard case .array(let values) = actual else { return self.differ(place, "a list", Self.text(actual)) }
        guard values.count == elements.count else {
            let (wanted, seen) = (Self.count(elements.count, "element"), Self.count(values.count, "element"))
            return self.differ(place, wanted, "\(seen): \(Self.text(actual))")
        }
        for (index, matcher) in elements.enumerated() {
            self.compare(values[index], matcher, at: place.appending(String(index)))
        }
    }

    private mutating func compare(_ actual: JSONValue, containing elements: [Matcher], at place: Place) {
        guard case .array(let values) = actual else { return self.differ(place, "a list", Self.text(actual)) }
        for (index, matcher) in elements.enumerated() where !values.contains(where: { self.fits($0, matcher) }) {
            let place = place.appending(String(index), isInValue: false)
            self.differ(place, "an element \(matcher.description)", Self.text(actual))
        }
    }

    private mutating func compare(_ actual: JSONValue, _ condition: Expression, at place: Place) {
        var scope = self.roots
        scope.roots["value"] = actual
        do throws(ExpressionError) {
            if try condition.evaluateCondition(in: scope) { return }
            self.differ(place, "=\(condition.source)", Self.text(actual))
        } catch {
            self.differ(place, "=\(condition.source)", "\(Self.text(actual)) (\(error.message))")
        }
    }

    /// Two values as JSON; of long texts that begin alike, what follows from shortly before they differ.
    private static func texts(_ expected: JSONValue, _ actual: JSONValue) -> (String, String) {
        guard let left = expected.string, let right = actual.string else {
            return (Self.text(expected), Self.text(actual))
        }
        let common = zip(left, right).prefix { $0 == $1 }.count
        guard common > 60 else { return (Self.text(expected), Self.text(actual)) }
        let start = "...(\(common - 20) characters) "
        return (
            start + Self.text(.string(String(left.dropFirst(common - 20)))),
            start + Self.text(.string(String(right.dropFirst(common - 20))))
        )
    }

    /// `no steps`, `1 step`, `2 steps`.
    static func count(_ count: Int, _ noun: String) -> String {
        count == 1 ? "1 \(noun)" : "\(count == 0 ? "no" : String(count)) \(noun)s"
    }

    /// The value as JSON, cut where it gets too long to read.
    static func text(_ value: JSONValue) -> String {
        let text = JSONWriter.text(value)
        return text.count > 300 ? text.prefix(300) + "... (\(text.count) characters)" : text
    }
}
