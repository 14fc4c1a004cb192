// SPDX-License-Identifier: Apache-2.0

import SeededRandom
import Testing

@testable import SkeinSchema

@Suite
struct RegexTests {
    static let matches: [(pattern: String, text: String)] = [
        ("", ""), ("", "a"), ("abc", "xabcx"), ("^abc$", "abc"), ("a|b|", "zz"), ("^(a|b)+$", "abba"),
        ("^a{3}$", "aaa"),
        ("^a{2,}$", "aaaa"), ("^a{1,2}$", "aa"), ("^a{0}b$", "b"), ("^(?:ab)*$", "abab"), ("^(?<n>a)$", "a"),
        ("^a*?b+?c??$", "aab"), ("^.$", "\u{1F409}"), ("^[^a]$", "\n"), ("^[^]$", "\n"),
        ("^[a\\-z]+$", "a-z"),
        ("^[a-]$", "-"), ("^[-a]$", "-"), ("^[\\w.-]+$", "a.b-c_1"), ("^\\d{4}-\\d{2}$", "2026-01"),
        ("^\\s$", "\u{FEFF}"),
        ("^\\S\\D\\W$", "ab-"), ("\\bfoo\\b", "a foo b"), ("o\\Bo", "foot"), ("^\\x41\\u0042\\u{43}\\cJ$", "ABC\n"),
        ("^\\uD83D\\uDC09$", "\u{1F409}"), ("^\\p{L}\\p{Lu}\\P{L}\\p{digit}$", "éÉ-৪"), ("^\\p{gc=Nd}$", "৪"),
        ("^[\\p{L}\\d_]+$", "é9_"), ("^[^\\P{L}x]$", "é"), ("^[^\\W]$", "a"), ("^\\p{Alphabetic}$", "é"), ("a{", "a{"),
        ("^{}]$", "{}]"),
        ("^\\/\\.\\@\\_$", "/.@_"), ("^[\\b]$", "\u{8}"), ("(a*)*$", "aaa"),
        ("^(a?){30}a{30}$", String(repeating: "a", count: 30)),
        ("$", "a"), ("^", "a"), ("a$|^b", "b"), ("[a-c]{2}x{0,1}", "..bc.."), ("^é$", "é"), ("^\\0$", "\0"),
    ]

    static let misses: [(pattern: String, text: String)] = [
        ("^abc$", "abc\n"), ("^a{3}$", "aa"), ("^a{1,2}$", "aaa"), ("^.$", "\n"), ("^.$", "\u{2028}"), ("[]", "a"),
        ("^\\d$", "৪"), ("^\\w$", "é"), ("^\\s$", "\u{200B}"), ("\\bfoo\\b", "food"), ("a^b", "ab"), ("^\\P{L}$", "é"),
        ("^[^\\p{L}]$", "é"), ("^[\\W]$", "a"), ("^[^\\W]$", "é"), ("A", "a"), ("^\\p{Lu}$", "é"), ("^é$", "e\u{301}"),
    ]

    @Test(arguments: Self.matches)
    func aPatternMatches(_ row: (pattern: String, text: String)) throws {
        #expect(try BoundedRegex(row.pattern).matches(anywhereIn: row.text), "\(row)")
    }

    @Test(arguments: Self.misses)
    func aPatternDoesNotMatch(_ row: (pattern: String, text: String)) throws {
        #expect(try !BoundedRegex(row.pattern).matches(anywhereIn: row.text), "\(row)")
    }

    @Test(arguments: [
        "(", ")", "a)", "[a", "[b-a]", "*", "a**", "+a", "?", "{2}", "a{2,1}", "\\", "\\x4", "\\u12", "\\u{110000}",
        "\\u{}", "\\c1",
        "\\01", "(?<>a)", "(?<n", "\\Z", "\\y", "\\p", "\\p{", "^*", "[\\", "a|*",
    ])
    func aMalformedPatternIsRefused(_ pattern: String) {
        #expect(self.fault(pattern) == .malformed)
    }

