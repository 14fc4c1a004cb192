// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
import SkeinModel

/// The parser, compiler and evaluator of expressions.
struct ExpressionFuzz: FuzzSubject {
    let name = "expressions"
    let dictionary = [
        "$", "(", ")", "[", "]", "{", "}", ".", ",", "?", "??", ":", "'", "\"\"\"", "\\", " in ", " AND ", "NOT ", "!",
        "-",
        "1e", "0x", "u", "e9", "b'", "r\"", "has(", ".map(x,", "$a", "`", "\u{0}", "\u{1F600}", "é", "//", "\n",
        "9999999999", ".?", "[?", "9223372036854775807", "null", "x{", "size(", ".format(", "|", "&&", "==", "< ",
        "{1,2}",
        "(?i)", "\\p{L}", "[x, x]", ".map(x, [x, x])", ".join($s)", ".split('')", "x + x", ".replace('', $s)",
        "duration(",
        "timestamp(", "optional.of(", ".orValue(", "string(", "math.", "type(", ".filter(", ".exists(",
        "-9223372036854775808",
        "0.0", " * ", " % ", " / ", "'%s'", ".matches(",
    ]

    private static let scope: JSONObject = [
        "a": ["b": [1, 2.5, "x", .null, true], "c": ["d": -1]], "n": 3, "s": "text", "z": .null,
        "t": "2026-01-31T12:00:00Z",
    ]
    private static let limits = ExpressionLimits(cost: 20_000)

    func run(_ input: [UInt8]) -> FuzzOutcome {
        let source = String(decoding: input, as: UTF8.self)
        let expression: Expression
        do throws(ExpressionError) {
            expression = try Expression(source, limits: Self.limits, checksFunctions: false)
        } catch {
            return FuzzOutcome(fault: Self.fault(of: error, source))
        }
        for reference in expression.references where !(0..<source.utf8.count).contains(reference.offset) {
            return FuzzOutcome(isTaken: true, fault: "a reference is outside of the source")
        }
        do throws(ExpressionError) {
            let text = JSONWriter.text(try expression.evaluate(in: Self.scope))
            // A step pays for 16 bytes, which may become six each when they are written, or for eight numbers.
            if text.utf8.count > 256 * Self.limits.cost {
                return FuzzOutcome(isTaken: true, fault: "the result is too large")
            }
            let again = JSONWriter.text(try expression.evaluate(in: Self.scope))
            return FuzzOutcome(isTaken: true, fault: text == again ? nil : "two evaluations differ")
        } catch {
            return FuzzOutcome(isTaken: error.code != "root-unknown", fault: Self.fault(of: error, source))
        }
    }

    private static func fault(of error: ExpressionError, _ source: String) -> String? {
        if error.message.isEmpty { return "\(error.code) has no message" }
        return (0...source.utf8.count).contains(error.offset) ? nil : "\(error.code) is at \(error.offset)"
    }
}
