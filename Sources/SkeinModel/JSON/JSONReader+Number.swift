// SPDX-License-Identifier: Apache-2.0

extension JSONReader {
    /// Parses the number that starts at the current position.
    ///
    /// Whole numbers within 64 bits stay exact. Up to 15 digits with a small exponent are converted here, which is
    /// exact because both the digits and the power of ten are exact doubles (Clinger, "How to read floating point
    /// numbers accurately", 1990); the standard library converts the rest.
    mutating func parseNumber() throws(JSONError) -> JSONValue {
        let start = self.position
        let isNegative = self.bytes[start] == UInt8(ascii: "-")
        if isNegative { self.position += 1 }

        var magnitude: UInt64 = 0
        var fits = true
        let wholeStart = self.position
        while let digit = self.digit {
            fits = fits && Self.push(digit, on: &magnitude)
            self.position += 1
        }
        let wholeDigits = self.position - wholeStart
        guard wholeDigits > 0, wholeDigits == 1 || self.bytes[wholeStart] != UInt8(ascii: "0") else {
            throw self.malformedNumber(from: start)
        }

        var isWhole = true
        var fractionDigits = 0
        if self.position < self.bytes.count, self.bytes[self.position] == UInt8(ascii: ".") {
            isWhole = false
            self.position += 1
            let fractionStart = self.position
            while let digit = self.digit {
                fits = fits && Self.push(digit, on: &magnitude)
                self.position += 1
            }
            fractionDigits = self.position - fractionStart
            guard fractionDigits > 0 else { throw self.malformedNumber(from: start) }
        }
        let exponent = try self.parseExponent(start: start)
        if isWhole, exponent == nil, fits, let value = Self.integer(magnitude, isNegative) { return .int(value) }
        let scale = (exponent ?? 0) - fractionDigits
        if fits, magnitude <= 1 << 53, abs(scale) <= 22 {
            let digits = Double(magnitude)
            let value = scale < 0 ? digits / Self.powersOfTen[-scale] : digits * Self.powersOfTen[scale]
            return .double(isNegative ? -value : value)
        }
        return .double(try self.convert(from: start))
    }

    private var digit: UInt64? {
        guard self.position < self.bytes.count else { return nil }
        let byte = self.bytes[self.position]
        return byte >= 0x30 && byte <= 0x39 ? UInt64(byte - 0x30) : nil
    }

    private mutating func parseExponent(start: Int) throws(JSONError) -> Int? {
        guard self.position < self.bytes.count, self.bytes[self.position] | 0x20 == UInt8(ascii: "e") else {
            return nil
        }
        self.position += 1
        var isNegative = false
        if self.position < self.bytes.count {
            let sign = self.bytes[self.position]
            isNegative = sign == UInt8(ascii: "-")
            if isNegative || sign == UInt8(ascii: "+") { self.position += 1 }
        }
        var exponent = 0
        let digitsStart = self.position
        while let digit = self.digit {
            exponent = min(exponent * 10 + Int(digit), 100_000)
            self.position += 1
        }
        guard self.position > digitsStart else { throw self.malformedNumber(from: start) }
        return isNegative ? -exponent : exponent
    }

    private func convert(from start: Int) throws(JSONError) -> Double {
        let text = String(decoding: self.bytes[start..<self.position], as: UTF8.self)
        guard let value = Double(text), value.isFinite else {
            throw self.error(.numberOutOfRange, "The number is too large for a 64-bit float.", at: start)
        }
        return value
    }

    private func malformedNumber(from start: Int) -> JSONError {
        self.error(.malformedNumber, "This is not how JSON writes a number.", at: start)
    }

    private static func push(_ digit: UInt64, on magnitude: inout UInt64) -> Bool {
        let (product, overflowed) = magnitude.multipliedReportingOverflow(by: 10)
        let (sum, carried) = product.addingReportingOverflow(digit)
        magnitude = sum
        return !overflowed && !carried
    }

    private static func integer(_ magnitude: UInt64, _ isNegative: Bool) -> Int64? {
        guard isNegative else { return Int64(exactly: magnitude) }
        return magnitude <= UInt64(Int64.max) + 1 ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil
    }

    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
}
