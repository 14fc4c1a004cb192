// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
import SkeinModel

/// What a value has to be: the value itself, or what a matcher such as `{$near: 3.3, within: 0.1}` says.
indirect enum Matcher: Sendable {
    /// This value; numbers within the tolerance.
    case equal(JSONValue)
    /// These members; with `isPartial` others may be there too.
    case object([(key: String, matcher: Matcher)], isPartial: Bool)
    /// These elements, one for one.
    case list([Matcher])
    /// For each of these an element that fits.
    case listContaining([Matcher])
    /// A text that holds this one.
    case textContaining(String)
    /// A number no farther than that from this one.
    case near(Double, within: Double)
    /// A condition that holds with the value as `$value`.
    case condition(Expression)
    /// What the member of that name in the test file says.
    case under(String, Matcher)
    /// Anything that is there.
    case any
    /// A member that is not there.
    case absent
}

extension Matcher: CustomStringConvertible {
    /// What is expected, as a person reads it.
    var description: String {
        switch self {
        case .equal(let value): return Comparison.text(value)
        case .object(let members, let isPartial):
            let text = members.map { "\"\($0.key)\": \($0.matcher)" }.joined(separator: ", ")
            return isPartial ? "an object with {\(text)}" : "{\(text)}"
        case .list(let elements): return "[" + elements.map(\.description).joined(separator: ", ") + "]"
        case .listContaining(let elements):
            return "a list with [" + elements.map(\.description).joined(separator: ", ") + "]"
        case .textContaining(let part): return "a text with \(JSONWriter.text(.string(part)))"
        case .near(let number, let within):
            return "\(JSONWriter.text(.double(number))) within \(JSONWriter.text(.double(within)))"
        case .condition(let condition): return "=\(condition.source)"
        case .under(_, let inner): return inner.description
        case .any: return "any value"
        case .absent: return "nothing there"
        }
    }
}
