// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
import SkeinModel
import Testing

@Suite
struct HostileInputTests {
    private static let scope: JSONObject = [
        "a": ["b": [1, 2.5, "x", .null, true], "c": ["d": -1]], "n": 3, "s": "text", "z": .null,
    ]

    private static let seeds = [
        "($a.b[0] > 0) AND NOT $n == 2 || has($a.c.d)", "$a.b.map(x, type(x) == int, x + 1).filter(y, y in [1, 2u])",
        "$s.substring(1, 3).replace('e', 'é') + r'\\d' + \"\\u00e9\"",
        "timestamp('2026-01-31T12:00:00Z') + duration('1h') > $n",
        "{'k': $a.?c, 2: [?$a.b[?9]]}[$s] ?? $n ?? -0x1F",
        "$s.matches('^(te|x)[a-z]*t{1,3}$') ? b'\\xff' : '''a''' + \"%d\".format([1])",
        "math.greatest(1, 2.0) % 3 <= round(2.675, 2) * -9223372036854775808",
    ]

    private static let fragments = [
        "$", "(", ")", "[", "]", "{", "}", ".", ",", "?", "??", ":", "'", "\"\"\"", "\\", "in", "AND", "NOT ", "!", "-",
        "1e",
        "0x", "u", "e9", "b'", "r\"", "has(", ".map(x,", "$a", "`", "\u{0}", "\u{1F600}", "é", "//", "\n", "9999999999",
        ".?", "[?",
        "9223372036854775807", "null", "x{", "size(", ".format(", "|", "&&", "==", "< ", "{1,2}", "(?i)", "\\p{L}",
    ]

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func mutatedExpressionsNeverCrash(_ seed: UInt64) {
        var random = SeededGenerator(state: seed)
        for _ in 0..<500 {
            var bytes = Array(Self.seeds.randomElement(using: &random)?.utf8 ?? "".utf8)
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let at = Int.random(in: 0...bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes.insert(contentsOf: Self.fragments.randomElement(using: &random)?.utf8 ?? "".utf8, at: at)
                case 1: if at < bytes.count { bytes.remove(at: at) }
                case 2: if at < bytes.count { bytes[at] = UInt8.random(in: 0...255, using: &random) }
                default:
                    let end = Int.random(in: at...bytes.count, using: &random)
                    bytes.insert(contentsOf: bytes[at..<end], at: at)
                }
            }
            Self.run(String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func randomTextNeverCrashes(_ seed: UInt64) {
        var random = SeededGenerator(state: seed &* 977)
        for _ in 0..<500 {
            let count = Int.random(in: 0..<40, using: &random)
            if Bool.random(using: &random) {
                Self.run((0..<count).map { _ in Self.fragments.randomElement(using: &random) ?? "" }.joined())
            } else {
                Self.run(
                    String(decoding: (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }, as: UTF8.self)
                )
            }
        }
    }

    /// Errors are fine; a wrong offset is not.
    private static func run(_ source: String) {
        do throws(ExpressionError) {
            let expression = try Expression(source)
            for reference in expression.references { #expect((0..<source.utf8.count).contains(reference.offset)) }
            _ = try expression.evaluate(in: Self.scope)
        } catch {
            #expect((0...source.utf8.count).contains(error.offset), "\(source.debugDescription): \(error)")
            #expect(!error.message.isEmpty)
        }
    }
}
