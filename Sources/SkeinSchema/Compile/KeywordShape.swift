// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// What the value of a keyword may be.
enum KeywordShape: Sendable {
    case any
    case string
    case boolean
    case number
    case positiveNumber
    case count
    case array
    case object
    case anchor
    case types
    case names
    case namesMap
    case schema
    case schemas
    case schemaOrSchemas
    case schemaMap
    case dependencies

    /// Whether the value has the shape.
    ///
    /// Schemas in it need only be objects or booleans; they are checked on their own.
    func accepts(_ value: JSONValue) -> Bool {
        switch self {
        case .any: return true
        case .string: return value.string != nil
        case .boolean: return value.bool != nil
        case .number: return value.number?.isFinite ?? false
        case .positiveNumber: return value.number.map { $0 > 0 && $0.isFinite } ?? false
        case .count: return Self.count(value) != nil
        case .array: return value.array != nil
        case .object: return value.object != nil
        case .anchor: return value.string.map(Self.isAnchor) ?? false
        case .types: return Self.isTypes(value)
        case .names: return Self.isNames(value)
        case .namesMap: return value.object?.allSatisfy { Self.isNames($0.value) } ?? false
        case .schema: return Self.isSchema(value)
        case .schemas: return value.array.map { !$0.isEmpty && $0.allSatisfy(Self.isSchema) } ?? false
        case .schemaOrSchemas: return Self.isSchema(value) || (value.array?.allSatisfy(Self.isSchema) ?? false)
        case .schemaMap: return value.object?.allSatisfy { Self.isSchema($0.value) } ?? false
        case .dependencies:
            return value.object?.allSatisfy { Self.isSchema($0.value) || Self.isNames($0.value) } ?? false
        }
    }

    /// What the value must be, to follow "must be".
    var description: String {
        switch self {
        case .any: "any value"
        case .string: "a string"
        case .boolean: "true or false"
        case .number: "a number"
        case .positiveNumber: "a number above 0"
        case .count: "a whole number, 0 or more"
        case .array: "a list"
        case .object: "an object"
        case .anchor: "a name of letters, digits, '-', '_' and '.' that starts with a letter or '_'"
        case .types: "a type or a list of different types (null, boolean, integer, number, string, array, object)"
        case .names: "a list of different strings"
        case .namesMap: "an object of lists of different strings"
        case .schema: "a schema: an object or a boolean"
        case .schemas: "a list of at least one schema"
        case .schemaOrSchemas: "a schema or a list of schemas"
        case .schemaMap: "an object of schemas"
        case .dependencies: "an object of schemas or lists of different strings"
        }
    }

    /// The number of a keyword such as `maxItems`; beyond 64 bits the largest there is, which no list reaches.
    static func count(_ value: JSONValue) -> Int? {
        switch value {
        case .int(let value): return value >= 0 ? Int(value) : nil
        case .double(let value):
            guard value >= 0, ExactNumber.double(value).isWhole else { return nil }
            return Int(exactly: value) ?? Int.max
        default: return nil
        }
    }

    static func isSchema(_ value: JSONValue) -> Bool { value.object != nil || value.bool != nil }

    private static func isNames(_ value: JSONValue) -> Bool {
        guard let values = value.array, values.allSatisfy({ $0.string != nil }) else { return false }
        return Set(values).count == values.count
    }

    private static func isTypes(_ value: JSONValue) -> Bool {
        if let name = value.string { return TypeSet.names.contains { $0.name == name } }
        guard let values = value.array, !values.isEmpty, Set(values).count == values.count else { return false }
        return values.allSatisfy { value in TypeSet.names.contains { $0.name == value.string } }
    }

    private static func isAnchor(_ name: String) -> Bool {
        guard let first = name.utf8.first, ASCII.isLetter(first) || first == UInt8(ascii: "_") else { return false }
        return name.utf8.allSatisfy { ASCII.isAlphanumeric($0) || ASCII.isOne($0, of: "-_.") }
    }
}
