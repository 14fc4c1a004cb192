// SPDX-License-Identifier: Apache-2.0

import SeededRandom
import SkeinModel
import SkeinTemplate
import Testing

/// Random templates of the grammar end with a text or an error; mutated ones are the fuzzer's.
@Suite
struct RandomTemplateTests {
    private static let paths = [
        "a", "list", "list.0", "../a", "this", "@index", "@root.o", "o.k", "x", "no.pe", "@key", "$a",
    ]
    private static let context: JSONValue = [
        "a": 1, "list": [1, "two", ["k": 3]], "o": ["k": "v", "l": []], "t": "text",
    ]

    private static func expression(_ source: inout SeededGenerator, _ depth: Int) -> String {
        if depth > 3 || source.chance(2) {
            return source.pick(Self.paths + ["1", "2.5", "\"s\"", "true", "null", "undefined"])
        }
        let helper = source.pick(Template.helpers.map(\.name) + ["lookup", "nope"])
        let count = source.below(4)
        let arguments = (0..<count).map { _ in " " + Self.expression(&source, depth + 1) }.joined()
        return "(\(helper)\(arguments))"
    }

    private static func template(_ source: inout SeededGenerator, _ depth: Int = 0) -> String {
        var text = ""
        for _ in 0...source.below(4) {
            let inside = depth < 4 ? Self.template(&source, depth + 1) : "."
            let value = Self.expression(&source, 0)
            switch source.below(9) {
            case 0: text += source.pick(["t", "\n", "  ", "\n  ", "{{! c }}\n", "\\{{a}}"])
            case 1: text += value.hasPrefix("(") ? "{{\(value.dropFirst().dropLast())}}" : "{{\(value)}}"
            case 2: text += "{{#if \(value)}}\(inside){{else}}\(inside){{/if}}"
            case 3: text += "{{~#each \(value) as |x|~}}\(inside){{~/each}}"
            case 4: text += "{{#with \(value)}}\n\(inside)\n{{^}}\n{{/with}}"
            case 5: text += "{{> p \(value)}}\n"
            case 6: text += "{{#> p k=\(value)}}\(inside){{/p}}"
            case 7: text += "{{#*inline \"p\"}}\(inside){{> @partial-block}}{{/inline}}"
            default: text += "{{#a}}\(inside){{/a}}{{^no}}\(inside){{/no}}"
            }
        }
        return text
    }

    private static func run(_ source: String) throws -> (rendered: Bool, compiled: Bool) {
        var limits = TemplateLimits.standard
        limits.cost = 5000
        limits.output = 100_000
        var result = (rendered: false, compiled: false)
        for options in [TemplateOptions.text, .handlebars] {
            _ = fault { () throws(TemplateError) in
                let partials = ["p": try Template("<{{k}}{{#if @partial-block}}{{> @partial-block}}{{/if}}>")]
                let template = try Template(source, options: options, limits: limits)
                result.compiled = true
                let explanation = try template.explain(context: Self.context, partials: partials)
                result.rendered = true
                let size = explanation.output.utf8.count
                #expect(explanation.substitutions.allSatisfy { $0.range.upperBound <= size })
                _ = try template.explain(partials: partials) { Self.context[$0] }
            }
        }
        return result
    }

    @Test(arguments: 1...4)
    func templatesOfTheGrammar(_ seed: UInt64) throws {
        var source = SeededGenerator(seed: seed)
        var (rendered, compiled) = (0, 0)
        for _ in 0..<100 {
            let result = try Self.run(Self.template(&source))
            rendered += result.rendered ? 1 : 0
            compiled += result.compiled ? 1 : 0
        }
        // Enough of them have to work for this to try something.
        #expect(compiled > 75 && rendered > 5, "\(compiled) compiled, \(rendered) rendered")
    }
}
