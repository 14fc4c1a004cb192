// SPDX-License-Identifier: Apache-2.0

import CLibPQ
package import SkeinModel

/// The result of a statement: its rows in binary form.
///
/// It belongs to the thread of its connection; what leaves it is copied.
package final class Rows {
    private let result: OpaquePointer

    init(_ result: OpaquePointer) { self.result = result }

    deinit { PQclear(self.result) }

    /// How many rows were read.
    package var count: Int { Int(PQntuples(self.result)) }

    /// How many rows the statement changed.
    package var changed: Int { Int(String(cString: PQcmdTuples(self.result))) ?? 0 }

    package var first: Row? { self.count == 0 ? nil : Row(rows: self, number: 0) }

    package func map<Value>(_ body: (Row) throws -> Value) rethrows -> [Value] {
        try (0..<self.count).map { try body(Row(rows: self, number: Int32($0))) }
    }

    fileprivate func number(of column: String) throws(PostgresError) -> Int32 {
        let number = PQfnumber(self.result, column)
        guard number >= 0 else { throw PostgresError(state: nil, message: "A result has no column '\(column)'") }
        return number
    }

    /// The bytes of a value; `nil` for NULL.
    fileprivate func bytes(_ row: Int32, _ column: Int32) -> UnsafeRawBufferPointer? {
        guard PQgetisnull(self.result, row, column) == 0 else { return nil }
        return UnsafeRawBufferPointer(
            start: PQgetvalue(self.result, row, column),
            count: Int(PQgetlength(self.result, row, column))
        )
    }

    fileprivate func type(_ column: Int32) -> UInt32 { PQftype(self.result, column) }
}

/// One row of a result.
package struct Row {
    fileprivate let rows: Rows
    fileprivate let number: Int32

    private func read<Value>(_ column: String, _ read: (UnsafeRawBufferPointer) -> Value?) throws -> Value? {
        let position = try self.rows.number(of: column)
        guard let bytes = self.rows.bytes(self.number, position) else { return nil }
        guard let value = read(bytes) else { throw Self.damaged(column) }
        return value
    }

    private func some<Value>(_ value: Value?, _ column: String) throws -> Value {
        guard let value else { throw Self.damaged(column) }
        return value
    }

    /// The integer of a column of type `bigint`, `integer` or `smallint`.
    package func optionalInt8(_ column: String) throws -> Int64? {
        try self.read(column) { bytes in
            switch bytes.count {
            case 8: Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
            case 4: Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self)))
            case 2: Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self)))
            default: nil
            }
        }
    }

    package func optionalFloat8(_ column: String) throws -> Double? {
        try self.read(column) { bytes in
            guard bytes.count == 8 else { return nil }
            return Double(bitPattern: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)))
        }
    }

    package func optionalBool(_ column: String) throws -> Bool? {
        try self.read(column) { $0.count == 1 ? $0[0] != 0 : nil }
    }

    package func optionalText(_ column: String) throws -> String? {
        try self.read(column) { String(decoding: $0, as: UTF8.self) }
    }

    /// The bytes of a `bytea`, or the text of a `json` or `jsonb`.
    package func optionalBytes(_ column: String) throws -> [UInt8]? {
        let isSearchable = self.rows.type(try self.rows.number(of: column)) == PostgresType.jsonb.number
        return try self.read(column) { bytes in Array(bytes.dropFirst(isSearchable ? 1 : 0)) }
    }

    package func optionalTime(_ column: String) throws -> Timestamp? {
        try self.optionalInt8(column).map { Timestamp(microseconds: $0 &+ Wire.epoch) }
    }

    package func optionalUUID(_ column: String) throws -> UUIDv7? {
        try self.read(column) { bytes in
            guard bytes.count == 16 else { return nil }
            return UUIDv7(
                high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }

    package func int8(_ column: String) throws -> Int64 { try self.some(self.optionalInt8(column), column) }
    package func int(_ column: String) throws -> Int { Int(try self.int8(column)) }
    package func optionalInt(_ column: String) throws -> Int? { try self.optionalInt8(column).map { Int($0) } }
    package func float8(_ column: String) throws -> Double { try self.some(self.optionalFloat8(column), column) }
    package func bool(_ column: String) throws -> Bool { try self.some(self.optionalBool(column), column) }
    package func text(_ column: String) throws -> String { try self.some(self.optionalText(column), column) }
    package func bytes(_ column: String) throws -> [UInt8] { try self.some(self.optionalBytes(column), column) }
    package func time(_ column: String) throws -> Timestamp { try self.some(self.optionalTime(column), column) }
    package func uuid(_ column: String) throws -> UUIDv7 { try self.some(self.optionalUUID(column), column) }
    package func hash(_ column: String) throws -> ContentHash { ContentHash(bytes: try self.bytes(column)) }

    static func damaged(_ column: String) -> SkeinError {
        SkeinError(.storageUnavailable, "A row has a value in '\(column)' that Skein did not write.")
    }
}