    @Test(arguments: [
        "(a)\\1", "\\k<n>", "(?=a)", "(?!a)", "(?<=a)", "(?<!a)", "(?i:a)", "\\p{Script=Greek}", "\\p{Nope}",
    ])
    func whatIsNotLinearOrNotOfferedIsRefused(_ pattern: String) {
        #expect(self.fault(pattern) == .unsupported)
    }

    @Test(arguments: [
        "(a{1000}){1000}", "((a{1000}){1000}){1000}", "(){100000}", "((){100000}){100000}", "a{99999999999999999999}",
        String(repeating: "(", count: 100_000),
        String(repeating: "(a", count: 300) + String(repeating: ")", count: 300),
        "((a{0}){90000}){90000}", String(repeating: "a", count: 20_000), "(|||){9000}",
    ])
    func aPatternThatExpandsTooFarIsRefused(_ pattern: String) {
        #expect(self.fault(pattern) == .tooLarge)
    }

    @Test(.timeLimit(.minutes(1)))
    func patternsThatBacktrackingCannotFinishAreFast() throws {
        let text = String(repeating: "a", count: 5000) + "!"
        for pattern in ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "(.*)*x", "^(([a-z])+.)+[A-Z]([a-z])+$", "(x+x+)+y"] {
            #expect(try !BoundedRegex(pattern).matches(anywhereIn: text), "\(pattern)")
        }
    }

    @Test(arguments: UInt64(1)...20)
    func randomPatternsAgreeWithASimpleMatcher(_ seed: UInt64) throws {
        var numbers = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let pattern = Self.random(&numbers, depth: 3)
            guard let regex = try? BoundedRegex("^(?:\(pattern))$") else { continue }
            var parser = RegexParser(pattern)
            let tree = try parser.parse()
            for _ in 0..<10 {
                let text = (0..<numbers.below(6)).map { _ in numbers.pick(["a", "b", "c"]) }.joined()
                let scalars = Array(text.unicodeScalars.map(\.value))
                let expected = Self.ends(tree, scalars, [0]).contains(scalars.count)
                #expect(regex.matches(anywhereIn: text) == expected, "\(pattern) on \(text), seed \(seed)")
            }
        }
    }

    private func fault(_ pattern: String) -> RegexError.Kind? {
        do throws(RegexError) {
            _ = try BoundedRegex(pattern)
            return nil
        } catch {
            return error.kind
        }
    }

    private static func random(_ numbers: inout SeededGenerator, depth: Int) -> String {
        switch depth == 0 ? numbers.below(4) : numbers.below(9) {
        case 0: "a"
        case 1: "b"
        case 2: "[ac]"
        case 3: "."
        case 4: Self.random(&numbers, depth: depth - 1) + Self.random(&numbers, depth: depth - 1)
        case 5: "(\(Self.random(&numbers, depth: depth - 1))|\(Self.random(&numbers, depth: depth - 1)))"
        case 6: "(\(Self.random(&numbers, depth: depth - 1)))*"
        case 7: "(\(Self.random(&numbers, depth: depth - 1))){\(numbers.below(2)),\(2 + numbers.below(2))}"
        default: "(\(Self.random(&numbers, depth: depth - 1)))?"
        }
    }

    /// Where a match of the tree can end, from any of the places: the definition of the language, without an automaton.
    private static func ends(_ node: RegexNode, _ text: [UInt32], _ starts: Set<Int>) -> Set<Int> {
        switch node {
        case .empty: return starts
        case .set(let set): return Set(starts.filter { $0 < text.count && set.contains(text[$0]) }.map { $0 + 1 })
        case .sequence(let parts): return parts.reduce(starts) { Self.ends($1, text, $0) }
        case .alternatives(let parts): return parts.reduce(into: []) { $0.formUnion(Self.ends($1, text, starts)) }
        case .repeated(let part, let least, let most):
            var places = starts
            for _ in 0..<least { places = Self.ends(part, text, places) }
            var all = places
            for _ in 0..<((most ?? least + text.count + 1) - least) {
                places = Self.ends(part, text, places)
                all.formUnion(places)
            }
            return all
        case .assertion: return starts
        }
    }
}
