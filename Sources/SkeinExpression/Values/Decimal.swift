// SPDX-License-Identifier: Apache-2.0

/// The decimal digits of a finite double, for rounding and formatting.
struct Decimal {
    enum Halves {
        case toEven, awayFromZero
    }

    let isNegative: Bool
    /// Digits without leading zeros; none for zero.
    private let digits: [UInt8]
    /// How many of the digits stand before the decimal point; negative for leading zeros after it.
    private let point: Int

    /// The shortest digits that read back as the number: what a person sees.
    ///
    /// `nil` when it is not finite.
    init?(_ number: Double) {
        guard number.isFinite else { return nil }
        let parts = number.magnitude.description.split(separator: "e", maxSplits: 1)
        let mantissa = parts[0].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let digits = mantissa.joined().utf8.map { $0 - 0x30 }
        self.init(digits: digits, point: mantissa[0].utf8.count + exponent, isNegative: number.sign == .minus)
    }

    /// All the digits of the binary value.
    ///
    /// `nil` when it is not finite.
    init?(exactly number: Double) {
        guard number.isFinite else { return nil }
        // significand * 2^exponent; a negative power of two is a power of five with the point moved.
        let exponent = number == 0 ? 0 : Int(number.exponent) - 52
        let significand = number == 0 ? 0 : UInt64(number.significand * 0x1p52)
        var limbs: [UInt64] = []
        var rest = significand
        while rest > 0 {
            limbs.append(rest % Self.base)
            rest /= Self.base
        }
        for _ in 0..<exponent.magnitude { Self.multiply(&limbs, by: exponent < 0 ? 5 : 2) }
        var digits: [UInt8] = []
        for limb in limbs {
            var limb = limb
            for _ in 0..<9 {
                digits.append(UInt8(limb % 10))
                limb /= 10
            }
        }
        let point = digits.count + min(exponent, 0)
        self.init(digits: digits.reversed(), point: point, isNegative: number.sign == .minus)
    }

    private init(digits: [UInt8], point: Int, isNegative: Bool) {
        let zeros = digits.prefix { $0 == 0 }.count
        self.digits = Array(digits.dropFirst(zeros))
        self.point = point - zeros
        self.isNegative = isNegative
    }

    private static let base: UInt64 = 1_000_000_000

    private static func multiply(_ limbs: inout [UInt64], by factor: UInt64) {
        var carry: UInt64 = 0
        for position in limbs.indices {
            let product = limbs[position] * factor + carry
            limbs[position] = product % Self.base
            carry = product / Self.base
        }
        if carry > 0 { limbs.append(carry) }
    }

    /// The number with that many decimal places: `-1.20`.
    func text(places: Int, halves: Halves) -> String {
        let rounded = self.rounded(to: self.point + places, halves)
        let whole = rounded.point > 0 ? rounded.slice(0, rounded.point) : "0"
        let fraction = rounded.slice(rounded.point, rounded.point + places)
        return (self.isNegative ? "-" : "") + whole + (places > 0 ? "." + fraction : "")
    }

    /// The number with an exponent: `1.052033e+03`.
    func scientificText(places: Int, halves: Halves) -> String {
        let rounded = self.rounded(to: places + 1, halves)
        let exponent = rounded.digits.isEmpty ? 0 : rounded.point - 1
        let fraction = places > 0 ? "." + rounded.slice(1, places + 1) : ""
        let power = exponent.magnitude < 10 ? "0\(exponent.magnitude)" : "\(exponent.magnitude)"
        return (self.isNegative ? "-" : "") + rounded.slice(0, 1) + fraction + "e" + (exponent < 0 ? "-" : "+") + power
    }

    /// The digits from one place to another, zeros where there are none.
    private func slice(_ start: Int, _ end: Int) -> String {
        String(
            decoding: (start..<end).map { self.digits.indices.contains($0) ? self.digits[$0] + 0x30 : 0x30 },
            as: UTF8.self
        )
    }

    private func rounded(to count: Int, _ halves: Halves) -> Decimal {
        guard count < self.digits.count else { return self }
        guard count >= 0 else { return Decimal(digits: [], point: 0, isNegative: self.isNegative) }
        var kept = Array(self.digits.prefix(count))
        let rest = self.digits.dropFirst(count)
        let isHalf = rest.first == 5 && rest.dropFirst().allSatisfy { $0 == 0 }
        let isOdd = (kept.last ?? 0) % 2 == 1
        let goesUp = isHalf ? halves == .awayFromZero || isOdd : (rest.first ?? 0) >= 5
        guard goesUp else { return Decimal(digits: kept, point: self.point, isNegative: self.isNegative) }
        var position = kept.count - 1
        while position >= 0, kept[position] == 9 {
            kept[position] = 0
            position -= 1
        }
        guard position >= 0 else {
            return Decimal(digits: [1] + kept, point: self.point + 1, isNegative: self.isNegative)
        }
        kept[position] += 1
        return Decimal(digits: kept, point: self.point, isNegative: self.isNegative)
    }
}
