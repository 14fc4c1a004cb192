// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// A map that an expression built: keys of several types, in the order in which they were written.
struct MapValue: Sendable {
    typealias Entry = (key: Value, value: Value)

    private(set) var entries: [Entry] = []
    private var positions: [MapKey: Int] = [:]

    init(minimumCapacity: Int = 0) {
        self.entries.reserveCapacity(minimumCapacity)
        self.positions.reserveCapacity(minimumCapacity)
    }

    init(_ object: JSONObject) {
        self.init(minimumCapacity: object.count)
        for member in object { _ = self.insert(.string(member.key), Value(member.value)) }
    }

    /// The value of a key; numbers that are equal are the same key.
    subscript(_ key: MapKey) -> Value? {
        guard let position = self.positions[key] else { return nil }
        return self.entries[position].value
    }

    /// Appends an entry.
    ///
    /// False when the key is taken, `nil` when the value cannot be a key.
    mutating func insert(_ key: Value, _ value: Value) -> Bool? {
        guard let mapKey = MapKey(key) else { return nil }
        if case .double = key { return nil }
        guard self.positions.updateValue(self.entries.count, forKey: mapKey) == nil else { return false }
        self.entries.append((key, value))
        return true
    }
}

/// A key as it is compared.
enum MapKey: Hashable, Sendable {
    case bool(Bool)
    case int(Int64)
    /// Only for what `int` cannot hold.
    case uint(UInt64)
    case text(ByteKey)
    /// A double that is no whole number: equal to no key, but allowed in a search.
    case fraction(Double)

    /// The key; `nil` for types that cannot be one.
    init?(_ value: Value) {
        switch value {
        case .bool(let value): self = .bool(value)
        case .int(let value): self = .int(value)
        case .uint(let value): self = Int64(exactly: value).map { .int($0) } ?? .uint(value)
        case .double(let value):
            if let whole = Int64(exactly: value) {
                self = .int(whole)
            } else {
                self = UInt64(exactly: value).map { .uint($0) } ?? .fraction(value)
            }
        case .string(let value): self = .text(ByteKey(value))
        default: return nil
        }
    }
}
