// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// A point in time between the years 1 and 9999, to the nanosecond.
struct Instant: Hashable, Comparable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z.
    let seconds: Int64
    /// The rest: 0 to 999,999,999.
    let nanoseconds: Int32

    static let secondsRange: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

    /// Makes an instant; `nil` outside the range.
    init?(checking seconds: Int64, _ nanoseconds: Int32 = 0) {
        guard Self.secondsRange.contains(seconds) else { return nil }
        self.init(seconds: seconds, nanoseconds: nanoseconds)
    }

    init(seconds: Int64, nanoseconds: Int32) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// Reads RFC 3339 text; `nil` for anything else and outside the range.
    init?(_ text: String) {
        // The model's reader checks the form and cuts to microseconds; the digits below are read here.
        guard let coarse = Timestamp(text) else { return nil }
        let (seconds, microseconds) = coarse.microseconds.quotientAndRemainder(flooringBy: 1_000_000)
        self.init(checking: seconds, Int32(microseconds * 1000) + Self.nanoseconds(of: text))
    }

    /// The seventh to ninth digit of the fraction.
    private static func nanoseconds(of text: String) -> Int32 {
        let fraction = text.utf8.drop { $0 != UInt8(ascii: ".") }.dropFirst()
        let digits = Array(fraction.prefix { Lexer.isDigit($0) }.dropFirst(6).prefix(3))
        var value: Int32 = 0
        for position in 0..<3 { value = value * 10 + (position < digits.count ? Int32(digits[position] - 0x30) : 0) }
        return value
    }

    static func < (left: Instant, right: Instant) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    /// The instant that much later; `nil` outside the range.
    func adding(_ span: Span) -> Instant? {
        let (whole, rest) = span.nanoseconds.quotientAndRemainder(flooringBy: Span.second)
        let carried = Int64(self.nanoseconds) + rest
        return Instant(checking: self.seconds + whole + carried / Span.second, Int32(carried % Span.second))
    }

    /// How much later it is; `nil` when that is beyond a span.
    func since(_ other: Instant) -> Span? {
        let (product, overflowed) = (self.seconds - other.seconds).multipliedReportingOverflow(by: Span.second)
        let (sum, carried) = product.addingReportingOverflow(Int64(self.nanoseconds) - Int64(other.nanoseconds))
        return overflowed || carried ? nil : Span(nanoseconds: sum)
    }
}

extension Instant: CustomStringConvertible {
    /// RFC 3339 in UTC, with as many digits of the second as it has (0, 3, 6 or 9).
    var description: String {
        let coarse = Timestamp(microseconds: self.seconds * 1_000_000 + Int64(self.nanoseconds) / 1000).description
        guard self.nanoseconds % 1000 != 0 else { return coarse }
        let digits = String(self.nanoseconds)
        let fraction = String(repeating: "0", count: 9 - digits.utf8.count) + digits
        return coarse.prefix { $0 != "." && $0 != "Z" } + "." + fraction + "Z"
    }
}

/// The fields of an instant as a calendar and clock show them at an offset from UTC.
struct CivilTime {
    let year: Int64
    /// 1 to 12.
    let month: Int64
    /// 1 to 31.
    let day: Int64
    /// 0 for the first of January.
    let dayOfYear: Int64
    /// 0 for Sunday.
    let dayOfWeek: Int64
    let hour: Int64
    let minute: Int64
    let second: Int64

    init(_ instant: Instant, offset: Int64) {
        let (days, rest) = (instant.seconds + offset).quotientAndRemainder(flooringBy: 86_400)
        (self.year, self.month, self.day) = CivilDate.date(ofDay: days)
        self.dayOfYear = days - (CivilDate.day(year: self.year, month: 1, day: 1) ?? days)
        self.dayOfWeek = (days + 4).quotientAndRemainder(flooringBy: 7).remainder
        self.hour = rest / 3600
        self.minute = rest / 60 % 60
        self.second = rest % 60
    }
}
