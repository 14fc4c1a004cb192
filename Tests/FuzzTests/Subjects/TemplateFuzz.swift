// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinTemplate

/// The parser and renderer of templates.
struct TemplateFuzz: FuzzSubject {
    let name = "templates"
    let dictionary = [
        "{{", "}}", "{{{", "}}}", "{{{{", "}}}}", "{{{{/", "{{#", "{{/", "{{^", "{{else", "{{!", "--}}", "{{!--", "{{>",
        "{{#>", "{{#*", "{{&", "~", "\\", "\\\\", "a", "b.c", "this", "..", "/", ".", "@", "@root", "if", "each",
        "with",
        "inline", "as |x|", "|", "(", ")", "=", "\"t\"", "'", "\"", "1", "-2.5", "true", "null", " ", "\n", "\r\n",
        "\t",
        "é", "👩‍👩‍👧", "[", "]", "\0", "$", "{{> p}}", "@partial-block", "{{/if}}", "{{/each}}", "lookup ",
    ]

    private static let context: JSONValue = [
        "a": 1, "list": [1, "two", ["k": 3]], "o": ["k": "v", "l": []], "t": "text", "due": "2026-07-31T14:30:00Z",
    ]
    private static let limits = TemplateLimits(output: 100_000, cost: 5000)

    func run(_ input: [UInt8]) -> FuzzOutcome {
        let source = String(decoding: input, as: UTF8.self)
        var outcome = FuzzOutcome()
        for options in [TemplateOptions.text, .handlebars] {
            do throws(TemplateError) {
                let template = try Template(source, options: options, limits: Self.limits)
                outcome.isTaken = true
                if let fault = try Self.fault(of: template) { outcome.fault = fault }
            } catch {
                if error.message.isEmpty { outcome.fault = "\(error.code) has no message" }
            }
        }
        return outcome
    }

    private static func fault(of template: Template) throws(TemplateError) -> String? {
        let partials = [
            "p": try Template("<{{k}}{{#if @partial-block}}{{> @partial-block}}{{/if}}>", options: .handlebars)
        ]
        let explanation = try template.explain(context: Self.context, partials: partials)
        let size = explanation.output.utf8.count
        if size > Self.limits.output { return "\(size) bytes of output" }
        if !explanation.substitutions.allSatisfy({ $0.range.upperBound <= size }) {
            return "a place is outside of the output"
        }
        let output = try template.render(context: Self.context, partials: partials)
        return output == explanation.output ? nil : "rendered and explained differ"
    }
}
