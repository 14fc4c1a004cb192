// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import Testing

@testable import SkeinSchema

@Suite
struct SchemaFaultTests {
    static let rows: [(schema: String, code: String, pointer: String)] = [
        ("3", "schema-malformed", ""),
        (#"{"type":"strin"}"#, "schema-malformed", "/type"),
        (#"{"type":["string","string"]}"#, "schema-malformed", "/type"),
        (#"{"minimum":"1"}"#, "schema-malformed", "/minimum"),
        (#"{"multipleOf":0}"#, "schema-malformed", "/multipleOf"),
        (#"{"minLength":-1}"#, "schema-malformed", "/minLength"),
        (#"{"minLength":1.5}"#, "schema-malformed", "/minLength"),
        (#"{"required":true}"#, "schema-malformed", "/required"),
        (#"{"required":["a","a"]}"#, "schema-malformed", "/required"),
        (#"{"items":[{}]}"#, "schema-malformed", "/items"),
        (#"{"allOf":[]}"#, "schema-malformed", "/allOf"),
        (#"{"properties":{"a":1}}"#, "schema-malformed", "/properties"),
        (#"{"exclusiveMinimum":true}"#, "schema-malformed", "/exclusiveMinimum"),
        (#"{"$defs":{"a":{"items":{"maximum":null}}}}"#, "schema-malformed", "/$defs/a/items/maximum"),
        (#"{"propertys":{}}"#, "keyword-unknown", "/propertys"),
        (#"{"additionalItems":true}"#, "keyword-unknown", "/additionalItems"),
        (#"{"format":"datetime"}"#, "format-unknown", "/format"),
        (#"{"format":"uri-templates"}"#, "format-unknown", "/format"),
        (#"{"pattern":"("}"#, "pattern-malformed", "/pattern"),
        (#"{"pattern":"(?=a)"}"#, "pattern-unsupported", "/pattern"),
        (#"{"pattern":"(a{1000}){1000}"}"#, "pattern-too-large", "/pattern"),
        (#"{"patternProperties":{"[":true}}"#, "pattern-malformed", "/patternProperties/["),
        (##"{"$ref":"#/$defs/a"}"##, "reference-unresolved", "/$ref"),
        (##"{"$ref":"#a"}"##, "reference-unresolved", "/$ref"),
        (##"{"$ref":"#/title","title":"a"}"##, "reference-unresolved", "/$ref"),
        (#"{"$ref":"https://a.example/b"}"#, "reference-unresolved", "/$ref"),
        (##"{"$ref":"#"}"##, "reference-circular", ""),
        (
            ##"{"$defs":{"a":{"anyOf":[{"$ref":"#/$defs/b"}]},"b":{"not":{"$ref":"#/$defs/a"}}}}"##,
            "reference-circular", "/$defs/b/not"
        ),
        (#"{"$schema":"http://json-schema.org/draft-04/schema#"}"#, "schema-dialect-unsupported", "/$schema"),
        (
            ##"{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"a":{"$ref":"#","maximum":1}}}"##,
            "keyword-without-effect", "/properties/a/maximum"
        ),
    ]

    @Test(arguments: Self.rows)
    func aFaultIsNamedWithItsPlace(_ row: (schema: String, code: String, pointer: String)) throws {
        let problems = try faults(row.schema)
        #expect(problems.map(\.code) == [row.code], "\(problems)")
        #expect(problems.map(\.pointer.description) == [row.pointer])
        #expect(problems.allSatisfy { $0.message.hasSuffix(".") })
    }

    @Test
    func allFaultsAreReportedAtOnceWithHints() throws {
        let problems = try faults(
            ##"""
            {"properties":{"a":{"type":"interger"},"b":{"maxLenght":3},"c":{"$ref":"#/$defs/adress"}},"$defs":{"address":{"nullable":true}}}
            """##
        )
        let hints = Dictionary(uniqueKeysWithValues: problems.map { ($0.pointer.description, $0.hint) })
        #expect(
            hints == [
                "/properties/a/type": "Did you mean 'integer'?",
                "/properties/b/maxLenght": "Did you mean 'maxLength'?",
                "/properties/c/$ref": "Did you mean '#/$defs/address'?",
                "/$defs/address/nullable": "Write a list of types: \"type\": [\"string\", \"null\"].",
            ]
        )
    }

    @Test
    func unknownKeywordsAreIgnoredOnRequest() throws {
        #expect(try faults(#"{"propertys":{},"format":"datetime"}"#, unknownKeywords: .ignore) == [])
        #expect(try faults(#"{"x-unit":"m"}"#) == [])
    }

    @Test
    func aFaultInAnotherDocumentNamesTheDocument() throws {
        let problems = try #require(throws: SchemaError.self) {
            try schema(#"{"$ref":"https://a.example/b"}"#, documents: ["https://a.example/b": ["type": "x"]])
        }.problems
        #expect(problems.first?.message.contains("https://a.example/b") == true)
    }
}
