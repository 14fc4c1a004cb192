// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinTemplate
import Testing

@Suite
struct HelperTests {
    static let context: JSONValue = [
        "n": 1_234_567.891, "i": -1234, "half": 2.675, "share": 0.2567, "tiny": 0.004, "name": "ada LOVELACE",
        "time": "2026-07-31T22:05:09Z", "day": "2026-01-05", "space": "  x y ", "long": "An engine of many parts",
        "items": [
            ["name": "b", "price": 2, "open": true], ["name": "a", "price": 10.5, "open": false],
            ["name": "c", "price": 2, "open": true],
        ],
        "words": ["red", "green", "blue"], "empty": [], "none": .null, "text": "", "object": ["k": [1, true]],
    ]

    @Test(arguments: [
        ("{{number n}}", "1,234,567.891"), ("{{number n digits=1}}", "1,234,567.9"), ("{{number i}}", "-1,234"),
        ("{{number n digits=2 thousands=\".\" decimal=\",\"}}", "1.234.567,89"), ("{{number half digits=2}}", "2.68"),
        ("{{number i digits=2 thousands=\"\"}}", "-1234.00"), ("{{number tiny digits=2}}", "0.00"),
        ("{{number \"12.5\"}}", "12.5"), ("{{percent share}}", "26%"), ("{{percent share digits=1}}", "25.7%"),
        ("{{percent tiny digits=1}}", "0.4%"), ("{{percent 1}}", "100%"), ("{{round half 2}}", "2.68"),
        ("{{round half}}", "3"), ("{{round i 2}}", "-1234"), ("{{number 0}}", "0"), ("{{round -0.4}}", "0"),
        ("{{money n \"EUR\"}}", "EUR 1,234,567.89"), ("{{money n \"JPY\"}}", "JPY 1,234,568"),
        ("{{money 1 \"KWD\"}}", "KWD 1.000"), ("{{number 999.995 digits=2}}", "1,000.00"),
    ])
    func numbers(_ source: String, _ expected: String) throws { try Self.expect(source, expected) }

    @Test(arguments: [
        ("{{date time}}", "2026-07-31"), ("{{date time \"D MMMM YYYY, HH:mm\"}}", "31 July 2026, 22:05"),
        ("{{date time \"ddd DD.MM.YY HH:mm Z\" offset=\"+05:30\"}}", "Sat 01.08.26 03:35 +05:30"),
        ("{{date time \"h:mm A\" offset=\"-10:00\"}}", "12:05 PM"), ("{{date day \"dddd, [D] D/M\"}}", "Monday, D 5/1"),
        ("{{date day \"MMM s\"}}", "Jan 0"),
    ])
    func dates(_ source: String, _ expected: String) throws { try Self.expect(source, expected) }

    @Test(arguments: [
        ("{{upper name}}", "ADA LOVELACE"), ("{{lower name}}", "ada lovelace"), ("{{capitalize name}}", "Ada LOVELACE"),
        ("[{{trim space}}]", "[x y]"), ("{{truncate long 10}}", "An engine…"), ("{{truncate long 100}}", long),
        ("{{truncate long 8 ellipsis=\"\"}}", "An engin"), ("{{replace long \"n\" \"N\"}}", "AN eNgiNe of maNy parts"),
        ("{{default text \"x\"}}{{default nope \"y\"}}{{default 0 1}}", "xy0"), ("{{json object}}", "{\"k\":[1,true]}"),
        ("{{json object pretty=true}}", "{\n  \"k\": [\n    1,\n    true\n  ]\n}"), ("{{upper i}}", "-1234"),
        ("{{replace (upper name) \"A\" \"\"}}", "D LOVELCE"),
    ])
    func texts(_ source: String, _ expected: String) throws { try Self.expect(source, expected) }

    private static let long = "An engine of many parts"

    @Test(arguments: [
        ("{{join words}}", "red, green, blue"), ("{{join words \" \"}}", "red green blue"),
        ("{{join words last=\" and \"}}", "red, green and blue"), ("{{join empty}}", ""), ("{{first words}}", "red"),
        ("{{last words}}", "blue"), ("{{first empty}}", ""),
        ("{{length words}}{{length name}}{{length object}}", "3121"),
        ("{{#each (sort_by items \"price\")}}{{name}}{{/each}}", "bca"),
        ("{{#each (sort_by items \"name\" order=\"desc\")}}{{name}}{{/each}}", "cba"),
        ("{{join (sort_by words)}}", "blue, green, red"), ("{{sum items \"price\"}}", "14.5"),
        ("{{length (where items \"open\")}}", "2"), ("{{#each (where items \"price\" 2)}}{{name}}{{/each}}", "bc"),
        ("{{sum empty}}", "0"), ("{{#with (first items)}}{{name}}{{/with}}", "b"),
    ])
    func lists(_ source: String, _ expected: String) throws { try Self.expect(source, expected) }

    @Test(arguments: [
        ("{{eq 1 1.0}} {{ne \"a\" \"b\"}} {{eq nope none}}", "true true true"), ("{{lt 1 2}} {{gte 2 2}}", "true true"),
        ("{{gt \"b\" \"a\"}} {{lte 3 2}}", "true false"), ("{{or text nope \"z\"}}", "z"), ("{{and n 0 1}}", "0"),
        ("{{not empty}}{{not words}}", "truefalse"), ("{{#if (and (gt n 1) (not none))}}y{{/if}}", "y"),
    ])
    func conditions(_ source: String, _ expected: String) throws { try Self.expect(source, expected) }

    @Test(arguments: [
        ("{{number name}}", "type-mismatch"), ("{{number n digits=99}}", "value-out-of-range"),
        ("{{number n digits=\"x\"}}", "type-mismatch"), ("{{date name}}", "type-mismatch"),
        ("{{date time offset=\"Europe/Berlin\"}}", "value-out-of-range"), ("{{join name}}", "type-mismatch"),
        ("{{money n \"euro\"}}", "value-out-of-range"), ("{{lt 1 \"1\"}}", "type-mismatch"),
        ("{{sum words}}", "type-mismatch"), ("{{sort_by items \"nope\"}}", "type-mismatch"),
        ("{{sort_by words order=\"up\"}}", "value-out-of-range"), ("{{upper object}}", "type-mismatch"),
        ("{{upper nope}}", "path-absent"), ("{{where items}}", "arguments-invalid"),
    ])
    func wrongArgumentsHaveCodes(_ source: String, _ code: String) {
        let error = fault { () throws(TemplateError) in _ = try Template(source).render(context: Self.context) }
        #expect(error?.code == code && error?.line == 1, "\(error.debugDescription)")
    }

    @Test
    func everyHelperSaysWhatItDoes() {
        #expect(Set(Template.helpers.map(\.name)).count == Template.helpers.count)
        for helper in Template.helpers {
            #expect(helper.doc.hasSuffix(".") || helper.doc.contains("`"), "\(helper.name)")
        }
    }

    private static func expect(_ source: String, _ expected: String) throws {
        #expect(try Template(source).render(context: Self.context) == expected)
    }
}
