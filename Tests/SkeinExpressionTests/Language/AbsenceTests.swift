// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
import SkeinModel
import Testing

@Suite
struct AbsenceTests {
    static let scope: JSONObject = [
        "step1": ["design": ["width": 2, "height": nil], "rows": [1, 2]], "skipped": nil, "empty": [:], "n": 5,
        "text": "x",
    ]

    @Test(arguments: [
        Row.gives("$step1.design.width", 2), .gives("$step1['design'].width", 2), .gives("$step1.rows[1]", 2),
        .gives("$step1.rows[$step1.rows[0]]", 2), .gives("$step1.rows[1.0]", 2), .gives("$step1.design.height", nil),
        .gives("step1.design.width", 2), .gives("($step1).design.width", 2), .gives("$step1.`design`.width", 2),
        .fails("$step1.design.widht", "path-absent"), .fails("$step1.rows[2]", "path-absent"),
        .fails("$step1.rows[-1]", "path-absent"), .fails("$step1[0]", "path-absent"),
        .fails("$skipped.a", "path-absent"),
        .fails("$step1.design.height.a", "path-absent"), .fails("$nope", "root-unknown"),
        .fails("nope.a", "root-unknown"),
        .fails("$n.a", "type-mismatch"), .fails("$text.a.b", "type-mismatch"), .fails("$step1.rows.a", "type-mismatch"),
        .fails("$step1.rows[0.5]", "type-mismatch"), .fails("$step1.rows['a']", "type-mismatch"),
        .fails("{'a': 1}.b", "path-absent"), .fails("[1].map(x, x.y)", "type-mismatch"),
    ])
    func pathsLeadToValuesOrSayThatTheyDoNot(_ row: Row) {
        #expect(row.fault(in: Self.scope) == nil)
    }

    @Test(arguments: [
        Row.gives("$step1.nope ?? 1", 1), .gives("$skipped ?? 1", 1), .gives("$skipped.a.b ?? 1", 1),
        .gives("$step1.nope ?? $skipped ?? 'x'", "x"), .gives("$step1.design.width ?? 9", 2),
        .gives("($step1.nope + 1) ?? 7", 7), .gives("size($step1.nope) ?? 0", 0), .gives("false ?? true", false),
        .gives("0 ?? 1", 0), .gives("[$step1.nope] ?? []", []), .gives("$step1.rows[9] ?? 3", 3),
        .fails("1 / 0 ?? 1", "division-by-zero"), .fails("$nope ?? 1", "root-unknown"),
        .fails("$n.a ?? 1", "type-mismatch"),
        .fails("$step1.nope ?? $step1.nope", "path-absent"), .gives("(true ? $step1.nope : 1) ?? 2", 2),
        .gives("has($step1.design)", true), .gives("has($step1.nope)", false), .gives("has($step1.nope.deeper)", false),
        .gives("has($skipped.a)", false), .gives("has($step1.design.height)", true), .gives("has({'a': 1}.a)", true),
        .fails("has($nope.a)", "root-unknown"), .gives("[{'a': 1}, {}].map(x, has(x.a))", [true, false]),
        .gives("[{'a': 1}, {}].map(x, x.a ?? 0)", [1, 0]),
        .gives("$step1.?nope.orValue(4)", 4), .gives("$step1.rows[?5].hasValue()", false),
        .gives("$step1.?nope ?? 4", 4),
        .gives("$step1.?design.width ?? 4", 2), .gives("$step1.?nope", nil), .gives("[?$step1.?nope, 1]", [1]),
        .gives("optional.of(1).orValue(1 / 0)", 1), .gives("optional.of(3).optMap(x, x + 1).value()", 4),
        .fails("optional.none().value()", "path-absent"),
    ])
    func absenceThatIsExpectedIsNoError(_ row: Row) {
        #expect(row.fault(in: Self.scope) == nil)
    }

    @Test
    func theErrorNamesThePathAndTheNearestName() throws {
        let error = try #require(failure("1 + $step1.design.widht", in: Self.scope))
        #expect(error.message == "`$step1.design.widht` is absent.")
        #expect(error.hint == "Did you mean `width`? Where that is expected, write `?? default` or test with has().")
        #expect(error.offset == 4)
    }

    @Test(arguments: [
        ("$skipped.output.a", "`$skipped` is null; the step that gives it may have been skipped."),
        ("$step1.design.height.mm", "`$step1.design.height` is null;"),
        ("$step1.completely_different", "`$step1` has `design`, `rows`."),
        ("$step1.rows[7]", "The last element of `$step1.rows` is [1]."),
        ("$empty.a", "`$empty` is empty."),
        ("$step1.Design", "Did you mean `design`?"),
        ("{'alpha': 1}.alhpa", "Did you mean `alpha`?"),
    ])
    func theHintSaysWhatIsThere(_ expression: String, _ hint: String) {
        #expect(failure(expression, in: Self.scope)?.hint?.hasPrefix(hint) == true)
    }

    @Test(arguments: [("sise([1])", "size"), ("'a'.startWith('a')", "startsWith"), ("[1].filtr(x, true)", "filter")])
    func anUnknownFunctionIsFoundBeforeItRuns(_ source: String, _ nearest: String) {
        #expect {
            try Expression(source)
        } throws: { error in
            let error = error as? ExpressionError
            return error?.code == "function-unknown" && error?.hint == "Did you mean `\(nearest)`?"
        }
    }

    @Test
    func messagesHoldNoValues() {
        let scope: JSONObject = ["secret": ["token": "hunter2"]]
        for source in [
            "$secret.tokn", "$secret.token + 1", "$secret.token.a", "int($secret.token)", "$secret.token < 1",
        ] {
            let error = failure(source, in: scope)
            #expect(error != nil)
            #expect(error.map { "\($0.message)\($0.hint ?? "")".contains("hunter2") } != true)
        }
    }
}
