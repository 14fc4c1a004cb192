// SPDX-License-Identifier: Apache-2.0

/// Durations as definitions write them: `250ms`, `30s`, `15m`, `48h`, `7d`, sums like `1h30m`, or ISO 8601 (`PT48H`).
public enum DurationText: Sendable {
    /// Reads a duration; `nil` for anything else, for a negative one, and for one beyond 100 years.
    ///
    /// - Parameter text: The text. ISO 8601 years and months are refused, because their length varies.
    /// - Returns: The duration.
    public static func parse(_ text: String) -> Duration? {
        let bytes = Array(text.utf8)
        guard let first = bytes.first else { return nil }
        let units: [String: Int64]
        var rest = bytes[...]
        if first == UInt8(ascii: "P") {
            rest = rest.dropFirst()
            let parts = rest.split(separator: UInt8(ascii: "T"), maxSplits: 1, omittingEmptySubsequences: false)
            guard let date = Self.sum(parts[0], ["D": Self.day, "W": 7 * Self.day]) else { return nil }
            guard parts.count > 1 else { return parts[0].isEmpty ? nil : .microseconds(date) }
            guard !parts[1].isEmpty,
                let time = Self.sum(parts[1], ["H": Self.hour, "M": Self.minute, "S": Self.second])
            else { return nil }
            return Self.bounded(date, time)
        }
        units = ["ms": 1000, "s": Self.second, "m": Self.minute, "h": Self.hour, "d": Self.day, "us": 1]
        return Self.sum(rest, units).flatMap { Self.bounded($0, 0) }
    }

    /// The duration in the shortest of the short forms that is exact: `90s` is `1m30s`.
    ///
    /// - Parameter duration: What to write; not negative.
    /// - Returns: The text, which ``parse(_:)`` reads back.
    public static func format(_ duration: Duration) -> String {
        var rest = duration.microseconds
        guard rest > 0 else { return "0s" }
        var text = ""
        for (unit, length) in [
            ("d", Self.day), ("h", Self.hour), ("m", Self.minute), ("s", Self.second), ("ms", 1000), ("us", 1),
        ]
        where rest >= length {
            text += "\(rest / length)\(unit)"
            rest %= length
        }
        return text
    }

    private static let second: Int64 = 1_000_000
    private static let minute = 60 * Self.second
    private static let hour = 60 * Self.minute
    private static let day = 24 * Self.hour
    private static let limit = 36_525 * Self.day

    private static func bounded(_ left: Int64, _ right: Int64) -> Duration? {
        left <= Self.limit - right ? .microseconds(left + right) : nil
    }

    /// The sum of `NUMBER UNIT` pairs in microseconds, each unit at most once.
    private static func sum(_ text: ArraySlice<UInt8>, _ units: [String: Int64]) -> Int64? {
        var total: Int64 = 0
        var rest = text
        var used: Set<String> = []
        while !rest.isEmpty {
            let digits = rest.prefix { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
            rest = rest.dropFirst(digits.count)
            let name = rest.prefix { !(0x30...0x39).contains($0) }
            rest = rest.dropFirst(name.count)
            let unit = String(decoding: name, as: UTF8.self)
            guard digits.first != UInt8(ascii: "."), digits.last != UInt8(ascii: "."), let length = units[unit],
                let number = Double(String(decoding: digits, as: UTF8.self)), used.insert(unit).inserted
            else { return nil }
            let value = number * Double(length)
            guard value <= Double(Self.limit) else { return nil }
            total += Int64(value.rounded())
            guard total <= Self.limit else { return nil }
        }
        return total
    }
}
