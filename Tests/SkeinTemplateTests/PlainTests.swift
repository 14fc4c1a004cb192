// SPDX-License-Identifier: Apache-2.0

import SeededRandom
import SkeinModel
import Testing

@testable import SkeinTemplate

/// A plain program gives what the renderer of everything gives, which explains with the same steps.
@Suite
struct PlainTests {
    /// What rendering came to.
    private enum Outcome: Equatable {
        case text(String)
        case error(TemplateError)

        init(_ body: () throws(TemplateError) -> String) {
            do throws(TemplateError) {
                self = .text(try body())
            } catch {
                self = .error(error)
            }
        }
    }

    private static let context: JSONValue = [
        "a": 1, "b": "<b> & 'é' \"c\" `d` =",
        "list": [1, "two", ["k": 3, "a": "inner"], [], "a long text & more of it"],
        "o": ["k": "v", "l": [], "a": ["a": 7, "o": ["k": "deep"]]], "t": true, "f": false, "n": .null, "x": 1.5,
        "rows": [["k": 1, "on": true], ["k": 2, "on": false, "a": "own"]], "same": ["two", "two"], "zero": 0,
    ]
    private static let paths = [
        "a", "b", "list", "list.2.k", "list.length", "b.length", "o.k", "o.a.a", "t", "f", "n", "x", "n.k", "no",
        "no.pe",
        "k", "on", "this", "this.k", "../a", "../../a", "../this", "../../../a", "..", "@index", "@key", "@first",
        "@last",
        "@root.a", "@no", "same", "zero", "$a", "rows", "o", "[a]",
    ]
    private static let options: [TemplateOptions] = {
        var lenient = TemplateOptions.html
        lenient.isStrict = false
        var objects = lenient
        objects.assumesObjects = true
        return [.text, .html, .handlebars, lenient, objects]
    }()

    private static func value(_ numbers: inout SeededGenerator, _ depth: Int) -> String {
        guard depth < 2, numbers.chance(4) else {
            return numbers.pick(Self.paths + ["1", "0", "\"s\"", "true", "null", "undefined"])
        }
        let helper = numbers.pick(["eq", "or", "and", "not", "upper", "default", "join", "lookup", "nope", "number"])
        let arguments = (0..<numbers.below(3) + 1).map { _ in " " + Self.value(&numbers, depth + 1) }.joined()
        return "(\(helper)\(arguments))"
    }

    private static func template(_ numbers: inout SeededGenerator, _ depth: Int = 0) -> String {
        var text = ""
        for _ in 0..<numbers.below(3) + 1 {
            let inside = depth < 4 ? Self.template(&numbers, depth + 1) : "."
            let path = numbers.pick(Self.paths)
            let value = Self.value(&numbers, 0)
            switch numbers.below(9) {
            case 0: text += numbers.pick(["t", "\n", "  é", "{{! c }}\n", "text that is longer than a word"])
            case 1: text += "{{\(path)}}"
            case 2: text += "{{{\(path)}}}"
            case 3: text += value.hasPrefix("(") ? "{{\(value.dropFirst().dropLast())}}" : "{{\(value)}}"
            case 4: text += "{{#if \(value)}}\(inside){{else}}\(inside){{/if}}"
            case 5: text += "{{#unless \(value)}}\(inside){{/unless}}"
            case 6: text += "{{#each \(path)}}\(inside){{else}}none{{/each}}"
            case 7: text += "{{#with \(path)}}\(inside){{^}}none{{/with}}"
            default:
                let name = numbers.pick(["a", "list", "o", "t", "f", "n", "rows", "no", "same"])
                text += "{{#\(name)}}\(inside){{^}}\(inside){{/\(name)}}"
            }
        }
        return text
    }

