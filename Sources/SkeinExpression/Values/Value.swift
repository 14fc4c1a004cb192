// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// A value while an expression is evaluated.
///
/// JSON lists and objects are kept as they came: what is only passed through is never converted.
enum Value: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    case timestamp(Instant)
    case duration(Span)
    case type(ValueType)
    /// A list that the expression built.
    case list([Value])
    /// A map that the expression built.
    case map(MapValue)
    /// A list of the scope.
    case jsonList([JSONValue])
    /// An object of the scope.
    case jsonMap(JSONObject)
    /// A value that may be missing.
    indirect case optional(Value?)

    init(_ json: JSONValue) {
        switch json {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .int(let value): self = .int(value)
        case .double(let value): self = .double(value)
        case .string(let value): self = .string(value)
        case .array(let values): self = .jsonList(values)
        case .object(let object): self = .jsonMap(object)
        }
    }

    var isNull: Bool {
        if case .null = self { true } else { false }
    }

    var type: ValueType {
        switch self {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .timestamp: .timestamp
        case .duration: .duration
        case .type: .type
        case .list, .jsonList: .list
        case .map, .jsonMap: .map
        case .optional: .optional
        }
    }

    /// The type with its article, for messages.
    var described: String {
        switch self {
        case .null: "null"
        case .int, .uint: "an \(self.type.shortName)"
        default: "a \(self.type.shortName)"
        }
    }

    /// Whether it is what an empty or missing value of its type would be.
    var isZero: Bool {
        switch self {
        case .null: true
        case .bool(let value): !value
        case .int(let value): value == 0
        case .uint(let value): value == 0
        case .double(let value): value == 0
        case .string(let value): value.isEmpty
        case .bytes(let value): value.isEmpty
        case .timestamp(let value): value == Instant(seconds: 0, nanoseconds: 0)
        case .duration(let value): value.nanoseconds == 0
        case .type: false
        case .list(let values): values.isEmpty
        case .map(let map): map.entries.isEmpty
        case .jsonList(let values): values.isEmpty
        case .jsonMap(let object): object.isEmpty
        case .optional(let value): value == nil
        }
    }
}

/// The type of a value, which is a value itself.
enum ValueType: String, Hashable, Sendable, CaseIterable {
    case null = "null_type"
    case bool, int, uint, double, string, bytes, list, map, type
    case timestamp = "google.protobuf.Timestamp"
    case duration = "google.protobuf.Duration"
    case optional = "optional_type"

    var shortName: String {
        switch self {
        case .timestamp: "timestamp"
        case .duration: "duration"
        case .optional: "optional"
        default: self.rawValue
        }
    }
}
