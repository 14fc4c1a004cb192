// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import Testing

@testable import SkeinSchema

@Suite
struct DefaultTests {
    static let rows: [(schema: String, instance: String, filled: String)] = [
        (#"{"properties":{"a":{"default":1},"b":{}}}"#, "{}", #"{"a":1}"#),
        (#"{"properties":{"a":{"default":1}}}"#, #"{"a":null}"#, #"{"a":null}"#),
        (#"{"properties":{"a":{"default":1}}}"#, "[]", "[]"),
        (#"{"properties":{"a":{"properties":{"b":{"default":2}}}}}"#, #"{"a":{}}"#, #"{"a":{"b":2}}"#),
        (#"{"properties":{"a":{"properties":{"b":{"default":2}}}}}"#, "{}", "{}"),
        (#"{"properties":{"a":{"default":{},"properties":{"b":{"default":2}}}}}"#, "{}", #"{"a":{"b":2}}"#),
        (##"{"properties":{"a":{"$ref":"#/$defs/n"}},"$defs":{"n":{"default":3}}}"##, "{}", #"{"a":3}"#),
        (##"{"properties":{"a":{"$ref":"#/$defs/n","default":4}},"$defs":{"n":{"default":3}}}"##, "{}", #"{"a":4}"#),
        (#"{"allOf":[{"properties":{"a":{"default":1}}}],"properties":{"b":{"default":2}}}"#, "{}", #"{"b":2,"a":1}"#),
        (#"{"anyOf":[{"properties":{"a":{"default":1}}}]}"#, "{}", "{}"),
        (#"{"items":{"properties":{"a":{"default":1}}}}"#, "[{},3]", #"[{"a":1},3]"#),
        (#"{"prefixItems":[{}],"items":{"properties":{"a":{"default":1}}}}"#, "[{},{}]", #"[{},{"a":1}]"#),
        // A default that would have to contain itself stands as it is written.
        (##"{"properties":{"a":{"$ref":"#","default":{}}}}"##, "{}", #"{"a":{}}"#),
        (
            ##"{"properties":{"a":{"$ref":"#","default":{}},"b":{"$ref":"#","default":{}}}}"##, #"{"a":{}}"#,
            #"{"a":{"a":{},"b":{}},"b":{}}"#
        ),
    ]

    @Test(arguments: Self.rows)
    func absentMembersAreFilled(_ row: (schema: String, instance: String, filled: String)) throws {
        let filled = try schema(row.schema).fillingDefaults(JSONParser.parse(row.instance))
        #expect(filled.description == row.filled)
    }

    @Test(.timeLimit(.minutes(1)))
    func defaultsThatDoubleDoNotGrowWithoutEnd() throws {
        var definitions: [String] = []
        for level in 0..<40 {
            let next = "{\"$ref\":\"#/$defs/d\(level + 1)\",\"default\":{}}"
            definitions.append("\"d\(level)\":{\"properties\":{\"a\":\(next),\"b\":\(next)}}")
        }
        let text = "{\"$ref\":\"#/$defs/d0\",\"$defs\":{\(definitions.joined(separator: ",")),\"d40\":{}}}"
        let filled = try schema(text).fillingDefaults([:])
        #expect(filled["a"] != nil)
        #expect(JSONWriter.bytes(filled).count < 1_000_000)
    }
}
