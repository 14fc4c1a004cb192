// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel
import Testing

/// The languages on their own: requests and answers.
@Suite
struct LanguageToolTests {
    /// A request and its answer.
    struct Exchange: Sendable, CustomTestStringConvertible {
        let tool: LanguageTool
        let request: JSONValue
        let answer: JSONValue

        init(_ tool: LanguageTool, _ request: JSONValue, _ answer: JSONValue) {
            self.tool = tool
            self.request = request
            self.answer = answer
        }

        var testDescription: String { "\(self.tool) \(JSONWriter.text(self.request))" }
    }

    @Test(arguments: [
        Exchange(.expression, ["expression": "$a.b + 1", "input": ["a": ["b": 2]]], ["value": 3]),
        Exchange(.expression, ["expression": "a.map(x, x * 2)", "bindings": ["a": [1, 2]]], ["value": [2, 4]]),
        Exchange(.expression, ["expression": "true || unknown()"], ["value": true]),
        Exchange(.template, ["template": "{{a}}", "input": ["a": "<"]], ["output": "&lt;"]),
        Exchange(.template, ["template": "{{a}}", "input": ["a": "<"], "mode": "text"], ["output": "<"]),
        Exchange(
            .template,
            ["template": "{{>p}}", "input": ["a": 1], "options": ["partials": ["p": "[{{a}}]"]]],
            ["output": "[1]"]
        ),
        Exchange(.template, ["template": "{{#if}}", "kind": "template.parse"], [:]),
        Exchange(.template, ["template": "{{a}}", "kind": "template.parse"], ["ok": true]),
        Exchange(
            .explanation,
            ["template": "Hi {{upper a.b}}!", "input": ["a": ["b": "x"]], "mode": "text"],
            [
                "output": "Hi X!",
                "substitutions": [
                    [
                        "line": 1, "column": 4, "source": "{{upper a.b}}", "paths": ["a.b"], "start": 3, "end": 4,
                        "value": "X",
                    ]
                ],
            ]
        ),
        Exchange(.schema, ["schema": ["type": "integer"], "input": 1], ["valid": true, "errors": []]),
        Exchange(
            .schema,
            ["schema": ["format": "email"], "input": "x", "options": ["formats": "annotate"]],
            [
                "valid": true, "errors": [],
            ]
        ),
        Exchange(
            .schema,
            [
                "schema": ["$ref": "http://other/s"], "input": 1,
                "remotes": ["http://other/s": ["type": "integer"]],
            ],
            ["valid": true, "errors": []]
        ),
    ])
    func aRequestHasItsAnswer(_ exchange: Exchange) {
        let answer = exchange.tool.answer(exchange.request)
        if exchange.answer == [:] {
            #expect(answer["error"] != nil)
        } else {
            #expect(answer == exchange.answer)
        }
    }

    @Test
    func aViolationSaysWhere() {
        let answer = LanguageTool.schema.answer([
            "schema": ["properties": ["a": ["type": "integer"]]], "input": ["a": "x"],
        ])
        #expect(answer["valid"] == false)
        #expect(answer["errors"]?.array?.first?["pointer"] == "/a")
        #expect(answer["errors"]?.array?.first?["schema_pointer"] == "/properties/a/type")
    }

    @Test(
        arguments: [
            (LanguageTool.expression, ["expression": "1 +\n  * 2"], "line"),
            (.template, ["template": "a\n{{#if}"], "line"),
            (.template, ["template": "x", "mode": "loud"], "code"), (.schema, ["schema": 7], "code"),
            (.schema, [], "code"),
            (.expression, [:], "code"), (.expression, ["expresion": "1"], "hint"),
        ] as [(LanguageTool, JSONValue, String)]
    )
    func aFaultIsAnAnswer(_ tool: LanguageTool, _ request: JSONValue, _ member: String) {
        let answer = tool.answer(request)
        #expect(answer["error"]?.string?.isEmpty == false)
        #expect(answer[member] != nil, "\(answer)")
    }

    @Test
    func theLineOfAFaultInAnExpressionIsCounted() {
        let answer = LanguageTool.expression.answer(["expression": "1 +\n  * 2"])
        #expect(answer["line"] == 2)
        #expect(answer["column"] == 3)
    }
}
