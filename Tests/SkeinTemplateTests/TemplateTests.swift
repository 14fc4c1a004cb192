// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinTemplate
import Testing

@Suite
struct TemplateTests {
    static let roots: JSONObject = ["a": ["b": "x", "n": 5, "none": .null, "list": [1, "two"]], "text": "{{a.b}}"]

    @Test(arguments: [
        ("{{a.b}}", "x"), ("n is {{ a.n }}!", "n is 5!"), ("{{a.none}}.", "."), ("{{a.list.1}}", "two"),
        ("{{a.list}}", "[1,\"two\"]"), ("${{a.n}}", "$5"), ("\\{{a.b}}", "{{a.b}}"), ("no places", "no places"),
        ("{{text}}", "{{a.b}}"), ("{{$a.b}}", "x"), ("é{{a.b}}é", "éxé"), ("{{a.list.[1]}}", "two"),
        ("{{#with a}}{{b}}{{../text}}{{/with}}", "x{{a.b}}"), ("{{#each a.list}}{{@index}}{{this}}{{/each}}", "011two"),
        ("{{upper a.b}}", "X"), ("{{#if (gt a.n 4)}}more{{else}}less{{/if}}", "more"), ("{{@root.a.b}}", "x"),
        ("{{#if a.nope.deeper}}1{{else}}2{{/if}}", "2"), ("{{default a.nope \"-\"}}", "-"),
        ("{{#a}}{{b}}{{/a}}", "x"), ("{{{{raw}}}}{{a}}{{{{/raw}}}}", "{{a}}"), ("{{lookup a \"b\"}}", "x"),
    ])
    func placesAreFilled(_ source: String, _ expected: String) throws {
        #expect(try Template(source).render { Self.roots[$0] } == expected)
    }

    @Test(arguments: [
        ("{{", 1, 3), ("{{a", 1, 3), ("{{}}", 1, 3), ("\n {{#if a}}", 2, 11), ("{{#if a}}\n{{/unless}}", 1, 4),
        ("x\n{{a b=}}", 2, 7), ("{{a/../b}}", 1, 3), ("{{(a)}}", 1, 3), ("{{#a}}{{else}}{{else}}{{/a}}", 1, 15),
        ("{{> a b c}}", 1, 1), ("{{{{a}}}} {{{{/b}}}}", 1, 1), ("ä{{a]}}", 1, 4),
    ])
    func malformedTemplatesNameTheirPlace(_ source: String, _ line: Int, _ column: Int) {
        let error = fault { () throws(TemplateError) in _ = try Template(source, options: .handlebars) }
        #expect(error?.code == "template-malformed")
        #expect(error?.line == line && error?.column == column, "\(error.debugDescription)")
    }

    @Test(
        arguments: [
            ("{{a.bb}}", "path-absent", 1, 3, "Did you mean 'a.b'?"),
            ("\n{{upper a.bb}}", "path-absent", 2, 9, "Did you mean 'a.b'?"),
            ("{{a.list.7}}", "path-absent", 1, 3, nil), ("{{b}}", "path-absent", 1, 3, nil),
            ("{{uper a.b}}", "helper-unknown", 1, 3, "Did you mean 'upper'?"),
            ("{{#eech a}}{{/eech}}", "helper-unknown", 1, 4, "Did you mean 'each'?"),
            ("{{#if}}{{/if}}", "arguments-invalid", 1, 4, nil),
            ("{{round a.n 1 2}}", "arguments-invalid", 1, 3, "Usage: {{round value [digits]}}."),
            ("{{number a.n digit=2}}", "arguments-invalid", 1, 3, "Did you mean 'digits'?"),
            ("{{sum a.b}}", "type-mismatch", 1, 3, nil), ("{{> a}}", "partial-unknown", 1, 5, nil),
            ("{{* a}}", "decorator-unknown", 1, 5, nil),
            ("{{this}}", "type-mismatch", 1, 1, "Name what you need, as in {{input.name}}."),
            ("{{@indx}}", "path-absent", 1, 3, nil),
            ("{{#each a.list}}{{@indx}}{{/each}}", "path-absent", 1, 19, "Did you mean '@index'?"),
        ] as [(String, String, Int, Int, String?)]
    )
    func errorsHaveCodePlaceAndHint(_ source: String, _ code: String, _ line: Int, _ column: Int, _ hint: String?) {
        let error = fault { () throws(TemplateError) in _ = try Template(source).render { Self.roots[$0] } }
        #expect(error?.code == code && error?.hint == hint, "\(error.debugDescription)")
        #expect(error?.line == line && error?.column == column, "\(error.debugDescription)")
    }

