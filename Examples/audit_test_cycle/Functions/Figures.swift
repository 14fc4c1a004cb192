// SPDX-License-Identifier: Apache-2.0

/// The rounding and the writing of numbers, without the help of a locale.
///
/// Decisions are taken on unrounded values; rates are reported to 4 decimals, scores to 1, amounts to 2.
enum Figures: Sendable {
    /// Rounds half away from zero to a number of decimals.
    static func round(_ value: Double, _ decimals: Int) -> Double {
        var scale = 1.0
        for _ in 0..<decimals {
            scale *= 10
        }
        return (value * scale).rounded() / scale
    }

    /// The share of a part in a whole; 1 of nothing, since nothing is wrong there.
    static func share(_ part: Int, of whole: Int) -> Double {
        whole == 0 ? 1 : Double(part) / Double(whole)
    }

    /// Writes a number with a fixed number of decimals, its thousands apart: `1,234.50`.
    static func fixed(_ value: Double, _ decimals: Int) -> String {
        let scale = (0..<decimals).reduce(1.0) { product, _ in product * 10 }
        let scaled = (abs(value) * scale).rounded()
        guard scaled < 9e15 else { return "\(value)" }
        let digits = Int(scaled)
        let whole = digits / Int(scale)
        var text = Self.grouped(whole)
        if decimals > 0 {
            text += "." + Self.padded(digits % Int(scale), decimals)
        }
        return value < 0 && digits != 0 ? "-" + text : text
    }

    /// Writes a share as a percentage: `95.1 %`.
    static func percent(_ share: Double, _ decimals: Int = 1) -> String {
        "\(self.fixed(share * 100, decimals)) %"
    }

    /// Writes a number as a document holds it, whole ones without a decimal point.
    static func plain(_ value: Double) -> String {
        if let whole = Int(exactly: value) { return "\(whole)" }
        return "\(value)"
    }

    /// Writes a whole number with at least so many digits.
    static func padded(_ value: Int, _ width: Int) -> String {
        let text = "\(value)"
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    /// Removes white space at both ends.
    static func trimmed(_ text: String) -> String {
        let start = text.drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }

    /// Counts in words: `1 row`, `2 rows`.
    static func count(_ number: Int, _ noun: String) -> String {
        "\(Self.grouped(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    private static func grouped(_ value: Int) -> String {
        var groups: [String] = []
        var rest = value
        while rest >= 1000 {
            groups.append(Self.padded(rest % 1000, 3))
            rest /= 1000
        }
        groups.append("\(rest)")
        return groups.reversed().joined(separator: ",")
    }
}
