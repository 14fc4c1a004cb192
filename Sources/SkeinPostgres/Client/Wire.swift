// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// The binary forms of values: big-endian, as the send and receive functions of PostgreSQL's types define them.
package enum Wire {
    /// 2000-01-01T00:00:00Z, from which PostgreSQL counts, in microseconds since 1970.
    static let epoch: Int64 = 946_684_800_000_000

    package static func int4(_ value: Int32, _ bytes: inout [UInt8]) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    package static func int8(_ value: Int64, _ bytes: inout [UInt8]) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    package static func bool(_ value: Bool, _ bytes: inout [UInt8]) { bytes.append(value ? 1 : 0) }

    package static func float8(_ value: Double, _ bytes: inout [UInt8]) {
        Self.int8(Int64(bitPattern: value.bitPattern), &bytes)
    }

    package static func text(_ value: String, _ bytes: inout [UInt8]) {
        var value = value
        value.withUTF8 { text in
            guard text.contains(0) else {
                bytes.append(contentsOf: text)
                return
            }
            for byte in text {
                if byte == 0 { bytes.append(contentsOf: [0xEF, 0xBF, 0xBD]) } else { bytes.append(byte) }
            }
        }
    }

    package static func bytes(_ value: [UInt8], _ bytes: inout [UInt8]) { bytes.append(contentsOf: value) }

    /// The form of `jsonb` has a version before its text.
    package static func jsonb(_ value: [UInt8], _ bytes: inout [UInt8]) {
        bytes.append(1)
        bytes.append(contentsOf: value)
    }

    /// The earliest time that PostgreSQL knows is in the year 4713 before our era; its latest one is after ours.
    package static func time(_ value: Timestamp, _ bytes: inout [UInt8]) {
        let earliest: Int64 = -211_813_488_000_000_000
        Self.int8(max(value.microseconds, earliest + Self.epoch) - Self.epoch, &bytes)
    }

    package static func uuid(_ value: UUIDv7, _ bytes: inout [UInt8]) {
        Self.int8(Int64(bitPattern: value.high), &bytes)
        Self.int8(Int64(bitPattern: value.low), &bytes)
    }

    /// Writes a length where room was left for it.
    static func setLength(_ length: Int32, at position: Int, _ bytes: inout [UInt8]) {
        withUnsafeBytes(of: length.bigEndian) { length in
            for offset in 0..<4 { bytes[position + offset] = length[offset] }
        }
    }
}
