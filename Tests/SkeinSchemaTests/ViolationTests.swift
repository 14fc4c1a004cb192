// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import Testing

@testable import SkeinSchema

@Suite
struct ViolationTests {
    @Test
    func allViolationsAreReportedAtOnceWithPlacesAndSentences() throws {
        let found = try violations(
            ##"""
            {"type":"object","required":["customer","status"],"additionalProperties":false,
             "properties":{"customer":{"type":"string"},"status":{"enum":["open","closed"]},
               "lines":{"type":"array","items":{"$ref":"#/$defs/line"}}},
             "$defs":{"line":{"properties":{"quantity":{"type":"integer","minimum":1,"multipleOf":5},"a/b":{"type":"null"}}}}}
            """##,
            #"{"status":"opne","lines":[{"quantity":"12"},{"quantity":-3,"a/b":1}],"custmer":"A"}"#
        )
        let rows = found.map { "\($0.code) \($0.instance) \($0.schema) \($0.message) [\($0.hint ?? "")]" }
        #expect(
            rows == [
                "required-missing  /required The value must have the member 'customer'. [Rename 'custmer' to 'customer'?]",
                "not-in-enum /status /properties/status/enum 'status' must be \"open\" or \"closed\", but is \"opne\". [Did you mean 'open'?]",
                "type-mismatch /lines/0/quantity /$defs/line/properties/quantity/type 'quantity' must be a whole number, but is the string \"12\". [Remove the quotes: 12.]",
                "below-minimum /lines/1/quantity /$defs/line/properties/quantity/minimum 'quantity' must be at least 1, but is -3. []",
                "not-multiple /lines/1/quantity /$defs/line/properties/quantity/multipleOf 'quantity' must be a multiple of 5, but is -3. []",
                "type-mismatch /lines/1/a~1b /$defs/line/properties/a~1b/type 'a/b' must be null, but is the number 1. []",
                "property-unknown /custmer /additionalProperties The value must not have the member 'custmer'. [Did you mean 'customer'?]",
            ]
        )
    }

    static let sentences: [(schema: String, instance: String, message: String)] = [
        (#"{"maximum":3}"#, "4", "The value must be at most 3, but is 4."),
        (#"{"exclusiveMinimum":0.5}"#, "0.5", "The value must be greater than 0.5, but is 0.5."),
        (#"{"maxLength":1}"#, "\"ab\"", "The value must have at most 1 character, but has 2."),
        (#"{"items":{"items":{"type":"null"}}}"#, "[[null,1]]", "Element [0][1] must be null, but is the number 1."),
        (
            #"{"properties":{"a":{"items":{"type":["string","boolean"]}}}}"#, #"{"a":[[]]}"#,
            "'a[0]' must be a string or true or false, but is an empty list."
        ),
        (
            #"{"propertyNames":{"pattern":"^[a-z]$"}}"#, #"{"A":1}"#,
            "The name 'A' must match the pattern ^[a-z]$, but is \"A\"."
        ),
        (#"{"uniqueItems":true}"#, "[1,2,1]", "The value must have no element twice, but elements 0 and 2 are both 1."),
        (#"{"format":"date"}"#, "\"x\"", "The value must have the format date, but is \"x\"."),
        (
            #"{"dependentRequired":{"card":["address"]}}"#, #"{"card":1}"#,
            "The value has the member 'card' and so must have 'address' as well."
        ),
    ]

    @Test(arguments: Self.sentences)
    func aViolationIsASentence(_ row: (schema: String, instance: String, message: String)) throws {
        #expect(try violations(row.schema, row.instance).map(\.message) == [row.message])
    }

    @Test
    func theClosestAlternativeIsExplained() throws {
        let found = try violations(
            #"""
            {"oneOf":[
              {"properties":{"kind":{"const":"http"},"url":{"type":"string"}},"required":["kind","url"]},
              {"properties":{"kind":{"const":"wait"},"seconds":{"type":"integer"}},"required":["kind","seconds"]}]}
            """#,
            #"{"kind":"wait","seconds":"3"}"#
        )
        #expect(found.map(\.code) == ["one-of-mismatch"])
        #expect(
            found.first?.hint == "The closest one is at 1: 'seconds' must be a whole number, but is the string \"3\"."
        )
    }

    @Test
    func aFailedPartOfAllOfDoesNotMakeItsMembersUnknown() throws {
        let found = try violations(
            #"{"allOf":[{"properties":{"a":{"type":"null"}}}],"unevaluatedProperties":false}"#,
            #"{"a":1,"b":2}"#
        )
        #expect(found.map(\.instance.description) == ["/a", "/b"])
    }

    @Test
    func longValuesAreCutInMessages() throws {
        let found = try violations(#"{"type":"null"}"#, "\"\(String(repeating: "é", count: 5000))\"")
        #expect(found.allSatisfy { $0.message.utf8.count < 300 })
    }
}
