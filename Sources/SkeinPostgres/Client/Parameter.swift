// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// A type of PostgreSQL by its number (the catalogue `pg_type`), and that of its arrays.
package struct PostgresType: Hashable, Sendable {
    let number: UInt32
    let arrayNumber: UInt32

    package static let bool = Self(number: 16, arrayNumber: 1000)
    package static let bytes = Self(number: 17, arrayNumber: 1001)
    package static let int8 = Self(number: 20, arrayNumber: 1016)
    package static let text = Self(number: 25, arrayNumber: 1009)
    package static let json = Self(number: 114, arrayNumber: 199)
    package static let float8 = Self(number: 701, arrayNumber: 1022)
    package static let time = Self(number: 1184, arrayNumber: 1185)
    package static let uuid = Self(number: 2950, arrayNumber: 2951)
    package static let jsonb = Self(number: 3802, arrayNumber: 3807)
}

/// A value, or an array of values, on its way to the server in binary form.
package struct Parameter: Sendable {
    /// The number of its type.
    let type: UInt32
    /// `nil` for NULL.
    let bytes: [UInt8]?

    private static func one<Value>(
        _ type: PostgresType,
        _ value: Value?,
        _ write: (Value, inout [UInt8]) -> Void
    ) -> Parameter {
        guard let value else { return Parameter(type: type.number, bytes: nil) }
        var bytes: [UInt8] = []
        write(value, &bytes)
        return Parameter(type: type.number, bytes: bytes)
    }

    package static func bool(_ value: Bool?) -> Self { Self.one(.bool, value, Wire.bool) }
    package static func int8(_ value: Int64?) -> Self { Self.one(.int8, value, Wire.int8) }
    package static func int8(_ value: Int?) -> Self { Self.int8(value.map { Int64($0) }) }
    package static func float8(_ value: Double?) -> Self { Self.one(.float8, value, Wire.float8) }
    /// A text; PostgreSQL cannot keep U+0000, so U+FFFD stands for it.
    package static func text(_ value: String?) -> Self { Self.one(.text, value, Wire.text) }
    package static func bytes(_ value: [UInt8]?) -> Self { Self.one(.bytes, value, Wire.bytes) }
    package static func hash(_ value: ContentHash?) -> Self { Self.bytes(value?.bytes) }
    package static func time(_ value: Timestamp?) -> Self { Self.one(.time, value, Wire.time) }
    package static func uuid(_ value: UUIDv7?) -> Self { Self.one(.uuid, value, Wire.uuid) }
    /// JSON text, kept byte for byte.
    package static func json(_ value: [UInt8]?) -> Self { Self.one(.json, value, Wire.bytes) }
    /// JSON text for a column that is searched.
    package static func jsonb(_ value: [UInt8]?) -> Self { Self.one(.jsonb, value, Wire.jsonb) }

    /// An array with an element for each item, for `unnest`.
    ///
    /// - Parameters:
    ///   - type: The elements' type.
    ///   - items: What the elements are made of.
    ///   - value: An item's value; `nil` for NULL.
    ///   - write: Writes a value in the type's binary form.
    /// - Returns: The array.
    package static func array<Items: Collection, Value>(
        _ type: PostgresType,
        _ items: Items,
        _ value: (Items.Element) -> Value?,
        _ write: (Value, inout [UInt8]) -> Void
    ) -> Parameter {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(20 + items.count * 12)
        Wire.int4(items.isEmpty ? 0 : 1, &bytes)
        // Whether there are NULLs: the server looks itself.
        Wire.int4(1, &bytes)
        Wire.int4(Int32(bitPattern: type.number), &bytes)
        if !items.isEmpty {
            Wire.int4(Int32(items.count), &bytes)
            Wire.int4(1, &bytes)
        }
        for item in items {
            guard let value = value(item) else {
                Wire.int4(-1, &bytes)
                continue
            }
            let start = bytes.count
            Wire.int4(0, &bytes)
            write(value, &bytes)
            Wire.setLength(Int32(bytes.count - start - 4), at: start, &bytes)
        }
        return Parameter(type: type.arrayNumber, bytes: bytes)
    }
}

/// Columns of rows that are inserted together: one array for each column.
extension Collection {
    package func int8s(_ value: (Element) -> Int64?) -> Parameter { .array(.int8, self, value, Wire.int8) }
    package func ints(_ value: (Element) -> Int?) -> Parameter { self.int8s { value($0).map { Int64($0) } } }
    package func texts(_ value: (Element) -> String?) -> Parameter { .array(.text, self, value, Wire.text) }
    package func bools(_ value: (Element) -> Bool?) -> Parameter { .array(.bool, self, value, Wire.bool) }
    package func floats(_ value: (Element) -> Double?) -> Parameter { .array(.float8, self, value, Wire.float8) }
    package func times(_ value: (Element) -> Timestamp?) -> Parameter { .array(.time, self, value, Wire.time) }
    package func uuids(_ value: (Element) -> UUIDv7?) -> Parameter { .array(.uuid, self, value, Wire.uuid) }
    package func blobs(_ value: (Element) -> [UInt8]?) -> Parameter { .array(.bytes, self, value, Wire.bytes) }
    package func hashes(_ value: (Element) -> ContentHash?) -> Parameter { self.blobs { value($0)?.bytes } }
    package func jsons(_ value: (Element) -> [UInt8]?) -> Parameter { .array(.json, self, value, Wire.bytes) }
    package func jsonbs(_ value: (Element) -> [UInt8]?) -> Parameter { .array(.jsonb, self, value, Wire.jsonb) }
}
