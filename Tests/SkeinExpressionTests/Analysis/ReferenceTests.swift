// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
import Testing

@Suite
struct ReferenceTests {
    /// Writes a reference as `root.member[0][*]`, with a question mark when it may be absent.
    private static func text(_ reference: Reference) -> String {
        let path = reference.path.map { segment in
            switch segment {
            case .member(let name): ".\(name)"
            case .index(let index): "[\(index)]"
            case .dynamic: "[*]"
            }
        }
        return reference.root + path.joined() + (reference.mayBeAbsent ? "?" : "")
    }

    @Test(arguments: [
        ("$a.b.c + $d", ["a.b.c", "d"]),
        ("$a['b'][0].c", ["a.b[0].c"]),
        ("$a[$i].b", ["i", "a[*].b"]),
        ("$a[-1]", ["a[*]"]),
        ("a.b", ["a.b"]),
        ("$a.b.size() + size($c)", ["a.b", "c"]),
        ("$list.map(x, x.y + $z)", ["list", "z"]),
        ("[1].map(x, $x + .x)", ["x", "x"]),
        ("[$a].exists(i, v, v == i)", ["a"]),
        ("type($a) == int", ["a"]),
        ("math.greatest($a, $b)", ["a", "b"]),
        ("{$k: $v}[$s] ? $p : $q", ["s", "k", "v", "p", "q"]),
        ("1 + 2", []),
        ("has($a.b)", ["a.b?"]),
        ("$a.b ?? $c.d", ["a.b?", "c.d"]),
        ("$a ?? $b ?? $c", ["a?", "b?", "c"]),
        ("($a.b + $c) ?? 1", ["a.b?", "c?"]),
        ("has($a.b) && $a.b > 1 && $c > 1", ["a.b?", "a.b?", "c"]),
        ("has($a.b) ? $a.b.c : $a.d", ["a.b?", "a.b.c?", "a.d"]),
        ("!has($a.b) || $a.b > 1", ["a.b?", "a.b?"]),
        ("!has($a.b) ? 1 : $a.b", ["a.b?", "a.b?"]),
        ("has($a.b) || $a.b > 1", ["a.b?", "a.b"]),
        ("has($a.b) ? 1 : $a.b", ["a.b?", "a.b"]),
        ("$a.?b.c", ["a.b.c?"]),
        ("$rows.filter(r, has(r.x)).map(r, r.x * $f)", ["rows", "f"]),
    ])
    func whatIsReadIsReported(_ source: String, _ expected: [String]) throws {
        #expect(try Expression(source).references.map(Self.text) == expected)
    }

    @Test
    func offsetsPointAtTheRoot() throws {
        #expect(try Expression("'é' + $a.b + c").references.map(\.offset) == [7, 14])
    }

    @Test(arguments: [
        ("$a", true), ("$a.b[0]", true), (" $a.b['c'] ", true), ("$a.`b-c`", true), ("$a[$i]", false), ("($a)", false),
        ("($a).b", false), ("$a + 1", false), ("a.b", false), ("$a.size()", false), ("$a.?b", false), ("'$a'", false),
    ])
    func aSingleReferenceIsRecognised(_ source: String, _ expected: Bool) throws {
        #expect(try Expression(source).isReference == expected)
    }

    @Test
    func expressionsAreEqualWhenTheirSourcesAre() throws {
        #expect(try Expression("$a + 1") == Expression("$a + 1"))
        #expect(try Expression("$a + 1") != Expression("$a+1"))
        #expect(try Expression("'é'") != Expression("'e\u{301}'"))
    }
}
