// SPDX-License-Identifier: Apache-2.0

/// Encodes `Encodable` types as a ``JSONValue``, members in the order in which the type encodes them.
public enum JSONValueEncoder: Sendable {
    /// Encodes a value.
    ///
    /// - Parameter value: What to encode.
    /// - Returns: The JSON.
    /// - Throws: `EncodingError` for a number that JSON cannot hold (NaN, infinity, above 64 bits), or whatever the
    ///   type's own `encode(to:)` throws.
    public static func encode(_ value: some Encodable) throws -> JSONValue {
        if let value = value as? JSONValue { return value }
        let slot = Slot(codingPath: [])
        try value.encode(to: slot)
        return slot.value
    }
}

/// Where one value is being built.
///
/// A class, because `Encodable` hands out containers that write after the fact.
private final class Slot: Encoder {
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    private var scalar: JSONValue?
    private var elements: [Slot]?
    private var members: [(key: String, slot: Slot)]?

    init(codingPath: [any CodingKey]) { self.codingPath = codingPath }

    /// What has been encoded; an empty object when nothing was, as for a type without members.
    var value: JSONValue {
        if let scalar = self.scalar { return scalar }
        if let elements = self.elements { return .array(elements.map(\.value)) }
        var object = JSONObject()
        for (key, slot) in self.members ?? [] { object[key] = slot.value }
        return .object(object)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if self.members == nil { self.members = [] }
        return KeyedEncodingContainer(Members<Key>(slot: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if self.elements == nil { self.elements = [] }
        return Elements(slot: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { Single(slot: self) }

    func member(_ key: any CodingKey) -> Slot {
        let slot = Slot(codingPath: self.codingPath + [key])
        self.members?.append((key.stringValue, slot))
        return slot
    }

    func element() -> Slot {
        let slot = Slot(codingPath: self.codingPath + [IndexKey(self.elementCount)])
        self.elements?.append(slot)
        return slot
    }

    var elementCount: Int { self.elements?.count ?? 0 }

    func set(_ value: JSONValue) { self.scalar = value }

    func encode(_ value: some Encodable) throws {
        switch value {
        case let value as JSONValue: self.set(value)
        case let value as String: self.set(.string(value))
        case let value as Bool: self.set(.bool(value))
        case let value as Double: try self.set(number: value)
        case let value as Float: try self.set(number: Double(value))
        case let value as any FixedWidthInteger:
            guard let whole = Int64(exactly: value) else { throw self.unrepresentable(value) }
            self.set(.int(whole))
        default: try value.encode(to: self)
        }
    }

    private func set(number: Double) throws {
        guard number.isFinite else { throw self.unrepresentable(number) }
        self.set(.double(number))
    }

    private func unrepresentable(_ value: Any) -> EncodingError {
        let message = "JSON has no way to write \(value)."
        return .invalidValue(value, .init(codingPath: self.codingPath, debugDescription: message))
    }
}

private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let slot: Slot
    var codingPath: [any CodingKey] { self.slot.codingPath }

    func encodeNil(forKey key: Key) throws { self.slot.member(key).set(.null) }
    func encode(_ value: some Encodable, forKey key: Key) throws { try self.slot.member(key).encode(value) }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        self.slot.member(key).unkeyedContainer()
    }
    func superEncoder() -> any Encoder { self.slot }
    func superEncoder(forKey key: Key) -> any Encoder { self.slot.member(key) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        self.slot.member(key).container(keyedBy: type)
    }
}

private struct Elements: UnkeyedEncodingContainer {
    let slot: Slot
    var codingPath: [any CodingKey] { self.slot.codingPath }
    var count: Int { self.slot.elementCount }

    func encodeNil() throws { self.slot.element().set(.null) }
    func encode(_ value: some Encodable) throws { try self.slot.element().encode(value) }
    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { self.slot.element().unkeyedContainer() }
    func superEncoder() -> any Encoder { self.slot.element() }

    func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        self.slot.element().container(keyedBy: type)
    }
}

private struct Single: SingleValueEncodingContainer {
    let slot: Slot
    var codingPath: [any CodingKey] { self.slot.codingPath }

    func encodeNil() throws { self.slot.set(.null) }
    func encode(_ value: some Encodable) throws { try self.slot.encode(value) }
}
