// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
import SkeinModel
import Testing

@Suite
struct LimitTests {
    private static func compileCode(_ source: String) -> String? {
        do throws(ExpressionError) {
            _ = try Expression(source)
            return nil
        } catch {
            return error.code
        }
    }

    @Test(arguments: [
        ("(", ")"), ("[", "]"), ("{1:", "}"), ("size(", ")"), ("[1].map(x,", ")"), ("$a[", "]"), ("1 + (", ")"),
        ("true ? (", ") : 1"), ("!(", ")"), ("a.f(", ")"), ("1 ?? (", ")"),
    ])
    func nestingIsBoundedWhateverItIsMadeOf(_ open: String, _ close: String) {
        let count = min(100_000, 65_000 / (open + close).utf8.count)
        let closed = String(repeating: open, count: count) + "1" + String(repeating: close, count: count)
        #expect(Self.compileCode(closed) == "expression-too-deep")
        #expect(Self.compileCode(String(repeating: open, count: 65_000 / open.utf8.count)) == "expression-too-deep")
    }

    @Test
    func moreThanTheLimitOfSourceIsRefusedUnread() {
        #expect(Self.compileCode(String(repeating: "(", count: 100_000)) == "expression-too-long")
        #expect(Self.compileCode("1" + String(repeating: " ", count: 65_535)) == nil)
        #expect(Self.compileCode("1" + String(repeating: " ", count: 65_536)) == "expression-too-long")
    }

    @Test(arguments: [".a", "[0]", ".trim()", ".?a"])
    func longPathsAreBoundedAsWell(_ step: String) {
        #expect(
            Self.compileCode("$a" + String(repeating: step, count: 60_000 / step.utf8.count)) == "expression-too-deep"
        )
        #expect(Self.compileCode("$a" + String(repeating: step, count: 64)) == nil)
    }

    @Test(arguments: [
        ("1", " + 1", 10_000 as JSONValue), ("true", " && true", true), ("null", " ?? null", nil), ("-", "--1", nil),
        ("false", " ? 1 : false", false), ("1", " * 1", 1), ("!", "!true", nil),
    ])
    func chainsMayBeAsLongAsTheSource(_ first: String, _ link: String, _ expected: JSONValue) throws {
        guard first != "-", first != "!" else {
            let source = String(repeating: first, count: 60_000) + (first == "-" ? "1" : "true")
            #expect(try Expression(source).evaluate(in: [:] as JSONObject) == (first == "-" ? 1 : true))
            return
        }
        let count = min(9_999, 60_000 / link.utf8.count)
        let value = try Expression(first + String(repeating: link, count: count)).evaluate(in: [:] as JSONObject)
        #expect(link == " + 1" ? value == .int(Int64(count + 1)) : value == expected)
    }

    @Test
    func nestingBelowTheLimitWorks() throws {
        let source = String(repeating: "(", count: 99) + "1" + String(repeating: ")", count: 99)
        #expect(try Expression(source).evaluate(in: [:] as JSONObject) == 1)
    }

    @Test(arguments: [
        "$l.all(a, $l.all(b, $l.all(c, true)))",
        "$l.exists(a, $l.exists(b, $l.exists(c, 1 / 0 > 0)))",
        "$l.map(a, $l.map(b, $l.map(c, c)))",
        "$l.all(a, $l.all(b, $l.all(c, false) || true) || true) || true",
        "$l.map(a, $l + $l + $l + $l + $l + $l + $l + $l + $l + $l)",
        "$l.map(a, $t + $t)",
        "$l.map(a, $t.replace('', $t))",
        "$l.map(a, $t.split(''))",
        "$l.map(a, '%s'.format([$l.map(b, $t)]))",
        "$l.map(a, $l.map(b, $t).join($t))",
        "$l.exists(a, $t.contains('xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxy'))",
        "$l.exists(a, $t.matches('(x+x+)+y'))",
        "$l.all(a, 'a'.matches('(' + string(a) + 'a{1000}){99}') || true)",
        "$l.all(a, $l == $l)",
        "$l.all(a, $t < $t || true)",
        "$l.exists(a, '%f%f%f'.format([1e-300, 1e-300, 1e-300]) == '')",
        "$l.all(a, $l.all(b, $l.all(c, $l.nope > 0 || true)))",
    ])
    func workIsBoundedByTheCost(_ source: String) throws {
        let list = JSONValue.array((0..<2000).map { .int($0) })
        let scope: JSONObject = ["l": list, "t": .string(String(repeating: "x", count: 50_000))]
        // A tenth of the standard limit, because a debug build takes seconds for a million steps.
        let expression = try Expression(source, limits: ExpressionLimits(cost: 100_000))
        #expect {
            try expression.evaluate(in: scope)
        } throws: {
            ($0 as? ExpressionError)?.code == "expression-cost-exceeded"
        }
    }

    @Test
    func theCostLimitCanBeSet() throws {
        let expression = try Expression("[1, 2, 3].all(x, x > 0)", limits: ExpressionLimits(cost: 10))
        #expect { try expression.evaluate(in: [:] as JSONObject) } throws: {
            ($0 as? ExpressionError)?.code == "expression-cost-exceeded"
        }
        #expect(try Expression("1 + 1", limits: ExpressionLimits(cost: 10)).evaluate(in: [:] as JSONObject) == 2)
    }
}
