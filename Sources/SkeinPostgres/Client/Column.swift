// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// One column of rows that are written together: an array for `unnest`, filled row by row.
///
/// Filling all columns of a row at once reads each row once. ``Parameter/array(_:_:_:_:)`` reads the rows once for each
/// column, which for rows with texts costs more than writing them.
struct Column {
    private let type: PostgresType
    private var bytes: [UInt8] = []
    private var count: Int32 = 0

    /// Where the number of elements stands: after the number of dimensions, a flag and the type.
    private static let countPosition = 12

    /// Makes an empty column.
    ///
    /// - Parameters:
    ///   - type: The elements' type.
    ///   - rows: About how many elements there will be.
    ///   - width: About how many bytes an element has.
    init(_ type: PostgresType, rows: Int, width: Int = 8) {
        self.type = type
        self.bytes.reserveCapacity(20 + rows * (4 + width))
        Wire.int4(1, &self.bytes)
        // Whether there are NULLs: the server looks itself.
        Wire.int4(1, &self.bytes)
        Wire.int4(Int32(bitPattern: type.number), &self.bytes)
        Wire.int4(0, &self.bytes)
        Wire.int4(1, &self.bytes)
    }

    /// The array of what has been added.
    mutating func parameter() -> Parameter {
        Wire.setLength(self.count, at: Self.countPosition, &self.bytes)
        return Parameter(type: self.type.arrayNumber, bytes: self.bytes)
    }

    mutating func int8(_ value: Int64) {
        self.begin(length: 8)
        Wire.int8(value, &self.bytes)
    }

    mutating func int8(_ value: Int?) {
        if let value { self.int8(Int64(value)) } else { self.null() }
    }

    mutating func float8(_ value: Double?) {
        if let value { self.int8(Int64(bitPattern: value.bitPattern)) } else { self.null() }
    }

    mutating func bool(_ value: Bool) {
        self.begin(length: 1)
        Wire.bool(value, &self.bytes)
    }

    mutating func time(_ value: Timestamp?) {
        guard let value else { return self.null() }
        self.begin(length: 8)
        Wire.time(value, &self.bytes)
    }

    mutating func uuid(_ value: UUIDv7) {
        self.begin(length: 16)
        Wire.uuid(value, &self.bytes)
    }

    mutating func blob(_ value: [UInt8]?) {
        guard let value else { return self.null() }
        self.begin(length: Int32(value.count))
        Wire.bytes(value, &self.bytes)
    }

    mutating func text(_ value: String?) {
        guard let value else { return self.null() }
        let start = self.bytes.count
        self.begin(length: 0)
        Wire.text(value, &self.bytes)
        Wire.setLength(Int32(self.bytes.count - start - 4), at: start, &self.bytes)
    }

    private mutating func null() { self.begin(length: -1) }

    private mutating func begin(length: Int32) {
        self.count += 1
        Wire.int4(length, &self.bytes)
    }
}
