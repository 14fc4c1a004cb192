// SPDX-License-Identifier: Apache-2.0

/// An instant of the wall clock, to the microsecond, in UTC.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    public let microseconds: Int64

    /// Makes an instant.
    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// Whether the left instant is before the right one.
    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.microseconds < right.microseconds }

    /// The instant that much later; the far end of time when it would overflow.
    public static func + (instant: Timestamp, length: Duration) -> Timestamp {
        let (sum, overflowed) = instant.microseconds.addingReportingOverflow(length.microseconds)
        return Timestamp(microseconds: overflowed ? .max : sum)
    }

    /// The instant that much earlier; the near end of time when it would overflow.
    package func earlier(by length: Duration) -> Timestamp {
        let (difference, overflowed) = self.microseconds.subtractingReportingOverflow(length.microseconds)
        return Timestamp(microseconds: overflowed ? .min : difference)
    }

    /// How much later the left instant is.
    public static func - (left: Timestamp, right: Timestamp) -> Duration {
        .microseconds(left.microseconds - right.microseconds)
    }
}

extension Duration {
    /// The length in whole microseconds, cut toward zero and bounded by 64 bits.
    package var microseconds: Int64 {
        let (seconds, attoseconds) = self.components
        let (product, overflowed) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, carried) = product.addingReportingOverflow(attoseconds / 1_000_000_000_000)
        return overflowed || carried ? (seconds < 0 ? .min : .max) : sum
    }

    /// The length in whole milliseconds.
    package var milliseconds: Int64 { self.microseconds / 1000 }
}

extension Timestamp: CustomStringConvertible {
    /// The instant as RFC 3339 writes it, in UTC, with as many digits of the second as it has (0, 3 or 6).
    public var description: String {
        let (days, rest) = self.microseconds.quotientAndRemainder(flooringBy: 86_400_000_000)
        let (year, month, day) = CivilDate.date(ofDay: days)
        let second = rest / 1_000_000
        let fraction = rest % 1_000_000
        var text = "\(Self.pad(year, 4))-\(Self.pad(month, 2))-\(Self.pad(day, 2))T"
        text += "\(Self.pad(second / 3600, 2)):\(Self.pad(second / 60 % 60, 2)):\(Self.pad(second % 60, 2))"
        if fraction % 1000 != 0 {
            text += ".\(Self.pad(fraction, 6))"
        } else if fraction != 0 {
            text += ".\(Self.pad(fraction / 1000, 3))"
        }
        return text + "Z"
    }

    private static func pad(_ value: Int64, _ width: Int) -> String {
        let digits = String(value.magnitude)
        return (value < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}

extension Timestamp {
    /// Reads an instant as RFC 3339 writes it; `nil` for anything else.
    ///
    /// Digits below the microsecond are cut.
    public init?(_ text: String) {
        var scanner = TimeScanner(text)
        guard let year = scanner.digits(4), scanner.take("-"), let month = scanner.digits(2), scanner.take("-"),
            let day = scanner.digits(2), scanner.take("T") || scanner.take("t") || scanner.take(" "),
            let hour = scanner.digits(2), scanner.take(":"), let minute = scanner.digits(2), scanner.take(":"),
            let second = scanner.digits(2), hour < 24, minute < 60, second <= 60,
            let dayNumber = CivilDate.day(year: year, month: month, day: day),
            let fraction = scanner.fraction(), let offset = scanner.offset(), scanner.isAtEnd
        else { return nil }
        let seconds = dayNumber * 86_400 + hour * 3600 + minute * 60 + second - offset
        self.init(microseconds: seconds * 1_000_000 + fraction)
    }
}

/// Reads the parts of a time.
private struct TimeScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) { self.bytes = Array(text.utf8) }

    var isAtEnd: Bool { self.position == self.bytes.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard self.position < self.bytes.count, self.bytes[self.position] == UInt8(ascii: character) else {
            return false
        }
        self.position += 1
        return true
    }

    mutating func digits(_ count: Int) -> Int64? {
        guard self.position + count <= self.bytes.count else { return nil }
        var value: Int64 = 0
        for byte in self.bytes[self.position..<self.position + count] {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - 0x30)
        }
        self.position += count
        return value
    }

    /// The fraction of the second in microseconds: 0 when there is none, `nil` when it is malformed.
    mutating func fraction() -> Int64? {
        guard self.take(".") else { return 0 }
        var value: Int64 = 0
        var count = 0
        while let digit = self.digits(1) {
            if count < 6 { value = value * 10 + digit }
            count += 1
        }
        guard count > 0 else { return nil }
        for _ in min(count, 6)..<6 { value *= 10 }
        return value
    }

    /// The zone's offset in seconds.
    mutating func offset() -> Int64? {
        if self.take("Z") || self.take("z") { return 0 }
        let isNegative = self.take("-")
        guard isNegative || self.take("+"), let hours = self.digits(2), self.take(":"), let minutes = self.digits(2),
            hours < 24, minutes < 60
        else { return nil }
        return (isNegative ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}
