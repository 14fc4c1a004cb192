// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension TemplateHelper {
    static let numbers: [TemplateHelper] = [
        TemplateHelper(
            "number",
            "value [digits=] thousands=\",\" decimal=\".\"",
            "The number with that many decimal places (without `digits`: those it has), rounded half away from zero.",
            counts: 1...1,
            options: ["digits", "thousands", "decimal"]
        ) { arguments throws(TemplateError) in
            let value = try arguments.number(0)
            let places = try arguments.option("digits", default: Self.places(of: value), in: 0...20)
            return .string(try Self.format(try arguments.decimal(0), places, arguments))
        },
        TemplateHelper(
            "percent",
            "value digits=0 thousands=\",\" decimal=\".\"",
            "The share as a percentage: 0.256 is 26%.",
            counts: 1...1,
            options: ["digits", "thousands", "decimal"]
        ) { arguments throws(TemplateError) in
            let places = try arguments.option("digits", default: 0, in: 0...20)
            return .string(try Self.format(try arguments.decimal(0).hundredfold, places, arguments) + "%")
        },
        TemplateHelper(
            "round",
            "value [digits]",
            "The number rounded to that many decimal places (0), half away from zero; it stays a number.",
            counts: 1...2,
            options: ["digits"]
        ) { arguments throws(TemplateError) in
            let value = try arguments.number(0)
            let places = try arguments.option("digits", or: 1, default: 0, in: 0...20)
            if case .int = value { return value }
            let (isNegative, whole, fraction) = try arguments.decimal(0).parts(places: places)
            let text = (isNegative ? "-" : "") + whole + (fraction.isEmpty ? "" : "." + fraction)
            if fraction.utf8.allSatisfy({ $0 == 0x30 }), let exact = Int64((isNegative ? "-" : "") + whole) {
                return .int(exact)
            }
            return .double(Double(text) ?? 0)
        },
        TemplateHelper(
            "money",
            "value currency [digits=] thousands=\",\" decimal=\".\"",
            "The amount with its currency's code and as many decimal places as the currency has.",
            counts: 2...2,
            options: ["digits", "thousands", "decimal"]
        ) { arguments throws(TemplateError) in
            let code = try arguments.text(1)
            guard code.utf8.count == 3, code.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
                let message = "'\(code.prefix(20))' is no currency code such as EUR."
                throw TemplateError(.valueOutOfRange, message)
            }
            let places = try arguments.option("digits", default: Self.places(ofCurrency: code), in: 0...20)
            return .string(code + " " + (try Self.format(try arguments.decimal(0), places, arguments)))
        },
    ]

    private static func places(of value: JSONValue) -> Int {
        guard case .double(let number) = value, let text = Decimal(number)?.scriptText else { return 0 }
        guard let point = text.firstIndex(of: "."), !text.contains("e") else { return 0 }
        return min(20, text[point...].count - 1)
    }

    /// ISO 4217's decimal places, where they are not two.
    private static func places(ofCurrency code: String) -> Int {
        switch code {
        case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF",
            "XOF", "XPF":
            0
        case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND": 3
        default: 2
        }
    }

    private static func format(
        _ decimal: Decimal,
        _ places: Int,
        _ arguments: HelperArguments
    ) throws(TemplateError) -> String {
        let thousands = try arguments.option("thousands", default: ",")
        let point = try arguments.option("decimal", default: ".")
        guard thousands.utf8.count <= 8, point.utf8.count <= 8 else {
            let message = "'\(arguments.name)' takes separators of at most 8 bytes."
            throw TemplateError(.valueOutOfRange, message)
        }
        let (isNegative, whole, fraction) = decimal.parts(places: places)
        var text = ""
        for (position, digit) in whole.enumerated() {
            if position > 0, (whole.utf8.count - position).isMultiple(of: 3) { text += thousands }
            text.append(digit)
        }
        return (isNegative ? "-" : "") + text + (fraction.isEmpty ? "" : point + fraction)
    }
}
