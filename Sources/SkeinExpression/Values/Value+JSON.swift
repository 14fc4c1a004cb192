// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension Value {
    /// The value as JSON.
    ///
    /// Times are RFC 3339 texts, durations seconds (`3600s`), bytes base64, types their names, keys of maps texts, and
    /// missing optionals null. Unsigned integers beyond 63 bits become doubles, as they would when read from JSON.
    ///
    /// Values share their parts, so that a few macros make one that is far larger than the memory it takes: what is
    /// written is paid for.
    func json(_ context: inout Evaluation) throws(ExpressionError) -> JSONValue {
        switch self {
        // What comes from the scope as it is needs no conversion and takes no more room than there.
        case .jsonList(let values): return .array(values)
        case .jsonMap(let object): return .object(object)
        case .string(let text): return .string(text)
        default: return try self.part(&context)
        }
    }

    /// The value as JSON, as a part of a result.
    private func part(_ context: inout Evaluation) throws(ExpressionError) -> JSONValue {
        try context.charge()
        switch self {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .int(let value): return .int(value)
        case .uint(let value): return Int64(exactly: value).map { .int($0) } ?? .double(Double(value))
        case .double(let value):
            guard value.isFinite else {
                let name = value.isNaN ? "not a number" : "infinite"
                throw ExpressionError(
                    .resultNotRepresentable,
                    "The result is \(name), which JSON cannot hold.",
                    at: 0,
                    hint: "Check for a division by zero."
                )
            }
            return .double(value)
        case .string(let value):
            try context.charge(bytes: value.utf8.count)
            return .string(value)
        case .bytes(let value):
            try context.charge(bytes: value.count)
            return .string(Base64.encode(value))
        case .timestamp(let value): return .string(value.description)
        case .duration(let value): return .string(value.description)
        case .type(let value): return .string(value.rawValue)
        case .jsonList(let values):
            let value = JSONValue.array(values)
            try context.charge(size: value)
            return value
        case .jsonMap(let object):
            let value = JSONValue.object(object)
            try context.charge(size: value)
            return value
        case .list(let values):
            return try context.nested { context throws(ExpressionError) in
                var result: [JSONValue] = []
                result.reserveCapacity(values.count)
                for value in values { result.append(try value.part(&context)) }
                return .array(result)
            }
        case .map(let map):
            return try context.nested { context throws(ExpressionError) in .object(try Self.object(map, &context)) }
        case .optional(let value):
            guard let value else { return .null }
            return try context.nested { context throws(ExpressionError) in try value.part(&context) }
        }
    }

    private static func object(_ map: MapValue, _ context: inout Evaluation) throws(ExpressionError) -> JSONObject {
        var object = JSONObject(minimumCapacity: map.entries.count)
        for (key, value) in map.entries {
            let name: String =
                switch key {
                case .string(let text): try context.paying(for: text)
                case .int(let number): String(number)
                case .uint(let number): String(number)
                case .bool(let flag): String(flag)
                default: ""
                }
            guard object.insertNew(name, try value.part(&context)) else {
                throw ExpressionError(
                    .resultNotRepresentable,
                    "Two keys of the resulting map are the same name in JSON.",
                    at: 0
                )
            }
        }
        return object
    }
}

/// Base64 with padding (RFC 4648, section 4).
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var output: [UInt8] = []
        output.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits: UInt32 = 0
            for byte in group { bits = bits << 8 | UInt32(byte) }
            bits <<= UInt32(8 * (3 - group.count))
            for position in 0..<4 {
                let digit = Self.alphabet[Int(bits >> UInt32(18 - 6 * position) & 63)]
                output.append(position <= group.count ? digit : UInt8(ascii: "="))
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
