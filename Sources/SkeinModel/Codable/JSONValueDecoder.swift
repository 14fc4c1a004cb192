// SPDX-License-Identifier: Apache-2.0

/// Decodes `Decodable` types from a ``JSONValue``, without a detour by text.
///
/// Names are taken as the type's `CodingKeys` give them. A number decodes into any numeric type that holds it exactly
/// (doubles may round); anything else is a `DecodingError` whose coding path names the place.
public enum JSONValueDecoder: Sendable {
    /// Decodes a value.
    ///
    /// - Parameters:
    ///   - type: What to decode.
    ///   - value: The JSON to decode it from.
    /// - Returns: The decoded value.
    /// - Throws: `DecodingError` with the path of the first value that does not fit.
    public static func decode<Value: Decodable>(_ type: Value.Type, from value: JSONValue) throws -> Value {
        try Node(value: value, codingPath: []).unbox(type)
    }
}

/// One value on the way down, which is all three of the decoder's faces.
private struct Node: Decoder, SingleValueDecodingContainer {
    let value: JSONValue
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let object) = self.value else { throw self.mismatch(type, "an object") }
        return KeyedDecodingContainer(Members<Key>(object: object, codingPath: self.codingPath))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let values) = self.value else { throw self.mismatch([JSONValue].self, "a list") }
        return Elements(values: values, codingPath: self.codingPath)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    func decodeNil() -> Bool { self.value.isNull }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try self.unbox(type) }

    func unbox<Value: Decodable>(_ type: Value.Type) throws -> Value {
        if let value = self.value as? Value { return value }
        return try Value(from: self)
    }

    func decode(_ type: Bool.Type) throws -> Bool {
        guard let value = self.value.bool else { throw self.mismatch(type, "a boolean") }
        return value
    }

    func decode(_ type: String.Type) throws -> String {
        guard let value = self.value.string else { throw self.mismatch(type, "a text") }
        return value
    }

    func decode(_ type: Double.Type) throws -> Double {
        guard let value = self.value.number else { throw self.mismatch(type, "a number") }
        return value
    }

    func decode(_ type: Float.Type) throws -> Float { Float(try self.decode(Double.self)) }
    func decode(_ type: Int.Type) throws -> Int { try self.integer(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try self.integer(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try self.integer(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try self.integer(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try self.integer(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try self.integer(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try self.integer(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try self.integer(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try self.integer(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try self.integer(type) }

    private func integer<Value: FixedWidthInteger>(_ type: Value.Type) throws -> Value {
        guard let whole = self.value.int, let value = Value(exactly: whole) else {
            throw self.mismatch(type, "a whole number that fits \(type)")
        }
        return value
    }

    private func mismatch(_ type: Any.Type, _ expected: String) -> DecodingError {
        let message = "Expected \(expected), found \(self.value.typeName)."
        return .typeMismatch(type, .init(codingPath: self.codingPath, debugDescription: message))
    }
}

private struct Members<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let object: JSONObject
    let codingPath: [any CodingKey]
    var allKeys: [Key] { self.object.compactMap { Key(stringValue: $0.key) } }

    func contains(_ key: Key) -> Bool { self.object[key.stringValue] != nil }
    func decodeNil(forKey key: Key) throws -> Bool { try self.node(key).value.isNull }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try self.node(key).unbox(type)
    }
    func superDecoder() throws -> any Decoder { Node(value: .object(self.object), codingPath: self.codingPath) }
    func superDecoder(forKey key: Key) throws -> any Decoder { try self.node(key) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try self.node(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try self.node(key).unkeyedContainer()
    }

    private func node(_ key: Key) throws -> Node {
        guard let value = self.object[key.stringValue] else {
            let message = "The member '\(key.stringValue)' is missing."
            throw DecodingError.keyNotFound(key, .init(codingPath: self.codingPath, debugDescription: message))
        }
        return Node(value: value, codingPath: self.codingPath + [key])
    }
}

private struct Elements: UnkeyedDecodingContainer {
    let values: [JSONValue]
    let codingPath: [any CodingKey]
    var currentIndex = 0
    var count: Int? { self.values.count }
    var isAtEnd: Bool { self.currentIndex >= self.values.count }

    mutating func decodeNil() throws -> Bool {
        guard try self.peek().value.isNull else { return false }
        self.currentIndex += 1
        return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try self.next().unbox(type) }
    mutating func superDecoder() throws -> any Decoder { try self.next() }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try self.next().unkeyedContainer() }

    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        try self.next().container(keyedBy: type)
    }

    private func peek() throws -> Node {
        guard !self.isAtEnd else {
            let context = DecodingError.Context(codingPath: self.codingPath, debugDescription: "The list has ended.")
            throw DecodingError.valueNotFound(JSONValue.self, context)
        }
        return Node(value: self.values[self.currentIndex], codingPath: self.codingPath + [IndexKey(self.currentIndex)])
    }

    private mutating func next() throws -> Node {
        let node = try self.peek()
        self.currentIndex += 1
        return node
    }
}

/// The coding key of a list position.
struct IndexKey: CodingKey {
    let intValue: Int?
    let stringValue: String

    init(_ index: Int) {
        self.intValue = index
        self.stringValue = String(index)
    }

    init?(intValue: Int) { self.init(intValue) }
    init?(stringValue: String) { nil }
}
