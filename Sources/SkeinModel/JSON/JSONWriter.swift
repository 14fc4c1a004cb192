// SPDX-License-Identifier: Apache-2.0

/// Writes a ``JSONValue`` as JSON text.
public enum JSONWriter: Sendable {
    /// The value as compact UTF-8 text.
    ///
    /// - Parameter value: What to write.
    /// - Returns: The bytes.
    public static func bytes(_ value: JSONValue) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(256)
        Self.write(value, to: &output)
        return output
    }

    /// The value as compact text.
    ///
    /// - Parameter value: What to write.
    /// - Returns: The text.
    public static func text(_ value: JSONValue) -> String {
        String(decoding: Self.bytes(value), as: UTF8.self)
    }

    /// The value as text for people: two spaces a level, a member a line.
    ///
    /// - Parameter value: What to write.
    /// - Returns: The text, without a final line break.
    public static func pretty(_ value: JSONValue) -> String {
        var output: [UInt8] = []
        Self.writePretty(value, indent: 0, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    /// Appends the value as compact text.
    package static func write(_ value: JSONValue, to output: inout [UInt8]) {
        switch value {
        case .null: output.append(contentsOf: "null".utf8)
        case .bool(let value): output.append(contentsOf: (value ? "true" : "false").utf8)
        case .int(let value): Self.write(value, to: &output)
        case .double(let value): output.append(contentsOf: (value.isFinite ? value.description : "null").utf8)
        case .string(let value): Self.write(value, to: &output)
        case .array(let values):
            output.append(UInt8(ascii: "["))
            for (position, value) in values.enumerated() {
                if position > 0 { output.append(UInt8(ascii: ",")) }
                Self.write(value, to: &output)
            }
            output.append(UInt8(ascii: "]"))
        case .object(let object):
            output.append(UInt8(ascii: "{"))
            for (position, member) in object.enumerated() {
                if position > 0 { output.append(UInt8(ascii: ",")) }
                Self.write(member.key, to: &output)
                output.append(UInt8(ascii: ":"))
                Self.write(member.value, to: &output)
            }
            output.append(UInt8(ascii: "}"))
        }
    }

    package static func write(_ value: Int64, to output: inout [UInt8]) {
        guard value != 0 else { return output.append(0x30) }
        if value < 0 { output.append(UInt8(ascii: "-")) }
        var magnitude = value.magnitude
        let start = output.count
        while magnitude > 0 {
            output.append(0x30 + UInt8(truncatingIfNeeded: magnitude % 10))
            magnitude /= 10
        }
        output[start...].reverse()
    }

    /// Appends the text in quotes, with only those characters escaped that must be.
    package static func write(_ text: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        let done: Void? = text.utf8.withContiguousStorageIfAvailable { Self.escape($0, to: &output) }
        if done == nil { Array(text.utf8).withUnsafeBufferPointer { Self.escape($0, to: &output) } }
        output.append(UInt8(ascii: "\""))
    }

    private static func escape(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        var clean = 0
        for position in bytes.indices {
            let byte = bytes[position]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
            output.append(contentsOf: bytes[clean..<position])
            clean = position + 1
            output.append(UInt8(ascii: "\\"))
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): output.append(byte)
            case 0x08: output.append(UInt8(ascii: "b"))
            case 0x09: output.append(UInt8(ascii: "t"))
            case 0x0A: output.append(UInt8(ascii: "n"))
            case 0x0C: output.append(UInt8(ascii: "f"))
            case 0x0D: output.append(UInt8(ascii: "r"))
            default:
                let digits = Array("0123456789abcdef".utf8)
                output.append(contentsOf: "u00".utf8)
                output.append(digits[Int(byte >> 4)])
                output.append(digits[Int(byte & 15)])
            }
        }
        output.append(contentsOf: bytes[clean...])
    }

    private static func writePretty(_ value: JSONValue, indent: Int, to output: inout [UInt8]) {
        switch value {
        case .array(let values) where !values.isEmpty:
            output.append(UInt8(ascii: "["))
            for (position, value) in values.enumerated() {
                Self.breakLine(indent + 1, afterMember: position > 0, to: &output)
                Self.writePretty(value, indent: indent + 1, to: &output)
            }
            Self.breakLine(indent, afterMember: false, to: &output)
            output.append(UInt8(ascii: "]"))
        case .object(let object) where !object.isEmpty:
            output.append(UInt8(ascii: "{"))
            for (position, member) in object.enumerated() {
                Self.breakLine(indent + 1, afterMember: position > 0, to: &output)
                Self.write(member.key, to: &output)
                output.append(contentsOf: ": ".utf8)
                Self.writePretty(member.value, indent: indent + 1, to: &output)
            }
            Self.breakLine(indent, afterMember: false, to: &output)
            output.append(UInt8(ascii: "}"))
        default: Self.write(value, to: &output)
        }
    }

    private static func breakLine(_ indent: Int, afterMember: Bool, to output: inout [UInt8]) {
        if afterMember { output.append(UInt8(ascii: ",")) }
        output.append(0x0A)
        output.append(contentsOf: repeatElement(0x20, count: indent * 2))
    }
}
