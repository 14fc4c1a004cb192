// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinTemplate
import Testing

/// What Handlebars does, where the guide has no example of it.
@Suite
struct LanguageTests {
    private static let context: JSONValue = [
        "none": "No people", "foo": "food", "l": [["m": ["a", "b"]], ["m": ["c"]]], "o": ["": 1, "k": 2], "zero": 0,
        "n": ["deep": ["x": 1]], "name": "p2", "12": "twelve", "true": "yes", "text": "abc",
    ]

    @Test(
        arguments: [
            ("{{#people}}\n{{name}}\n{{else if none}}\n{{none}}\n{{/people}}\n", "No people\n"),
            ("{{#people}}\n{{name}}\n{{else if nothere}}\n{{none}}\n{{^}}\n{{/people}}\n", ""),
            ("x\n  {{! alone }}  \ny", "x\ny"), ("x {{! not alone }}\ny", "x \ny"),
            ("{{#if foo}}\r\nx\r\n{{/if}}\r\n", "x\r\n"),
            ("a \\{{foo}} \\\\{{foo}} \\{{b}} c", "a {{foo}} \\food {{b}} c"), ("{{foo}}\\{{", "food{{"),
            ("{ {foo} }", "{ {foo} }"),
            ("{{#each l}}{{#each m}}{{@../index}}{{@index}}{{this}} {{/each}}{{/each}}", "00a 01b 10c "),
            ("{{#each l as |row i|}}{{#each row.m as |c|}}{{i}}{{c}}{{../m.length}}{{/each}}{{/each}}", "0a20b21c1"),
            ("{{#each o}}[{{@key}}{{@first}}{{@last}}]{{/each}}", "[truefalse][kfalsetrue]"),
            ("{{12}}{{true}}{{[12]}}", "twelveyestwelve"),
            ("{{#with n.deep}}{{x}}{{../zero}}{{/with}}", "10"), ("{{#if foo as |y|}}{{foo}}{{/if}}", "food"),
            ("{{#zero}}{{this}}{{/zero}}", "0"), ("{{#with zero}}{{this}}{{/with}}", "0"),
            ("{{text.length}}{{l.length}}", "32"),
            ("{{> (lookup this \"name\")}}", "two"), ("{{> p1 foo=\"bar\"}} {{foo}}", "<bar> food"),
            ("{{> p1 n}}", "<>"),
            ("{{#> missing}}fall{{/missing}}", "fall"), ("{{#> p3}}{{#*inline \"nav\"}}N{{/inline}}{{/p3}}", "[N]"),
            ("{{> p3}}", "[default]"),
            ("x\n  {{#> p3}}\n  {{/p3}}\ny", "x\n[default]y"), ("{{~#if foo~}} a {{~/if~}} b", "ab"),
            ("{{{{raw}}}}{{{{a}}}}{{x}}{{{{/a}}}}{{{{/raw}}}}", ""),
            ("{{#unless zero}}z{{else}}n{{/unless}}{{#if zero includeZero=true}}z{{/if}}", "zz"),
            ("{{constructor}}{{o.toString}}", ""),
            ("{{^}}", nil), ("{{else}}", nil), ("{{/if}}", nil), ("{{foo}}}", nil), ("{{foo bar=}}", nil),
            ("{{#if}}{{/if}}", nil),
            ("{{blockHelperMissing}}", nil), ("{{foo 1}}", nil), ("{{> nope}}", nil), ("{{foo. bar}}", nil),
            ("{{this.[this].x}}", ""),
        ] as [(String, String?)]
    )
    func rendersAsHandlebarsDoes(_ source: String, _ expected: String?) throws {
        let options = TemplateOptions.handlebars
        var output: String?
        let sources = ["p1": "<{{foo}}>", "p2": "two", "p3": "[{{#> nav}}default{{/nav}}]"]
        let partials = try sources.mapValues { try Template($0, options: options) }
        let error = fault { () throws(TemplateError) in
            output = try Template(source, options: options).render(context: Self.context, partials: partials)
        }
        #expect(output == expected, "\(error?.message ?? "")")
    }
}
