// SPDX-License-Identifier: Apache-2.0

/// The number of a `multipleOf`, as the decimal that was written.
///
/// A double such as 19.99 is no exact multiple of the double 0.01. What the author means are the shortest decimals that
/// stand for both, so the remainder is taken of those.
struct Divisor: Hashable, Sendable {
    private let digits: UInt64
    private let exponent: Int

    init?(_ number: ExactNumber) {
        guard let (digits, exponent) = Self.decimal(number), digits > 0 else { return nil }
        self.digits = digits
        self.exponent = exponent
    }

    func divides(_ number: ExactNumber) -> Bool {
        guard let (digits, exponent) = self.quickDecimal(number) ?? Self.decimal(number) else { return false }
        if digits == 0 { return true }
        if exponent >= self.exponent {
            return self.remainder(of: digits, timesTenTo: exponent - self.exponent) == 0
        }
        // The divisor is scaled up instead; when that overflows it exceeds the number.
        var scaled = self.digits
        for _ in 0..<min(self.exponent - exponent, 20) {
            let (product, overflowed) = scaled.multipliedReportingOverflow(by: 10)
            if overflowed { return false }
            scaled = product
        }
        return digits % scaled == 0
    }

    /// The number as a multiple of the divisor's power of ten, when it is a short one; without making a text of it.
    private func quickDecimal(_ number: ExactNumber) -> (UInt64, Int)? {
        guard case .double(let value) = number, self.exponent <= 0, self.exponent >= -15 else { return nil }
        let scale = Self.powersOfTen[-self.exponent]
        let scaled = (value.magnitude * scale).rounded()
        guard scaled <= 1e15, scaled / scale == value.magnitude else { return nil }
        return (UInt64(scaled), self.exponent)
    }

    private func remainder(of digits: UInt64, timesTenTo power: Int) -> UInt64 {
        var result = digits % self.digits
        var base = 10 % self.digits
        var power = power
        while power > 0 {
            if power & 1 == 1 { result = self.product(result, base) }
            base = self.product(base, base)
            power >>= 1
        }
        return result
    }

    private func product(_ a: UInt64, _ b: UInt64) -> UInt64 {
        self.digits.dividingFullWidth(a.multipliedFullWidth(by: b)).remainder
    }

    /// The digits and the power of ten of the shortest decimal that reads back as the number; `nil` when it is not finite.
    private static func decimal(_ number: ExactNumber) -> (UInt64, Int)? {
        switch number {
        case .int(let value): return (value.magnitude, 0)
        case .double(let value):
            guard value.isFinite else { return nil }
            if let whole = Int64(exactly: value), whole.magnitude <= 1 << 53 { return (whole.magnitude, 0) }
            // "1.25e-07": the standard library prints the shortest digits that read back.
            let parts = value.magnitude.description.utf8.split(separator: UInt8(ascii: "e"))
            var exponent = parts.count > 1 ? Int(Substring(parts[1])) ?? 0 : 0
            var digits: UInt64 = 0
            var isFraction = false
            for byte in parts[0] {
                guard ASCII.isDigit(byte) else {
                    isFraction = true
                    continue
                }
                let (product, overflowed) = digits.multipliedReportingOverflow(by: 10)
                guard !overflowed else { return nil }
                digits = product + UInt64(byte - 0x30)
                if isFraction { exponent -= 1 }
            }
            while digits > 0, digits % 10 == 0 {
                digits /= 10
                exponent += 1
            }
            return (digits, exponent)
        }
    }

    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ]
}
