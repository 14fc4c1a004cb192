// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Dates and times as RFC 3339 writes them, and the durations of its appendix A.
enum TimeFormat {
    static func isDateTime(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var scanner = FormatScanner(bytes)
        return Self.date(&scanner) && scanner.take(anyOf: "Tt") && Self.time(&scanner) && scanner.isAtEnd
    }

    static func isDate(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var scanner = FormatScanner(bytes)
        return Self.date(&scanner) && scanner.isAtEnd
    }

    static func isTime(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var scanner = FormatScanner(bytes)
        return Self.time(&scanner) && scanner.isAtEnd
    }

    /// Units may be left out, as ISO 8601 allows and RFC 3339's grammar does not: `PT1H5S`.
    static func isDuration(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var scanner = FormatScanner(bytes)
        guard scanner.take("P") else { return false }
        guard let date = Self.units("YMD", &scanner) else { return Self.weeks(bytes) }
        guard scanner.take("T") else { return date > 0 && scanner.isAtEnd }
        guard let time = Self.units("HMS", &scanner) else { return false }
        return time > 0 && scanner.isAtEnd
    }

    private static func weeks(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var scanner = FormatScanner(bytes)
        return scanner.take("P") && scanner.skip(while: ASCII.isDigit) > 0 && scanner.take("W") && scanner.isAtEnd
    }

    /// Takes numbers with units in that order; how many there were, `nil` when a number has no such unit.
    private static func units(_ order: StaticString, _ scanner: inout FormatScanner) -> Int? {
        var count = 0
        var unit = 0
        while scanner.skip(while: ASCII.isDigit) > 0 {
            while unit < order.utf8CodeUnitCount, scanner.next != order.utf8Start[unit] { unit += 1 }
            guard unit < order.utf8CodeUnitCount else { return nil }
            _ = scanner.take(Unicode.Scalar(order.utf8Start[unit]))
            unit += 1
            count += 1
        }
        return count
    }

    private static func date(_ scanner: inout FormatScanner) -> Bool {
        guard let year = scanner.digits(4), scanner.take("-"), let month = scanner.digits(2), scanner.take("-"),
            let day = scanner.digits(2)
        else { return false }
        return CivilDate.day(year: year, month: month, day: day) != nil
    }

    private static func time(_ scanner: inout FormatScanner) -> Bool {
        guard let hour = scanner.digits(2), scanner.take(":"), let minute = scanner.digits(2), scanner.take(":"),
            let second = scanner.digits(2), hour < 24, minute < 60, second <= 60
        else { return false }
        if scanner.take("."), scanner.skip(while: ASCII.isDigit) == 0 { return false }
        guard let offset = Self.offset(&scanner) else { return false }
        // A leap second is the last one of a day of UTC.
        return second < 60 || (hour * 60 + minute - offset + 1440) % 1440 == 1439
    }

    /// The zone's offset in minutes.
    private static func offset(_ scanner: inout FormatScanner) -> Int64? {
        if scanner.take(anyOf: "Zz") { return 0 }
        let isNegative = scanner.next == UInt8(ascii: "-")
        guard scanner.take(anyOf: "+-"), let hours = scanner.digits(2), scanner.take(":"),
            let minutes = scanner.digits(2), hours < 24, minutes < 60
        else { return nil }
        return (isNegative ? -1 : 1) * (hours * 60 + minutes)
    }
}
