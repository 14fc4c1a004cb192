// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
import SkeinModel
import Testing

/// Roots of known types.
private struct Roots: TypeEnvironment {
    let members: [String: StaticMember]

    var rootNames: [String] { self.members.keys.sorted() }

    func member(ofRoot root: String) -> StaticMember { self.members[root] ?? .impossible("there is no such root") }

    /// `$input` with some of everything, and `$step`, which may have been skipped.
    static let sample: Roots = {
        let order = ObjectStructure([
            ("name", .present(StaticType(.string))), ("count", .present(StaticType(.number))),
            ("kind", .present(StaticType(.string, constants: ["new", "old"]))),
            ("note", .optional(StaticType(.string), "it is not required")),
            ("flag", .present(StaticType(.bool))),
            ("owner", .present(StaticType([.map, .null], structure: Self.person))),
            ("lines", .present(StaticType(.list, structure: ListStructure(element: Self.line)))),
            ("extra", .undeclared(.any, "nothing declares it")),
        ])
        let design = StaticType(.map, structure: Self.person).orNull(because: "the step may be skipped")
        return Roots(members: [
            "input": .present(StaticType(.map, structure: order)), "design": .present(design), "free": .present(.any),
        ])
    }()

    private static let person = ObjectStructure([("name", .present(StaticType(.string)))])
    private static let line = StaticType(.map, structure: ObjectStructure([("price", .present(StaticType(.number)))]))
}

/// What is told of expressions before they are evaluated.
struct TypeCheckTests {
    private static func findings(_ source: String) throws -> [String] {
        try Expression(source).typeCheck(in: Roots.sample).findings.map { "\($0.kind) \($0.source)" }
    }

    @Test(
        arguments: [
            "$input.name", "$input.count + 1 > 2", "$input.note ?? 'none'", "has($input.note) && $input.note == 'a'",
            "has($input.note) ? $input.note : ''", "!has($input.note) || $input.note != ''", "$input.owner",
            "$input.owner != null && $input.owner.name == 'a'", "$input.owner == null ? '' : $input.owner.name",
            "$input.owner.name ?? ''", "$design.name ?? ''", "$input.lines.map(l, l.price * 2)",
            "$input.lines.exists(l, l.price > 3)", "$input.kind == 'new'", "$free.a.b + 1", "$free + $free > 'x'",
            "$input.extra ?? 1", "$input.lines.filter(l, l.price > 1).size() > 0",
            "timestamp($input.name) > timestamp('2026-01-01T00:00:00Z')",
            "$input.?note.orValue('')", "dyn($input.name)", "[1, 'a'][0]", "{'a': 1}.a == 1", "size($input.name) % 2",
            "$input.note == 'a' && $input.flag || true ? 1 : 2",
        ].dropLast()
    )
    func nothingIsSaidOfWhatMayWork(_ source: String) throws {
        #expect(try Self.findings(source) == [])
    }

    @Test(arguments: [
        ("$inptu.name", "pathImpossible $inptu.name"), ("$input.nam", "pathImpossible $input.nam"),
        ("$input.name.first", "pathImpossible $input.name.first"),
        ("$input.count[0]", "pathImpossible $input.count[0]"),
        ("$input.nam ?? 1", "pathImpossible $input.nam"), ("$input.note", "pathUncertain $input.note"),
        ("$input.note == 'a' || $input.flag", "pathUncertain $input.note"),
        ("$input.extra", "pathUncertain $input.extra"),
        ("$input.owner.name", "pathUncertain $input.owner"), ("$design.name", "pathUncertain $design"),
        ("$input.lines[0].price", "pathUncertain $input.lines[0]"),
        ("$input.lines.map(l, l.prize)", "pathImpossible l.prize"),
        ("$input.name + 1", "typeMismatch $input.name + 1"), ("$input.name > 5", "typeMismatch $input.name > 5"),
        ("!$input.count", "typeMismatch $input.count"), ("-$input.name", "typeMismatch $input.name"),
        ("$input.count && true", "typeMismatch $input.count"), ("$input.count ? 1 : 2", "typeMismatch $input.count"),
        ("size($input.count)", "typeMismatch $input.count"),
        ("$input.count.startsWith('a')", "typeMismatch $input.count"),
        ("1 in $input.name", "typeMismatch 1 in $input.name"), ("$design == 1", "constant $design == 1"),
        ("$input.kind == 'older'", "constant $input.kind == 'older'"),
        ("$input.name == 5", "constant $input.name == 5"), ("$input.name != null", "constant $input.name != null"),
        ("has($input.owner) && $input.owner.name == ''", "pathUncertain $input.owner"),
    ])
    func whatCannotWorkOrMayNotIsFound(_ source: String, _ expected: String) throws {
        #expect(try Self.findings(source) == [expected])
    }

    @Test(arguments: [
        ("1 + 2", "a number"), ("'a' + $input.name", "a string"), ("$input.count > 1", "a bool"),
        ("$input.flag ? 1 : 'a'", "a number or a string"), ("$input.note ?? null", "null or a string"),
        ("$input.lines", "a list"), ("$input", "a map"), ("duration('1s') + duration('1s')", "a duration"),
        ("timestamp('2026-01-01T00:00:00Z') - timestamp('2026-01-01T00:00:00Z')", "a duration"), ("$free", "any value"),
    ])
    func theTypeIsKnown(_ source: String, _ expected: String) throws {
        #expect(try Expression(source).typeCheck(in: Roots.sample).type.kinds.description == expected)
    }

    @Test(arguments: [
        ("true || $input.flag", true), ("$input.flag && false", false), ("NOT ($input.kind == 'x')", true),
        ("$input.flag", nil), ("1 == 1.0", true),
    ])
    func theOutcomeIsKnownWhereThereIsOnlyOne(_ source: String, _ outcome: Bool?) throws {
        #expect(try Expression(source).typeCheck(in: Roots.sample).type.outcome == outcome)
    }

    @Test
    func findingsSayWhatToDo() throws {
        let checks = try ["$input.nam", "$input.note", "$design.name"].map {
            try #require(Expression($0).typeCheck(in: Roots.sample).findings.first)
        }
        #expect(checks[0].hint == "Did you mean 'name'?")
        let undeclared = try #require(Expression("$input.extra").typeCheck(in: Roots.sample).findings.first)
        #expect(undeclared.hint == "Write `$input.extra ?? default`, or test it before: `has($input.extra)`.")
        #expect(checks[1].message == "'$input.note' may be absent: it is not required.")
        #expect(checks[1].hint == "Write `$input.note ?? default`, or test it before: `has($input.note)`.")
        let message = "'$design' may be null because the step may be skipped, so it may have no name."
        #expect(checks[2].message == message)
    }
}
