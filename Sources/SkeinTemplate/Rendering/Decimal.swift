// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// The decimal digits of a finite number, as a person reads it: the shortest that read back as the number.
struct Decimal {
    let isNegative: Bool
    /// Digits without leading zeros; none for zero.
    private let digits: [UInt8]
    /// How many of the digits stand before the decimal point; negative for leading zeros after it.
    private var point: Int

    /// The digits of a double; `nil` when it is not finite.
    init?(_ number: Double) {
        guard number.isFinite else { return nil }
        let parts = number.magnitude.description.split(separator: "e", maxSplits: 1)
        let mantissa = parts[0].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let digits = mantissa.joined().utf8.map { $0 - 0x30 }
        let zeros = digits.prefix { $0 == 0 }.count
        let end = digits.lastIndex { $0 != 0 }.map { $0 + 1 } ?? zeros
        self.digits = zeros < end ? Array(digits[zeros..<end]) : []
        self.point = mantissa[0].utf8.count + exponent - zeros
        self.isNegative = number.sign == .minus && !self.digits.isEmpty
    }

    /// The digits of a number; `nil` for a value that is none, or not finite.
    init?(_ value: JSONValue) {
        switch value {
        case .int(let whole): self.init(whole)
        case .double(let number): self.init(number)
        default: return nil
        }
    }

    private init(_ whole: Int64) {
        self.digits = String(whole.magnitude).utf8.map { $0 - 0x30 }.drop { $0 == 0 }.map { $0 }
        self.point = self.digits.count
        self.isNegative = whole < 0
    }

    /// The number a hundred times as large.
    var hundredfold: Decimal {
        var result = self
        result.point += 2
        return result
    }

    /// The digits before and after the decimal point, rounded to that many places, halves away from zero.
    func parts(places: Int) -> (isNegative: Bool, whole: String, fraction: String) {
        let end = self.point + places
        var kept: [UInt8] = []
        if end >= 0 { kept = (0..<max(0, end)).map { $0 < self.digits.count ? self.digits[$0] : 0 } }
        // Leading zeros between the point and the first digit.
        var all = Array(repeating: UInt8(0), count: max(0, places - kept.count)) + kept
        if end >= 0, end < self.digits.count, self.digits[end] >= 5 { Self.increment(&all) }
        let whole = all.dropLast(places).map(Self.character)
        let fraction = all.suffix(places).map(Self.character)
        let isZero = all.allSatisfy { $0 == 0 }
        return (self.isNegative && !isZero, whole.isEmpty ? "0" : whole.joined(), fraction.joined())
    }

    private static func increment(_ digits: inout [UInt8]) {
        var index = digits.count - 1
        while index >= 0 {
            if digits[index] < 9 {
                digits[index] += 1
                return
            }
            digits[index] = 0
            index -= 1
        }
        digits.insert(1, at: 0)
    }

    private static func character(_ digit: UInt8) -> String { String(digit) }

    /// The number as JavaScript writes it.
    var scriptText: String {
        guard !self.digits.isEmpty else { return "0" }
        let text = self.digits.map(Self.character).joined()
        let sign = self.isNegative ? "-" : ""
        let count = self.digits.count
        switch self.point {
        case count...21 where count <= self.point:
            return sign + text + String(repeating: "0", count: self.point - count)
        case 1...21: return sign + text.prefix(self.point) + "." + text.dropFirst(self.point)
        case -5...0: return sign + "0." + String(repeating: "0", count: -self.point) + text
        default:
            let exponent = self.point - 1
            let rest = count > 1 ? "." + text.dropFirst() : ""
            return sign + text.prefix(1) + rest + "e" + (exponent < 0 ? "-" : "+") + String(exponent.magnitude)
        }
    }
}
