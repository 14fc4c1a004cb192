// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinModel
import SkeinTemplate
import Testing

@Suite
struct LimitTests {
    @Test(arguments: [
        "{{#if a}}", "{{#each this}}", "{{(", "{{a (b ", "{{#*inline \"x\"}}", "{{#> p}}", "{{^a}}", "{{else if a}}",
        "{{#if a}}{{else if b}}", "{{{{a}}}}", "{{a.", "{{../", "{{!--", "[", "{{[", "\\{{", "{{a b=", "{{~",
    ])
    func longTextsOfAnythingAreRefusedOrRead(_ piece: String) {
        let source = String(repeating: piece, count: 131_072 / piece.utf8.count)
        let error = fault { () throws(TemplateError) in _ = try Template(source, options: .handlebars) }
        #expect(["template-too-deep", "template-malformed", nil].contains(error?.code))
    }

    @Test
    func aMebibyteOfOpenBlocksIsTooDeep() {
        let source = String(repeating: "{{#if a}}", count: 1_048_576 / 9)
        let error = fault { () throws(TemplateError) in _ = try Template(source) }
        #expect(error?.code == "template-too-deep" && error?.column == 577)
    }

    @Test
    func aLongChainIsTooDeep() {
        let source = "{{#if a}}" + String(repeating: "{{else if b}}", count: 10_000) + "{{/if}}"
        let error = fault { () throws(TemplateError) in _ = try Template(source) }
        #expect(error?.code == "template-too-deep" && error?.hint != nil && error?.line == 1)
    }

    @Test
    func longSourcesAreRefused() {
        let error = fault { () throws(TemplateError) in _ = try Template("12345", limits: TemplateLimits(length: 4)) }
        #expect(error?.code == "template-too-long")
    }

    @Test(arguments: [
        ("{{> p}}", "template-too-deep", 0),
        (
            "{{#each l}}{{#each @root.l}}{{#each @root.l}}{{#each @root.l}}x{{/each}}{{/each}}{{/each}}{{/each}}",
            "template-cost-exceeded", 100
        ),
        ("{{#each l}}{{#each @root.l}}{{@root.t}}{{/each}}{{/each}}", "template-output-too-large", 100),
        ("{{replace (replace t \"a\" t) \"a\" t}}", "template-output-too-large", 1),
        ("{{#each l}}{{#if (eq @root.d @root.d)}}{{/if}}{{/each}}", "template-cost-exceeded", 1000),
        ("{{join l t}}", "template-output-too-large", 9_000), ("{{> q}}", "template-too-deep", 0),
        ("{{#*inline \"i\"}}{{> i}}{{/inline}}{{> i}}", "template-too-deep", 0),
        ("{{#> q}}{{> @partial-block}}{{/q}}", "partial-unknown", 0),
    ])
    func renderingIsBounded(_ source: String, _ code: String, _ count: Int) throws {
        let partials = [
            "p": try Template("{{> p}}"), "q": try Template("{{#> @partial-block}}{{> q}}{{/@partial-block}}"),
        ]
        let list = JSONValue.array(Array(repeating: 1, count: count))
        let deep = JSONValue.array([.array(Array(repeating: 1, count: 5000))])
        let context: JSONValue = ["l": list, "t": .string(String(repeating: "a", count: 1000)), "d": deep]
        let template = try Template(source)
        let error = fault { () throws(TemplateError) in _ = try template.render(context: context, partials: partials) }
        #expect(error?.code == code, "\(error.debugDescription)")
    }

    /// A quarter of the stack of a thread on Linux, where frames without optimisation are several times as large.
    @Test
    func theDeepestTemplatesFitASmallStack() {
        let done = DispatchSemaphore(value: 0)
        let codes = Codes()
        let thread = Thread {
            let nested = String(repeating: "{{#with a}}", count: 62) + String(repeating: "{{/with}}", count: 62)
            let calls =
                "{{not " + String(repeating: "(not ", count: 30) + "a" + String(repeating: ")", count: 30) + "}}"
            let around = "{{#if 1}}{{#if 1}}{{> p}}{{/if}}{{/if}}"
            for (source, partial) in [(nested, ""), (calls, ""), ("{{> p}}", around)] {
                let error = fault { () throws(TemplateError) in
                    let partials = ["p": try Template(partial)]
                    _ = try Template(source, options: .text).render(context: ["a": ["a": 1]], partials: partials)
                }
                codes.append(error?.code ?? "none")
            }
            done.signal()
        }
        thread.stackSize = 2048 * 1024
        thread.start()
        done.wait()
        #expect(codes.all == ["none", "none", "template-too-deep"])
    }

    // safety: the thread writes before it signals, and the test reads after.
    private final class Codes: @unchecked Sendable {
        private(set) var all: [String] = []
        func append(_ code: String) { self.all.append(code) }
    }
}
