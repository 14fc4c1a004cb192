// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import Testing

@testable import SkeinSchema

@Suite
struct KeywordTests {
    /// A keyword's schema with an instance that satisfies it, one that does not, and the code that says why.
    struct Row: CustomTestStringConvertible, Sendable {
        let schema: String
        let valid: String
        let invalid: String
        let code: String

        init(_ schema: String, _ valid: String, _ invalid: String, _ code: String) {
            self.schema = schema
            self.valid = valid
            self.invalid = invalid
            self.code = code
        }

        var testDescription: String { self.schema }
    }

    static let scalars: [Row] = [
        Row(#"{"type":"integer"}"#, "3.0", "3.5", "type-mismatch"),
        Row(#"{"type":"integer"}"#, "1e300", "\"3\"", "type-mismatch"),
        Row(#"{"type":["string","null"]}"#, "null", "1", "type-mismatch"),
        Row(#"{"type":"number"}"#, "3", "true", "type-mismatch"),
        Row("false", "", "1", "never-valid"),
        Row(#"{"enum":["a",1,{"b":[1]}]}"#, #"{"b":[1.0]}"#, "\"b\"", "not-in-enum"),
        Row(#"{"enum":[1,2,3,4,5,6,7,8,9,10]}"#, "10.0", "11", "not-in-enum"),
        Row(#"{"const":{"a":1,"b":2}}"#, #"{"b":2,"a":1.0}"#, #"{"a":1}"#, "const-mismatch"),
        Row(#"{"const":false}"#, "false", "0", "const-mismatch"),
        Row(#"{"maximum":3}"#, "3", "3.1", "above-maximum"),
        Row(#"{"exclusiveMaximum":3}"#, "2.9", "3", "above-maximum"),
        Row(#"{"minimum":-0.5}"#, "0", "-1", "below-minimum"),
        Row(#"{"exclusiveMinimum":0}"#, "1e-9", "0", "below-minimum"),
        Row(#"{"maximum":9007199254740992}"#, "9007199254740992", "9007199254740993", "above-maximum"),
        Row(#"{"maximum":9007199254740992.0}"#, "9007199254740992", "9007199254740993", "above-maximum"),
        Row(#"{"minimum":-9223372036854775808}"#, "-9223372036854775808", "-1e19", "below-minimum"),
        Row(#"{"multipleOf":0.01}"#, "19.99", "19.995", "not-multiple"),
        Row(#"{"multipleOf":0.1}"#, "0.3", "0.35", "not-multiple"),
        Row(#"{"multipleOf":0.0001}"#, "0.0075", "0.00751", "not-multiple"),
        Row(#"{"multipleOf":7}"#, "9223372036854775807", "9223372036854775806", "not-multiple"),
        Row(#"{"multipleOf":2.5}"#, "1e308", "4", "not-multiple"),
        Row(#"{"multipleOf":1e-300}"#, "1e300", "1.5e-300", "not-multiple"),
        Row(#"{"multipleOf":123456789.123}"#, "246913578.246", "246913578.247", "not-multiple"),
        Row(#"{"minLength":2}"#, "\"éa\"", "\"👍\"", "too-short"),
        Row(#"{"maxLength":2}"#, "\"👍👍\"", "\"abc\"", "too-long"),
        // A family emoji is one character to Swift and seven code points to JSON Schema.
        Row(#"{"maxLength":1}"#, "\"👍\"", "\"👨‍👩‍👧‍👦\"", "too-long"),
        Row(#"{"pattern":"b+"}"#, "\"abba\"", "\"aca\"", "pattern-mismatch"),
        Row(#"{"format":"date"}"#, "\"2024-02-29\"", "\"2023-02-29\"", "format-mismatch"),
    ]

    static let lists: [Row] = [
        Row(#"{"minItems":1}"#, "[1]", "[]", "too-few-items"),
        Row(#"{"maxItems":1}"#, "[1]", "[1,2]", "too-many-items"),
        Row(#"{"uniqueItems":true}"#, "[1,true,\"1\"]", "[1,2,1.0]", "not-unique"),
        Row(#"{"uniqueItems":true}"#, "[1,2,3,4,5,6,7,8,9,0]", "[1,2,3,4,5,6,7,8,9,9]", "not-unique"),
        Row(#"{"items":{"type":"string"}}"#, "[\"a\"]", "[1]", "type-mismatch"),
        Row(#"{"prefixItems":[{"type":"string"}]}"#, "[\"a\",1]", "[1]", "type-mismatch"),
        Row(#"{"prefixItems":[true],"items":false}"#, "[1]", "[1,2]", "never-valid"),
        Row(#"{"contains":{"const":1}}"#, "[0,1]", "[0]", "contains-too-few"),
        Row(#"{"contains":{"const":1},"minContains":2}"#, "[1,1]", "[1]", "contains-too-few"),
        Row(#"{"contains":{"const":1},"maxContains":1}"#, "[1]", "[1,1]", "contains-too-many"),
        Row(#"{"prefixItems":[true],"unevaluatedItems":false}"#, "[1]", "[1,2]", "item-unknown"),
        Row(
            #"{"$schema":"http://json-schema.org/draft-07/schema#","items":[true],"additionalItems":{"type":"null"}}"#,
            "[1,null]",
            "[1,2]",
            "type-mismatch"
        ),
    ]

    static let objects: [Row] = [
        Row(#"{"minProperties":1}"#, #"{"a":1}"#, "{}", "too-few-properties"),
        Row(#"{"maxProperties":0}"#, "{}", #"{"a":1}"#, "too-many-properties"),
        Row(#"{"required":["a"]}"#, #"{"a":null}"#, "{}", "required-missing"),
        Row(#"{"properties":{"a":{"type":"null"}}}"#, #"{"b":1}"#, #"{"a":1}"#, "type-mismatch"),
        Row(#"{"patternProperties":{"^n":{"type":"null"}}}"#, #"{"a":1}"#, #"{"n":1}"#, "type-mismatch"),
        Row(#"{"properties":{"a":true},"additionalProperties":false}"#, #"{"a":1}"#, #"{"b":1}"#, "property-unknown"),
        Row(#"{"propertyNames":{"maxLength":1}}"#, #"{"a":1}"#, #"{"ab":1}"#, "too-long"),
        Row(#"{"dependentRequired":{"a":["b"]}}"#, #"{"a":1,"b":1}"#, #"{"a":1}"#, "dependency-missing"),
        Row(#"{"dependencies":{"a":["b"]}}"#, #"{"b":1}"#, #"{"a":1}"#, "dependency-missing"),
        Row(#"{"dependentSchemas":{"a":{"minProperties":2}}}"#, #"{"b":1}"#, #"{"a":1}"#, "too-few-properties"),
        Row(
            #"{"allOf":[{"properties":{"a":true}}],"unevaluatedProperties":false}"#,
            #"{"a":1}"#,
            #"{"b":1}"#,
            "property-unknown"
        ),
        // What every alternative that holds has looked at counts, not only what the first one has.
        Row(
            #"{"anyOf":[{"properties":{"a":true}},{"properties":{"b":true}}],"unevaluatedProperties":false}"#,
            #"{"a":1,"b":1}"#,
            #"{"c":1}"#,
            "property-unknown"
        ),
        // Many properties are looked up by hash, whatever the order of the members.
        Row(
            #"{"properties":{"a":true,"b":true,"c":true,"d":true,"e":true,"f":true,"g":{"type":"null"}},"additionalProperties":false}"#,
            #"{"g":null,"c":1,"a":1}"#,
            #"{"f":1,"g":1}"#,
            "type-mismatch"
        ),
    ]

    static let applicators: [Row] = [
        Row(#"{"allOf":[{"minimum":1},{"maximum":2}]}"#, "2", "3", "above-maximum"),
        Row(#"{"anyOf":[{"type":"null"},{"minimum":1}]}"#, "null", "0", "any-of-mismatch"),
        Row(#"{"oneOf":[{"type":"null"},{"minimum":1}]}"#, "1", "0", "one-of-mismatch"),
        Row(#"{"oneOf":[{"maximum":5},{"minimum":1}]}"#, "0", "3", "one-of-ambiguous"),
        Row(#"{"not":{"type":"null"}}"#, "1", "null", "not-allowed"),
        Row(#"{"if":{"type":"string"},"then":{"minLength":2},"else":{"minimum":5}}"#, "\"ab\"", "\"a\"", "too-short"),
        Row(#"{"if":{"type":"string"},"then":{"minLength":2},"else":{"minimum":5}}"#, "5", "4", "below-minimum"),
        Row(##"{"$ref":"#/$defs/a","$defs":{"a":{"type":"null"}}}"##, "null", "1", "type-mismatch"),
        Row(##"{"$ref":"#/$defs/a%25b~1c","$defs":{"a%b/c":{"type":"null"}}}"##, "null", "1", "type-mismatch"),
        Row(##"{"$ref":"#n","$defs":{"a":{"$anchor":"n","type":"null"}}}"##, "null", "1", "type-mismatch"),
        Row(
            #"{"$id":"https://a.example/b/c","$ref":"../d","$defs":{"a":{"$id":"/d","type":"null"}}}"#,
            "null",
            "1",
            "type-mismatch"
        ),
        Row(
            ##"{"properties":{"next":{"$ref":"#"}},"required":["id"]}"##,
            #"{"id":1,"next":{"id":2}}"#,
            #"{"id":1,"next":{}}"#,
            "required-missing"
        ),
        Row(
            ##"{"$ref":"list","$id":"https://a.example/root","$defs":{"t":{"$dynamicAnchor":"T","type":"null"},"list":{"$id":"list","items":{"$dynamicRef":"#T"},"$defs":{"t":{"$dynamicAnchor":"T"}}}}}"##,
            "[null]",
            "[1]",
            "type-mismatch"
        ),
    ]

    @Test(arguments: Self.scalars + Self.lists + Self.objects + Self.applicators)
    func acceptsAndRefuses(_ row: Row) throws {
        let compiled = try schema(row.schema)
        if !row.valid.isEmpty {
            let instance = try JSONParser.parse(row.valid)
            #expect(compiled.validate(instance) == [])
            #expect(compiled.isValid(instance))
        }
        let instance = try JSONParser.parse(row.invalid)
        #expect(compiled.validate(instance).map(\.code) == [row.code])
        #expect(!compiled.isValid(instance))
    }

    @Test(arguments: ["null", "true", "1", "\"a\"", "[]", "{}"])
    func keywordsForOtherTypesDoNotApply(_ instance: String) throws {
        let value = try JSONParser.parse(instance)
        let all: [(types: [String], schema: String)] = [
            (["1"], #"{"minimum":5,"multipleOf":3}"#), (["\"a\""], #"{"minLength":5,"pattern":"b","format":"date"}"#),
            (["[]"], #"{"minItems":5,"contains":true}"#), (["{}"], #"{"minProperties":5,"required":["a"]}"#),
        ]
        for row in all {
            #expect(try schema(row.schema).isValid(value) == !row.types.contains(instance))
        }
    }

    @Test
    func canonicallyEquivalentNamesAreDifferent() throws {
        let compiled = try schema(#"{"properties":{"\u00e9":{"type":"null"}},"additionalProperties":false}"#)
        #expect(compiled.isValid(["\u{E9}": .null]))
        #expect(!compiled.isValid(["e\u{301}": .null]))
        #expect(try !schema(#"{"required":["\u00e9"]}"#).isValid(["e\u{301}": .null]))
    }

    @Test
    func annotationsChangeNothing() throws {
        let compiled = try schema(
            #"""
            {"title":"T","description":"D","$comment":"C","default":1,"examples":[1],"deprecated":true,"readOnly":true,
             "writeOnly":true,"contentEncoding":"base64","contentMediaType":"text/plain","contentSchema":{"type":"null"},"x-unit":"m"}
            """#
        )
        for value: JSONValue in [.null, 1, "a", [], [:]] { #expect(compiled.isValid(value)) }
    }

    @Test
    func formatsCanBeAnnotationsOnly() throws {
        #expect(try schema(#"{"format":"date"}"#, formats: .annotate).isValid("yesterday"))
    }

    @Test
    func referencesLeadIntoGivenDocuments() throws {
        let documents: [String: JSONValue] = [
            "https://a.example/money.json": [
                "type": "object", "required": ["amount"], "properties": ["amount": ["$ref": "n.json"]],
            ],
            "https://a.example/n.json": ["type": "number"],
        ]
        let compiled = try schema(#"{"items":{"$ref":"https://a.example/money.json"}}"#, documents: documents)
        #expect(compiled.validate([["amount": 1]]) == [])
        #expect(compiled.validate([["amount": "1"]]).map(\.instance.description) == ["/0/amount"])
    }

    @Test
    func schemasAreInstancesOfTheirMetaschema() throws {
        for uri in ["https://json-schema.org/draft/2020-12/schema", "http://json-schema.org/draft-07/schema#"] {
            let compiled = try Schema(["$schema": .string(uri), "$ref": .string(uri)])
            #expect(compiled.validate(["properties": ["a": ["type": "string", "minLength": 1]]]) == [])
            let faults = compiled.validate(["properties": ["a": ["type": "strin", "minLength": -1]]])
            #expect(Set(faults.map(\.instance.description)) == ["/properties/a/type", "/properties/a/minLength"])
        }
    }
}
