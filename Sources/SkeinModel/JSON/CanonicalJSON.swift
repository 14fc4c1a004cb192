// SPDX-License-Identifier: Apache-2.0

/// The canonical form of a JSON value (RFC 8785, JCS): one text for all texts that mean the same.
///
/// Content hashes are made of it. Members are sorted by UTF-16 code units, numbers written as ECMAScript does. One
/// departure: integers beyond 2^53 keep all their digits, because Skein keeps them exact where JCS would round them.
package enum CanonicalJSON {
    package static func bytes(_ value: JSONValue) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(1024)
        Self.write(value, to: &output)
        return output
    }

    private static func write(_ value: JSONValue, to output: inout [UInt8]) {
        switch value {
        case .double(let number): output.append(contentsOf: Self.ecmaScript(number).utf8)
        case .array(let values):
            output.append(UInt8(ascii: "["))
            for (position, value) in values.enumerated() {
                if position > 0 { output.append(UInt8(ascii: ",")) }
                Self.write(value, to: &output)
            }
            output.append(UInt8(ascii: "]"))
        case .object(let object):
            output.append(UInt8(ascii: "{"))
            let sorted = object.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
            for (position, member) in sorted.enumerated() {
                if position > 0 { output.append(UInt8(ascii: ",")) }
                JSONWriter.write(member.key, to: &output)
                output.append(UInt8(ascii: ":"))
                Self.write(member.value, to: &output)
            }
            output.append(UInt8(ascii: "}"))
        default: JSONWriter.write(value, to: &output)
        }
    }

    /// A double as ECMAScript's Number::toString writes it (ECMA-262, section 6.1.6.1.20).
    package static func ecmaScript(_ number: Double) -> String {
        guard number.isFinite else { return "null" }
        if number == 0 { return "0" }
        // Swift prints the same shortest digits (17 at most); only the layout differs.
        let parts = number.magnitude.description.split(separator: "e", maxSplits: 1)
        let mantissa = parts[0].split(separator: ".", maxSplits: 1)
        let whole = String(mantissa[0])
        let fraction = mantissa.count > 1 && mantissa[1] != "0" ? String(mantissa[1]) : ""
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        var digits = Substring(whole + fraction)
        var point = whole.utf8.count + exponent
        while digits.first == "0" {
            digits = digits.dropFirst()
            point -= 1
        }
        while digits.last == "0" { digits = digits.dropLast() }
        return (number < 0 ? "-" : "") + Self.layOut(String(digits), point: point)
    }

    /// Places the decimal point `point` digits from the left of the digits.
    private static func layOut(_ digits: String, point: Int) -> String {
        let count = digits.utf8.count
        switch point {
        case count...21: return digits + String(repeating: "0", count: point - count)
        case 1...21: return digits.prefix(point) + "." + digits.dropFirst(point)
        case -5...0: return "0." + String(repeating: "0", count: -point) + digits
        default:
            let exponent = point - 1
            let sign = exponent < 0 ? "-" : "+"
            let mantissa = count == 1 ? digits : digits.prefix(1) + "." + digits.dropFirst(1)
            return "\(mantissa)e\(sign)\(exponent.magnitude)"
        }
    }
}
