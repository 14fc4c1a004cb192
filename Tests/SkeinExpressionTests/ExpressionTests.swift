// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
import SkeinModel
import Testing

/// Roots of a test.
struct Roots: ExpressionScope {
    let values: JSONObject

    func value(of root: String) -> JSONValue? { self.values[root] }
}

@Suite
struct ExpressionTests {
    static let roots = Roots(values: [
        "input": [
            "n": 4, "x": 2.5, "name": "Ada", "list": [1, 2, 3], "tags": ["a", "b"], "none": .null,
            "big": 9_007_199_254_740_993,
        ],
        "skipped": .null,
    ])

    static let values: [(String, JSONValue)] = [
        ("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("-2 * -3", 6), ("7 - 2 - 1", 4), ("7 % 4", 3), ("8 / 2", 4),
        ("35 / 100", 0.35), ("7 / 2.0", 3.5), ("1 + 0.5", 1.5), ("2 * $input.x", 5.0),
        ("9223372036854775807 - 1", 9_223_372_036_854_775_806), ("-9223372036854775808", .int(.min)),
        ("0x1F", 31), ("1e3", 1000.0), (".5", 0.5), ("'a' + \"b\"", "ab"), ("r'\\n'", "\\n"), ("'\\u00e9'", "é"),
        ("'''a\nb'''", "a\nb"), ("[1, 2] + [3]", [1, 2, 3]), ("{'a': 1}.a", 1), ("[1, 2,][1]", 2),
        ("1 == 1.0", true), ("1 != 2", true), ("1 < 2 && 2 <= 2 && 3 > 2.5 && 3 >= 3", true), ("'a' < 'b'", true),
        ("$input.big > 9007199254740992.0", true), ("$input.big == 9007199254740992.0", false),
        ("'Z' < 'a'", true), ("true && !false", true), ("NOT false AND (true OR false)", true), ("2 IN [1, 2]", true),
        ("'n' in $input", true), ("1 > 2 ? 'a' : 'b'", "b"), ("$input.missing ?? 5", 5), ("$skipped ?? 5", 5),
        ("$skipped.deep.er ?? 'x'", "x"), ("$input.none ?? 5", 5), ("$input.a ?? $input.b ?? 3", 3),
        ("has($input.n) && !has($input.m)", true), ("has($skipped.a)", false), ("$input['name']", "Ada"),
        ("$input.list[2]", 3), ("$input.list.all(v, v > 0)", true), ("$input.list.exists(v, v == 2)", true),
        ("$input.list.exists_one(v, v > 1)", false), ("$input.list.map(v, v * 2)", [2, 4, 6]),
        ("$input.list.map(v, v > 1, v * 2)", [4, 6]), ("$input.list.filter(v, v != 2)", [1, 3]),
        ("$input.list.map(a, $input.list.filter(b, b > a).size())", [2, 1, 0]),
        ("false && (1 / 0 == 1)", false), ("(1 / 0 == 1) && false", false), ("true || $input.missing", true),
        ("$input.missing.exists(v, v) || true", true), ("size('né')", 2), ("$input.list.size()", 3),
        ("'abc'.contains('bc') && 'abc'.startsWith('a') && 'abc'.endsWith('c')", true),
        ("' Ab '.trim().lowerAscii() + 'x'.upperAscii()", "abX"), ("'a,b'.split(',')", ["a", "b"]),
        ("$input.tags.join('-')", "a-b"), ("'aXbX'.replace('X', '.')", "a.b."), ("'hello'.substring(1, 3)", "el"),
        ("'hello'.indexOf('l')", 2), ("string(1.0) + string(true)", "1true"), ("int('12') + int(3.9)", 15),
        ("double('2.5')", 2.5), ("bool('true')", true), ("abs(-3)", 3), ("round(2.567, 2)", 2.57), ("floor(2.9)", 2.0),
        ("ceil(2.1)", 3.0), ("min(3, 1, 2)", 1), ("max([1, 5, 2])", 5), ("sum([1, 2, 3.5])", 6.5),
        ("keys({'a': 1})", ["a"]),
    ]

    @Test(arguments: Self.values)
    func anExpressionHasItsValue(_ source: String, _ expected: JSONValue) throws {
        #expect(try Expression(source).evaluate(in: Self.roots) == expected)
    }

    static let faults: [(String, String)] = [
        ("9223372036854775807 + 1", "integer-overflow"), ("-(-9223372036854775808)", "integer-overflow"),
        ("1 / 0", "division-by-zero"), ("1 % 0", "division-by-zero"), ("1.0 / 0.0", "value-not-representable"),
        ("1 + 'a'", "type-mismatch"), ("1 < 'a'", "type-mismatch"), ("!1", "type-mismatch"), ("-'a'", "type-mismatch"),
        ("$input.missing", "path-absent"), ("$input.list[9]", "path-absent"), ("$skipped.a", "path-absent"),
        ("$nobody.a", "root-unknown"), ("[1].map(v, $input.missing)", "path-absent"), ("{1: 2}", "type-mismatch"),
        ("{'a': 1, 'a': 2}", "key-duplicate"), ("int('x')", "value-malformed"),
        ("1e308 * 10.0", "value-not-representable"),
        ("(1 / 0 == 1) && true", "division-by-zero"), ("'abc'.substring(2, 9)", "index-out-of-range"),
        ("[1,2,3].map(a, [1,2,3].map(b, 'x'.replace('x', 'y').size() / 0))", "division-by-zero"),
    ]

    @Test(arguments: Self.faults)
    func anExpressionThatFailsSaysHow(_ source: String, _ code: String) throws {
        let expression = try Expression(source)
        #expect(throws: ExpressionError.self) { try expression.evaluate(in: Self.roots) }
        do {
            _ = try expression.evaluate(in: Self.roots)
        } catch {
            #expect(error.code == code)
        }
    }

    static let malformed: [(String, String)] = [
        ("", "expression-malformed"), ("1 +", "expression-malformed"), ("(1", "expression-malformed"),
        ("1 2", "expression-malformed"), ("'a", "expression-malformed"), ("$", "expression-malformed"),
        ("a ? b", "expression-malformed"), ("1..2", "expression-malformed"), ("'\\q'", "expression-malformed"),
        ("99999999999999999999", "expression-malformed"), ("9223372036854775808", "expression-malformed"),
        ("x + 1", "name-unknown"), ("sizzle(1)", "function-unknown"), ("contains('a', 'b')", "function-unknown"),
        ("size()", "arguments-wrong"), ("has(1)", "arguments-wrong"), ("[1].map(1, 2)", "arguments-wrong"),
        ("1u", "literal-unsupported"), ("b'x'", "literal-unsupported"), ("for", "expression-malformed"),
    ]

    @Test(arguments: Self.malformed)
    func whatIsNoExpressionIsRefused(_ source: String, _ code: String) {
        do {
            _ = try Expression(source)
            Issue.record("'\(source)' was accepted")
        } catch {
            #expect(error.code == code)
        }
    }

    @Test
    func whatIsMissingIsNamedWithTheNearestName() {
        do {
            _ = try Expression("$input.nmae").evaluate(in: Self.roots)
            Issue.record("it does not exist")
        } catch {
            #expect(error.message.contains("'nmae'"))
            #expect(error.hint?.contains("'name'") == true)
            #expect(error.hint?.contains("?? default") == true)
        }
    }

    @Test
    func hostileTextIsRefusedAndNeverCrashes() {
        for source in [
            String(repeating: "(", count: 100_000), String(repeating: "[", count: 60_000),
            String(repeating: "-", count: 60_000) + "1", String(repeating: "1+", count: 30_000) + "1",
            String(repeating: "!", count: 65_000), String(repeating: "a.", count: 30_000),
            "$input" + String(repeating: "[0]", count: 20_000),
        ] {
            #expect(throws: ExpressionError.self) { try Expression(source).evaluate(in: Self.roots) }
        }
        let nested = (0..<8).reduce("1") { inner, level in "[1,2,3,4,5,6,7,8,9,10].map(x\(level), \(inner))" }
        do {
            _ = try Expression(nested).evaluate(in: Self.roots)
            Issue.record("it costs a hundred million steps")
        } catch {
            #expect(error.code == "expression-cost-exceeded")
        }
    }

    @Test
    func whatItReadsIsReported() throws {
        let expression = try Expression("$a.b[0].c > 1 && has($d.e) ? $f['g'] : ($h.i ?? $j[$k])")
        let read = expression.references.map { "\($0.root)\($0.path.count)\($0.mayBeAbsent ? "?" : "")" }
        #expect(read == ["a3", "d1?", "f1", "h1?", "j1", "k0"])
        #expect(try Expression("$a.b[0]").isReference)
        #expect(try !Expression("$a.b + 1").isReference)
    }

    @Test
    func randomTextNeverCrashes() {
        var state: UInt64 = 42
        func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        let pieces = [
            "$input", ".n", ".list", "[0]", "(", ")", "+", "-", "*", "/", "&&", "||", "??", "?", ":", "'a'", "1", "2.5",
            "has(", ".map(x, ",
            "x", "!", "in", "==", "<", ",", "[", "]", "{", "}", "size(", "\\", "\"", "é", "9223372036854775807", " ",
            "%", "NOT ",
        ]
        for _ in 0..<20_000 {
            let source = (0..<next(12) + 1).map { _ in pieces[next(pieces.count)] }.joined()
            _ = try? Expression(source).evaluate(in: Self.roots)
        }
    }
}
