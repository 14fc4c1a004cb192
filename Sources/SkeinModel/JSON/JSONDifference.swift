// SPDX-License-Identifier: Apache-2.0

/// One place in which two JSON values differ.
public struct JSONDifference: Hashable, Sendable {
    /// Where they differ.
    public let pointer: JSONPointer
    /// The value before; `nil` when it was added.
    public let old: JSONValue?
    /// The value after; `nil` when it was removed.
    public let new: JSONValue?

    /// The places in which two values differ, in the order of the first, then of the second.
    ///
    /// Objects are compared by member; lists of the same length by position; anything else as a whole.
    ///
    /// - Parameters:
    ///   - old: The value before.
    ///   - new: The value after.
    /// - Returns: One difference for each place; none when they are equal.
    public static func between(_ old: JSONValue, _ new: JSONValue) -> [JSONDifference] {
        var result: [JSONDifference] = []
        Self.compare(old, new, at: .root, into: &result)
        return result
    }

    private static func compare(
        _ old: JSONValue,
        _ new: JSONValue,
        at pointer: JSONPointer,
        into result: inout [JSONDifference]
    ) {
        switch (old, new) {
        case (.object(let before), .object(let after)):
            for (key, value) in before {
                if let other = after[key] {
                    Self.compare(value, other, at: pointer.appending(key), into: &result)
                } else {
                    result.append(JSONDifference(pointer: pointer.appending(key), old: value, new: nil))
                }
            }
            for (key, value) in after where before[key] == nil {
                result.append(JSONDifference(pointer: pointer.appending(key), old: nil, new: value))
            }
        case (.array(let before), .array(let after)) where before.count == after.count:
            for index in before.indices {
                Self.compare(before[index], after[index], at: pointer.appending(index), into: &result)
            }
        default:
            if old != new { result.append(JSONDifference(pointer: pointer, old: old, new: new)) }
        }
    }

    /// The difference as JSON: `{pointer, old?, new?}`.
    public var json: JSONValue {
        var object: JSONObject = ["pointer": .string(self.pointer.description)]
        object["old"] = self.old
        object["new"] = self.new
        return .object(object)
    }
}
