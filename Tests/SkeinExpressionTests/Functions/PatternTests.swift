// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
import SkeinModel
import Testing

@Suite
struct PatternTests {
    @Test(arguments: [
        ("abc", "b", true), ("abc", "^b", false), ("abc", "^abc$", true), ("", "", true), ("", "^$", true),
        ("a", "^$", false),
        ("aaa", "^a{3}$", true), ("aa", "^a{3}$", false), ("aaaa", "^a{2,3}$", false), ("aaaa", "^a{2,}$", true),
        ("a{", "a{", true),
        ("color", "colou?r", true), ("gray", "gr(a|e)y", true), ("ad", "^(ab|ac|a)d$", true), ("xyz", "x.z", true),
        ("x\nz", "x.z", false),
        ("x\nz", "(?s)x.z", true), ("ABC", "(?i)abc", true), ("ABC", "a(?i:b)c", false), ("a\nb", "^b", false),
        ("a\nb", "(?m)^b$", true),
        ("é", "^.$", true), ("é", "\\w", false), ("É", "(?i)é", true), ("é", "\\p{L}", true), ("5", "\\pL", false),
        ("5", "\\PL", true),
        ("a1", "^[a-c][^a-c]$", true), ("]", "[]]", true), ("-", "[a-]", true), ("x", "[[:alpha:]]", true),
        ("x", "[^[:alpha:]]", false),
        ("a b", "a\\sb", true), ("a1", "^\\D\\d$", true), ("1", "[\\D5]", false), ("foo bar", "\\bbar\\b", true),
        ("foobar", "\\bbar", false),
        ("a.b", "a\\.b", true), ("a+b", "\\Qa+b\\E", true), ("A", "\\x41", true), ("😀", "\\x{1F600}", true),
        ("ab", "^(?P<n>a)(?:b)$", true),
        ("ab", "^(?<n>a)b$", true), ("banana", "^ba(na)*$", true), ("ababab", "^(ab)*?$", true),
        ("abab", "^((ab)+)+$", true), ("x", "()*x", true),
        ("DO-17", "^[A-Z]{2}-\\d+$", true), ("user@example.com", "^[^@\\s]+@[^@\\s]+\\.[a-z]{2,}$", true),
        ("ab", "a|b|", true), ("K", "(?i)k", true),
    ])
    func patternsMatchAsRE2Says(_ text: String, _ pattern: String, _ expected: Bool) throws {
        let expression = try Expression("$t.matches($p)")
        #expect(
            try expression.evaluate(in: ["t": .string(text), "p": .string(pattern)] as JSONObject) == .bool(expected)
        )
    }

    @Test(arguments: [
        "(", ")", "[", "[a", "a**", "*a", "a{2}{3}", "+", "(?=a)", "(?!a)", "(?<=a)", "\\1", "\\", "[b-a]", "a{1001}",
        "a{3,2}", "\\p{Nope}",
        "[[:nope:]]", "(?z)", "\\xZZ", "((a{1000}){1000}){1000}", "(((){1000}){1000}){1000}",
    ])
    func whatCannotBeMatchedInLinearTimeIsRefused(_ pattern: String) {
        #expect(failure("'a'.matches($p)", in: ["p": .string(pattern)])?.code == "pattern-invalid")
    }

    @Test
    func aConstantPatternIsCheckedWhenCompiled() {
        #expect { try Expression("$t.matches('(')") } throws: { ($0 as? ExpressionError)?.offset == 11 }
        #expect(failure("'a'.matches('" + String(repeating: "(", count: 2000) + "')")?.code == "pattern-invalid")
    }
}