    @Test(arguments: UInt64(1)...8)
    func randomTemplatesGiveTheSame(_ seed: UInt64) throws {
        var numbers = SeededGenerator(seed: seed)
        var (plain, texts) = (0, 0)
        for round in 0..<400 {
            let source = Self.template(&numbers)
            var limits = TemplateLimits.standard
            if round % 8 == 0 { limits.cost = numbers.below(60) }
            if round % 8 == 1 { limits.output = numbers.below(60) }
            if round % 8 == 2 { limits.depth = numbers.below(5) }
            let options = numbers.pick(Self.options)
            guard let template = try? Template(source, options: options, limits: limits) else { continue }
            plain += template.plain == nil ? 0 : 1
            let explained = Outcome { () throws(TemplateError) in try template.explain(context: Self.context).output }
            let rendered = Outcome { () throws(TemplateError) in try template.render(context: Self.context) }
            #expect(rendered == explained, "\(source)")
            if let program = template.plain, PlainRenderer.text(of: program, Self.context, nil) != nil { texts += 1 }
            let roots: (String) -> JSONValue? = { Self.context[$0] }
            #expect(
                Outcome { () throws(TemplateError) in try template.render(roots) }
                    == Outcome { () throws(TemplateError) in try template.explain(roots).output },
                "\(source) with roots"
            )
        }
        // Enough of them have to be plain, and to succeed, for this to try something.
        #expect(plain > 60 && texts > 25, "\(plain) plain, \(texts) texts")
    }

    @Test(arguments: [
        "{{a}}", "{{#each rows}}{{k}}{{../b}}{{@index}}{{#if @last}}.{{/if}}{{/each}}", "{{#o}}{{k}}{{/o}}",
        "{{#if (eq a 1)}}{{upper b}}{{/if}}",
    ])
    func whatMostTemplatesUseIsPlain(_ source: String) throws {
        #expect(try Template(source).plain != nil)
    }

    @Test
    func aValueThatIsTheContextAlreadyIsNoFurtherContext() throws {
        let source = "{{#with c}}{{#with [0]}}{{../c}}|{{../../c}}{{/with}}{{/with}}"
        let template = try Template(source, options: .handlebars)
        let program = try #require(template.plain)
        #expect(PlainRenderer.text(of: program, ["c": "t"], nil) == "t|")
        #expect(try template.explain(context: ["c": "t"]).output == "t|")
    }

    @Test(arguments: [0, 1, 7, 8, 9, 15, 16, 17])
    func charactersOfHTMLAreFoundWhereverTheyStand(_ position: Int) throws {
        for character in "&<>\"'`=" {
            let before = String(repeating: "%", count: position)
            let value = before + String(character) + "é?;(a_\u{1}" + String(character)
            let template = try Template("{{v}}", options: .html)
            let expected = try template.explain(context: ["v": .string(value)]).output
            #expect(try template.render(context: ["v": .string(value)]) == expected)
            #expect(expected.hasPrefix(before + "&") && expected.hasSuffix(";") && expected.contains("é?;(a_\u{1}&"))
        }
    }

    @Test(arguments: 1...20)
    func charactersOfHTMLAreFoundInTextsOfEveryLength(_ length: Int) throws {
        let template = try Template("{{v}}", options: .html)
        for first in 0..<length {
            for second in first..<length {
                var value = [Character](repeating: "%", count: length)
                var expected = value.map(String.init)
                for position in [first, second] {
                    value[position] = "<"
                    expected[position] = "&lt;"
                }
                #expect(try template.render(context: ["v": .string(String(value))]) == expected.joined())
            }
        }
    }

    @Test
    func aTextThatOutgrowsTheFirstMemoryIsWhole() throws {
        let row = String(repeating: "a row of text, ", count: 30)
        let program = try #require(try Template("{{#each rows}}{{this}}{{@index}}{{/each}}").plain)
        let context: JSONValue = ["rows": .array(Array(repeating: .string(row), count: 40))]
        let expected = (0..<40).map { row + String($0) }.joined()
        #expect(PlainRenderer.text(of: program, context, nil) == expected)
    }
}
