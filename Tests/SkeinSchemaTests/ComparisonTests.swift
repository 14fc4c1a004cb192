// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import Testing

@testable import SkeinSchema

@Suite
struct ComparisonTests {
    /// Two schemas, and whether every instance of the first satisfies the second.
    struct Row: CustomTestStringConvertible, Sendable {
        let values: String
        let target: String
        let verdict: String

        init(_ values: String, _ target: String, _ verdict: String) {
            self.values = values
            self.target = target
            self.verdict = verdict
        }

        var testDescription: String { "\(self.values) against \(self.target)" }
    }

    static let scalars: [Row] = [
        Row("true", "true", "holds"),
        Row("false", #"{"type":"null"}"#, "holds"),
        Row(#"{"type":"null"}"#, "false", "null"),
        Row("true", #"{"type":"null"}"#, "0"),
        Row(#"{"type":"integer"}"#, #"{"type":"number"}"#, "holds"),
        Row(#"{"type":"number"}"#, #"{"type":"integer"}"#, "0.5"),
        Row(#"{"type":["string","null"]}"#, #"{"type":"string"}"#, "null"),
        Row(#"{"enum":["a","b"]}"#, #"{"enum":["c","b","a"]}"#, "holds"),
        Row(#"{"enum":["a","b"]}"#, #"{"enum":["a"]}"#, #""b""#),
        Row(#"{"const":5}"#, #"{"minimum":3,"type":"integer"}"#, "holds"),
        Row(#"{"enum":["a","bbb"],"maxLength":2}"#, #"{"maxLength":2}"#, "holds"),
        Row(#"{"type":"boolean"}"#, #"{"enum":[true,false]}"#, "holds"),
        Row(#"{"type":"boolean"}"#, #"{"const":true}"#, "false"),
        Row(#"{"type":"integer","minimum":1,"maximum":3}"#, #"{"enum":[1,2,3,4]}"#, "holds"),
        Row(#"{"type":"string"}"#, #"{"enum":["a"]}"#, #""""#),
        Row(#"{"type":"number","minimum":3}"#, #"{"minimum":2}"#, "holds"),
        Row(#"{"type":"number","minimum":2}"#, #"{"minimum":3}"#, "2"),
        Row(#"{"type":"number","minimum":2}"#, #"{"exclusiveMinimum":2}"#, "2"),
        Row(#"{"type":"integer","exclusiveMinimum":0}"#, #"{"minimum":1}"#, "holds"),
        Row(#"{"type":"number","exclusiveMinimum":0}"#, #"{"minimum":1}"#, "0.5"),
        Row(#"{"type":"integer","minimum":0.5}"#, #"{"minimum":1}"#, "holds"),
        Row(#"{"type":"number","exclusiveMaximum":5}"#, #"{"maximum":5}"#, "holds"),
        Row(#"{"type":"number"}"#, #"{"maximum":5}"#, "6"),
        Row(#"{"type":"number","multipleOf":6}"#, #"{"multipleOf":3}"#, "holds"),
        Row(#"{"type":"number","multipleOf":3}"#, #"{"multipleOf":6}"#, "3"),
        Row(#"{"type":"integer"}"#, #"{"multipleOf":0.5}"#, "holds"),
        Row(#"{"type":"number","multipleOf":0.1}"#, #"{"multipleOf":0.01}"#, "holds"),
        Row(#"{"type":"string","minLength":3}"#, #"{"minLength":2}"#, "holds"),
        Row(#"{"type":"string","maxLength":3}"#, #"{"maxLength":2}"#, #""aaa""#),
        Row(#"{"type":"string","pattern":"^a+$"}"#, #"{"pattern":"^a+$"}"#, "holds"),
        Row(#"{"type":"string","pattern":"^ab+c$"}"#, #"{"minLength":3}"#, "holds"),
        Row(#"{"type":"string","pattern":"^a{2,}$"}"#, #"{"pattern":"^a+$"}"#, "'pattern' at /pattern"),
        Row(#"{"type":"string"}"#, #"{"pattern":"^a+$"}"#, #""""#),
        Row(#"{"type":"string","format":"uri"}"#, #"{"format":"uri-reference","minLength":1}"#, "holds"),
        Row(#"{"type":"string","format":"email"}"#, #"{"format":"date"}"#, #""name@example.com""#),
        Row(#"{"type":"string","format":"date"}"#, #"{"pattern":"^[0-9-]+$"}"#, "'pattern' at /pattern"),
    ]

    static let lists: [Row] = [
        Row(#"{"type":"array","items":{"type":"integer"}}"#, #"{"type":"array","items":{"type":"number"}}"#, "holds"),
        Row(#"{"type":"array","items":{"type":"number"}}"#, #"{"items":{"type":"integer"}}"#, "[0.5]"),
        Row(#"{"type":"array","minItems":2,"maxItems":3}"#, #"{"minItems":1,"maxItems":3}"#, "holds"),
        Row(#"{"type":"array","minItems":1}"#, #"{"minItems":2}"#, "[0]"),
        Row(#"{"type":"array","maxItems":1}"#, #"{"uniqueItems":true}"#, "holds"),
        Row(#"{"type":"array"}"#, #"{"uniqueItems":true}"#, "[0,0]"),
        Row(
            #"{"type":"array","prefixItems":[{"const":1},{"const":2}],"items":false,"minItems":2}"#,
            #"{"items":{"type":"integer"},"minItems":2,"maxItems":3}"#,
            "'maxItems' at /maxItems"
        ),
        Row(
            #"{"type":"array","prefixItems":[{"const":1}],"items":{"type":"null"}}"#,
            #"{"prefixItems":[{"type":"integer"}],"items":{"type":["null","string"]}}"#,
            "holds"
        ),
        Row(
            #"{"$schema":"http://json-schema.org/draft-07/schema#","type":"array","items":[{"const":1}],"additionalItems":{"type":"null"}}"#,
            #"{"prefixItems":[{"type":"integer"}],"items":{"type":["null","string"]}}"#,
            "holds"
        ),
        Row(
            #"{"type":"array","items":{"const":1},"minItems":2}"#,
            #"{"contains":{"type":"integer"},"minContains":2}"#,
            "holds"
        ),
        Row(#"{"type":"array","contains":{"const":1}}"#, #"{"contains":{"type":"integer"}}"#, "holds"),
        Row(#"{"type":"array","items":{"const":1}}"#, #"{"contains":{"type":"integer"}}"#, "[]"),
        Row(#"{"type":"array","maxItems":2}"#, #"{"contains":true,"minContains":0,"maxContains":2}"#, "holds"),
        Row(
            #"{"type":"array","prefixItems":[true,true],"items":false}"#,
            #"{"allOf":[{"prefixItems":[true,true]}],"unevaluatedItems":false}"#,
            "holds"
        ),
        Row(#"{"type":"array"}"#, #"{"allOf":[{"prefixItems":[true,true]}],"unevaluatedItems":false}"#, "[0,0,0]"),
    ]

    static let objects: [Row] = [
        Row(
            #"{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]}"#,
            #"{"type":"object","properties":{"a":{"type":"number"}},"required":["a"]}"#,
            "holds"
        ),
        Row(#"{"type":"object","properties":{"a":true}}"#, #"{"required":["a"]}"#, "{}"),
        Row(#"{"type":"object","required":["a"]}"#, #"{"properties":{"a":{"type":"string"}}}"#, #"{"a":0}"#),
        Row(
            #"{"type":"object"}"#,
            #"{"properties":{"a":{"type":"string"}},"additionalProperties":false}"#,
            #"{"a":0}"#
        ),
        Row(
            #"{"type":"object","properties":{"a":{"const":"x"}},"additionalProperties":false}"#,
            #"{"properties":{"a":{"type":"string"},"b":{"type":"null"}},"additionalProperties":false}"#,
            "holds"
        ),
        Row(
            #"{"type":"object","additionalProperties":{"type":"integer"}}"#,
            #"{"properties":{"a":{"type":"number"}},"additionalProperties":{"type":["integer","null"]}}"#,
            "holds"
        ),
        Row(
            #"{"type":"object","patternProperties":{"^x":{"type":"integer"}},"additionalProperties":false}"#,
            #"{"patternProperties":{"^x":{"type":"number"}},"additionalProperties":false}"#,
            "holds"
        ),
        Row(
            #"{"type":"object","patternProperties":{"^x":{"type":"integer"}}}"#,
            #"{"properties":{"x1":{"type":"number"}}}"#,
            "holds"
        ),
        Row(
            #"{"type":"object","properties":{"x1":{"type":"string"}}}"#,
            #"{"patternProperties":{"^x":{"type":"number"}}}"#,
            #"{"x":""}"#
        ),
        Row(#"{"type":"object","propertyNames":{"maxLength":2}}"#, #"{"propertyNames":{"maxLength":3}}"#, "holds"),
        Row(
            #"{"type":"object","propertyNames":{"enum":["a","b"]}}"#,
            #"{"maxProperties":2,"propertyNames":{"maxLength":1}}"#,
            "holds"
        ),
        Row(#"{"type":"object"}"#, #"{"propertyNames":{"maxLength":3}}"#, #"{"aaaa":0}"#),
        Row(#"{"type":"object","required":["a","b"]}"#, #"{"minProperties":2}"#, "holds"),
        Row(#"{"type":"object","required":["a"]}"#, #"{"maxProperties":1}"#, #"{"a":0,"other":0}"#),
        Row(#"{"type":"object","required":["a","b"]}"#, #"{"dependentRequired":{"a":["b"]}}"#, "holds"),
        Row(
            #"{"type":"object","dependentRequired":{"a":["b"]}}"#,
            #"{"dependentRequired":{"a":["b"]},"type":"object"}"#,
            "holds"
        ),
        Row(#"{"type":"object"}"#, #"{"dependentRequired":{"a":["b"]}}"#, #"{"a":0}"#),
        Row(
            #"{"type":"object","dependentSchemas":{"a":{"required":["b","c"]}}}"#,
            #"{"dependentSchemas":{"a":{"required":["b"]}}}"#,
            "holds"
        ),
        Row(
            #"{"type":"object","properties":{"a":{"type":"null"}},"additionalProperties":false}"#,
            #"{"allOf":[{"properties":{"a":true,"b":true}}],"unevaluatedProperties":false}"#,
            "holds"
        ),
        Row(
            #"{"allOf":[{"type":"object","properties":{"a":{"type":"null"}}}],"unevaluatedProperties":false}"#,
            #"{"properties":{"a":true,"b":true},"additionalProperties":false}"#,
            "holds"
        ),
        // What depends on another member looks at members, too, where that one is there.
        Row(
            #"{"type":"object","properties":{"y":true},"dependentSchemas":{"y":{"properties":{"x":true}}},"unevaluatedProperties":false}"#,
            #"{"properties":{"y":true},"additionalProperties":false}"#,
            #"{"y":0,"x":0}"#
        ),
        // An alternative looks at members only where it holds.
        Row(
            #"{"type":"object","properties":{"a":true},"additionalProperties":false}"#,
            #"{"anyOf":[{"properties":{"a":true},"required":["b"]},{"type":"object"}],"unevaluatedProperties":false}"#,
            #"{"a":0}"#
        ),
        Row(
            #"{"type":"object","patternProperties":{"^x":true,"y$":{"type":"integer"}}}"#,
            #"{"patternProperties":{"y$":{"type":"integer"},"^x":{"type":"integer"}}}"#,
            #"{"x":""}"#
        ),
        Row(
            #"{"type":"object"}"#,
            #"{"allOf":[{"properties":{"a":true}}],"unevaluatedProperties":false}"#,
            #"{"other":0}"#
        ),
    ]

    static let applicators: [Row] = [
        Row(#"{"allOf":[{"type":"integer"},{"minimum":3}]}"#, #"{"allOf":[{"type":"number"},{"minimum":2}]}"#, "holds"),
        Row(#"{"anyOf":[{"const":"a"},{"type":"null"}]}"#, #"{"type":["string","null"]}"#, "holds"),
        Row(#"{"anyOf":[{"const":"a"},{"type":"null"}]}"#, #"{"type":["string"]}"#, "null"),
        Row(#"{"type":["string","null"]}"#, #"{"anyOf":[{"type":"null"},{"type":"string"}]}"#, "holds"),
        Row(#"{"type":["string","null"]}"#, #"{"oneOf":[{"type":"null"},{"type":"string"}]}"#, "holds"),
        Row(#"{"type":"integer","minimum":3}"#, #"{"oneOf":[{"maximum":2},{"minimum":3}]}"#, "holds"),
        Row(#"{"type":"integer"}"#, #"{"oneOf":[{"maximum":2},{"minimum":1}]}"#, "1"),
        Row(#"{"type":"integer","minimum":1}"#, #"{"oneOf":[{"minimum":0},{"maximum":5}]}"#, "1"),
        Row(
            #"{"type":"object","properties":{"k":{"const":"a"},"v":{"type":"null"}},"required":["k"]}"#,
            #"{"oneOf":[{"properties":{"k":{"const":"a"}},"required":["k"]},{"properties":{"k":{"const":"b"}},"required":["k"]}]}"#,
            "holds"
        ),
        Row(
            #"{"oneOf":[{"properties":{"k":{"const":"a"}},"required":["k"]},{"properties":{"k":{"const":"b"}},"required":["k"]}],"type":"object"}"#,
            #"{"properties":{"k":{"enum":["a","b","c"]}},"required":["k"]}"#,
            "holds"
        ),
        Row(#"{"type":"string","not":{"const":"a"}}"#, #"{"not":{"const":"a"}}"#, "holds"),
        Row(#"{"type":"string"}"#, #"{"not":{"type":"null"}}"#, "holds"),
        Row(#"{"type":"string"}"#, #"{"not":{"const":"a"}}"#, #""a""#),
        Row(#"{"type":"string","not":{"const":"a"}}"#, #"{"not":{"pattern":"^a$"}}"#, "'not' at /not"),
        Row(
            #"{"type":"integer","if":{"minimum":5},"then":{"multipleOf":4},"else":{"multipleOf":6}}"#,
            #"{"multipleOf":2}"#,
            "holds"
        ),
        Row(
            #"{"type":"integer","if":{"minimum":5},"then":{"multipleOf":4},"else":{"multipleOf":6}}"#,
            #"{"if":{"minimum":5},"then":{"multipleOf":2},"else":{"multipleOf":3}}"#,
            "holds"
        ),
        Row(#"{"type":"string"}"#, #"{"if":{"type":"integer"},"then":false}"#, "holds"),
        Row(#"{"type":"integer"}"#, #"{"if":{"minimum":5},"then":{"multipleOf":2}}"#, "5"),
        Row(
            ##"{"$ref":"#/$defs/n","$defs":{"n":{"type":"object","properties":{"v":{"type":"integer"},"next":{"$ref":"#/$defs/n"}},"required":["v"]}}}"##,
            ##"{"type":"object","properties":{"v":{"type":"number"},"next":{"$ref":"#"}},"required":["v"]}"##,
            "holds"
        ),
        Row(
            ##"{"type":"object","properties":{"v":{"type":"number"},"next":{"$ref":"#"}},"required":["v"]}"##,
            ##"{"type":"object","properties":{"next":{"properties":{"next":{"properties":{"v":{"type":"integer"}}}}}}}"##,
            #"{"v":0,"next":{"v":0,"next":{"v":0.5}}}"#
        ),
        Row(
            ##"{"type":"array","items":{"type":"null"}}"##,
            ##"{"type":"array","items":{"$dynamicRef":"#T"},"$defs":{"t":{"$dynamicAnchor":"T","type":["null","string"]}}}"##,
            "'$dynamicRef' at /items/$dynamicRef"
        ),
    ]

    @Test(arguments: Self.scalars + Self.lists + Self.objects + Self.applicators)
    func decides(_ row: Row) throws {
        let values = try schema(row.values)
        let target = try schema(row.target)
        switch target.isSatisfied(byEveryInstanceOf: values) {
        case .holds: #expect(row.verdict == "holds")
        case .fails(let example, let violations):
            #expect(row.verdict == example.description)
            #expect(values.isValid(example))
            #expect(violations == target.validate(example) && !violations.isEmpty)
        case .unknown(let reason): #expect(reason.hasPrefix(row.verdict), "\(reason)")
        }
    }
}
