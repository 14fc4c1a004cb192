// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// A length of time, to the nanosecond, up to 292 years either way.
struct Span: Hashable, Comparable, Sendable {
    let nanoseconds: Int64

    static let second: Int64 = 1_000_000_000

    static func < (left: Span, right: Span) -> Bool { left.nanoseconds < right.nanoseconds }

    init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Reads `90s`, `1h30m`, `-1.5s`, `10ns`, and the forms of definitions (`7d`, `PT48H`); `nil` for anything else.
    init?(_ text: String) {
        guard let exact = Self.parse(Array(text.utf8)) else {
            guard let length = DurationText.parse(text) else { return nil }
            let (value, overflowed) = length.microseconds.multipliedReportingOverflow(by: 1000)
            guard !overflowed else { return nil }
            self.init(nanoseconds: value)
            return
        }
        self.init(nanoseconds: exact)
    }

    private static func parse(_ bytes: [UInt8]) -> Int64? {
        var rest = bytes[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        if rest.elementsEqual("0".utf8) { return 0 }
        guard !rest.isEmpty else { return nil }
        var total: Int64 = 0
        while !rest.isEmpty {
            let whole = rest.prefix(while: Lexer.isDigit)
            rest = rest.dropFirst(whole.count)
            var fraction: ArraySlice<UInt8> = []
            if rest.first == UInt8(ascii: ".") {
                fraction = rest.dropFirst().prefix(while: Lexer.isDigit)
                rest = rest.dropFirst(1 + fraction.count)
            }
            let unit = rest.prefix { !Lexer.isDigit($0) && $0 != UInt8(ascii: ".") }
            rest = rest.dropFirst(unit.count)
            guard !whole.isEmpty || !fraction.isEmpty, let length = Self.units[String(decoding: unit, as: UTF8.self)],
                let value = Self.scale(whole, fraction, by: length)
            else { return nil }
            let (sum, overflowed) = total.addingReportingOverflow(value)
            guard !overflowed else { return nil }
            total = sum
        }
        return isNegative ? -total : total
    }

    private static func scale(_ whole: ArraySlice<UInt8>, _ fraction: ArraySlice<UInt8>, by length: Int64) -> Int64? {
        guard let number = whole.isEmpty ? 0 : Int64(String(decoding: whole, as: UTF8.self)) else { return nil }
        let (product, overflowed) = number.multipliedReportingOverflow(by: length)
        guard !overflowed else { return nil }
        var value = product
        var place = length
        for digit in fraction {
            // Digits below a nanosecond are cut.
            guard place % 10 == 0 else { break }
            place /= 10
            let (sum, carried) = value.addingReportingOverflow(Int64(digit - 0x30) * place)
            guard !carried else { return nil }
            value = sum
        }
        return value
    }

    private static let units: [String: Int64] = [
        "ns": 1, "us": 1000, "µs": 1000, "ms": 1_000_000, "s": second, "m": 60 * second, "h": 3600 * second,
    ]
}

extension Span: CustomStringConvertible {
    /// Seconds with as many digits as needed: `3600s`, `-1.5s`.
    var description: String {
        let magnitude = self.nanoseconds.magnitude
        let rest = magnitude % UInt64(Self.second)
        var text = (self.nanoseconds < 0 ? "-" : "") + String(magnitude / UInt64(Self.second))
        if rest > 0 {
            let digits = String(rest)
            var fraction = Substring(String(repeating: "0", count: 9 - digits.utf8.count) + digits)
            while fraction.last == "0" { fraction = fraction.dropLast() }
            text += "." + fraction
        }
        return text + "s"
    }
}
