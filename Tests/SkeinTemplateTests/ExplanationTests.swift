// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinTemplate
import Testing

@Suite
struct ExplanationTests {
    private static let context: JSONValue = [
        "input": ["name": "Ada", "items": [["price": 2], ["price": 3]]], "greeting": "Hello",
    ]

    /// What an explanation says of each place, with the piece of output that its range holds.
    private static func lines(_ source: String, _ partials: [String: String] = [:]) throws -> [String] {
        let compiled = try partials.mapValues { try Template($0) }
        let explanation = try Template(source).explain(context: Self.context, partials: compiled)
        let bytes = Array(explanation.output.utf8)
        return explanation.substitutions.map { item in
            let piece = String(decoding: bytes[item.range], as: UTF8.self)
            let place = "\(item.partial.map { $0 + ":" } ?? "")\(item.position.line):\(item.position.column)"
            return "\(place) \(item.source) [\(item.paths.joined(separator: " "))] \(piece)"
        }
    }

    @Test
    func placesSayWhereTheirTextComesFrom() throws {
        let source =
            "{{greeting}} {{upper input.name}}\n{{#each input.items as |it|}}{{@index}}:{{it.price}};{{price}}{{/each}}"
        #expect(
            try Self.lines(source) == [
                "1:1 {{greeting}} [greeting] Hello", "1:14 {{upper input.name}} [input.name] ADA",
                "2:30 {{@index}} [@index] 0", "2:41 {{it.price}} [input.items.0.price] 2",
                "2:54 {{price}} [input.items.0.price] 2",
                "2:30 {{@index}} [@index] 1", "2:41 {{it.price}} [input.items.1.price] 3",
                "2:54 {{price}} [input.items.1.price] 3",
            ]
        )
    }

    @Test
    func indentedPartialsKeepTheirRanges() throws {
        let lines = try Self.lines("x\n  {{> p who=input.name}}\n{{greeting}}", ["p": "{{who}}\n{{greeting}}!\n"])
        #expect(
            lines == [
                "p:1:1 {{who}} [input.name] Ada", "p:2:1 {{greeting}} [greeting] Hello",
                "3:1 {{greeting}} [greeting] Hello",
            ]
        )
    }

    @Test
    func scopesNameTheirRoots() throws {
        let explanation = try Template("{{$input.name}}{{eq $input.name \"Ada\"}}").explain { Self.context[$0] }
        #expect(explanation.output == "Adatrue")
        #expect(explanation.substitutions.map(\.paths) == [["input.name"], ["input.name"]])
        #expect(explanation.substitutions[1].value == true)
    }

    @Test(arguments: [
        ("{{a.b}}{{$c}}", "a.b c"), ("{{#if a}}{{b}}{{else}}{{c}}{{/if}}", "a? b c"),
        ("{{#each a.list as |x|}}{{x.y}}{{name}}{{../b}}{{@root.c.d}}{{/each}}", "a.list? b c.d"),
        ("{{#with a.b}}{{c}}{{../d}}{{/with}}", "a.b? a.b.c d"), ("{{upper (default a.b c)}}", "a.b? c?"),
        ("{{#with a as |w|}}{{w.b}}{{this.c}}{{/with}}{{w.d}}", "a? a.c w.d"), ("{{#a}}{{b}}{{/a}}", "a"),
        ("{{> p a.b k=c}}{{#> q}}{{d}}{{/q}}", "a.b? c?"), ("{{#*inline \"p\"}}{{a}}{{/inline}}{{b}}", "b"),
        ("{{#each a}}{{b}}{{else}}{{c}}{{/each}}", "a? c"), ("{{json this}}{{@index}}", ""),
        ("{{number a.n digits=b}}", "a.n b"), ("{{lookup a b}}", "a? b?"), ("{{a.[0].c}}", "a.0.c"),
    ])
    func pathsAreKnownBeforeRendering(_ source: String, _ expected: String) throws {
        let references = try Template(source).references
        let texts = references.map { $0.path.joined(separator: ".") + ($0.mayBeAbsent ? "?" : "") }
        #expect(texts.joined(separator: " ") == expected)
    }

    @Test
    func referencesHaveTheirPlace() throws {
        let reference = try #require(try Template("x\n {{upper  a.b}}").references.first)
        #expect(reference.position.line == 2 && reference.position.column == 11)
    }
}
