// SPDX-License-Identifier: Apache-2.0

import SeededRandom
import Testing

@testable import SkeinSchema

/// The table of a pattern says what its simulation says.
@Suite
struct RegexTableTests {
    private static func pattern(_ numbers: inout SeededGenerator, _ depth: Int) -> String {
        switch depth == 0 ? numbers.below(7) : numbers.below(13) {
        case 0: "a"
        case 1: "b"
        case 2: "[^a]"
        case 3: "^"
        case 4: "$"
        case 5: "."
        case 6: "[ac]"
        case 7: "(\(Self.pattern(&numbers, depth - 1)))*"
        case 8: "(\(Self.pattern(&numbers, depth - 1))){1,2}"
        case 9: "(\(Self.pattern(&numbers, depth - 1))|\(Self.pattern(&numbers, depth - 1)))"
        case 10: "\\b" + Self.pattern(&numbers, depth - 1)
        default: Self.pattern(&numbers, depth - 1) + Self.pattern(&numbers, depth - 1)
        }
    }

    @Test(arguments: UInt64(1)...10)
    func randomPatternsAgreeWithTheSimulation(_ seed: UInt64) throws {
        var numbers = SeededGenerator(seed: seed)
        var tables = 0
        for _ in 0..<300 {
            let pattern = Self.pattern(&numbers, 4)
            guard let regex = try? BoundedRegex(pattern) else { continue }
            tables += RegexTable(try RegexProgram(pattern)) == nil ? 0 : 1
            for _ in 0..<10 {
                let text = (0..<numbers.below(7)).map { _ in numbers.pick(["a", "b", "c", " ", "é"]) }.joined()
                var steps = Int.max
                let isFound = regex.simulate(text, steps: &steps)
                #expect(regex.matches(anywhereIn: text) == isFound, "\(pattern) on '\(text)'")
            }
        }
        #expect(tables > 100, "\(tables)")
    }

    @Test(arguments: ["(a|b)*a(a|b){9}", "\\bfoo", "(ab){70}"])
    func aPatternWithoutATableIsSimulated(_ pattern: String) throws {
        #expect(RegexTable(try RegexProgram(pattern)) == nil)
        let text = String(repeating: "ab", count: 70) + " foo"
        #expect(try BoundedRegex(pattern).matches(anywhereIn: text))
    }
}