    @Test
    func aPathThatLeadsNowhereIsNamed() {
        let error = fault { () throws(TemplateError) in _ = try Template("{{a.bb}}").render { Self.roots[$0] } }
        #expect(error?.message == "\"a.bb\" not defined in the context: 'a' is an object without 'bb'.")
    }

    @Test
    func errorsInPartialsNameThePartial() throws {
        let partials = ["letter": try Template("\n{{nme}}")]
        let template = try Template("{{> letter}}")
        let error = fault { () throws(TemplateError) in
            _ = try template.render(context: ["name": 1], partials: partials)
        }
        #expect(error?.place == "line 2, column 3 of the partial 'letter'")
        #expect(error?.hint == "Did you mean 'name'?")
    }

    @Test
    func htmlIsEscapedWhereItIsMeantToBe() throws {
        let context: JSONValue = ["v": "<a href='x'>&`=\""]
        #expect(try Template("{{v}}").render(context: context) == "<a href='x'>&`=\"")
        #expect(
            try Template("{{v}}", options: .html).render(context: context)
                == "&lt;a href&#x3D;&#x27;x&#x27;&gt;&amp;&#x60;&#x3D;&quot;"
        )
        #expect(try Template("{{{v}}}{{&v}}", options: .html).render(context: ["v": "<"]) == "<<")
    }

    @Test(arguments: [
        ("{{list}} {{object}} {{none}}", "1,,x [object Object] "),
        ("{{big}} {{small}} {{half}} {{two}}", "1e+21 1e-7 0.5 2"),
        ("{{missing.deep}}{{#missing}}x{{/missing}}", ""), ("{{helper}}", ""),
        ("{{#each ordered}}{{@key}}{{/each}}", "12ba"),
        ("{{#zero}}[{{other}}]{{/zero}}", "[]"), ("{{last}}", "Johnson"),
    ])
    func lenientTemplatesWriteValuesAsScriptsDo(_ source: String, _ expected: String) throws {
        let context: JSONValue = [
            "list": [1, .null, "x"], "object": ["a": 1], "none": .null, "big": 1e21, "small": 1e-7, "half": 0.5,
            "two": 2.0, "ordered": ["b": 0, "2": 0, "a": 0, "1": 0], "zero": 0, "last": "Johnson",
        ]
        #expect(try Template(source, options: .handlebars).render(context: context) == expected)
    }

    @Test
    func aPartialKnowsWhetherItHasABlock() throws {
        let partials = ["p": try Template("{{#if @partial-block}}<{{> @partial-block}}>{{else}}none{{/if}}")]
        #expect(try Template("{{> p}} {{#> p}}b{{/p}}").render(context: [:], partials: partials) == "none <b>")
    }

    @Test
    func aNameAloneIsNeverAHelperForTexts() throws {
        #expect(
            try Template("{{first}} {{last}} {{date}}").render(context: ["first": 1, "last": 2, "date": 3]) == "1 2 3"
        )
    }
}

/// The error that something throws; `nil` when it does not.
func fault(_ body: () throws(TemplateError) -> Void) -> TemplateError? {
    do throws(TemplateError) {
        try body()
        return nil
    } catch {
        return error
    }
}
