// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import Testing

@Suite
struct JSONFormsTests {
    /// Numbers as RFC 8785, appendix B, has them.
    @Test(arguments: [
        (0.0, "0"), (-0.0, "0"), (Double.leastNonzeroMagnitude, "5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
        (9_007_199_254_740_992.0, "9007199254740992"), (295_147_905_179_352_825_856.0, "295147905179352830000"),
        (9.999999999999997e22, "9.999999999999997e+22"), (1e23, "1e+23"), (1e21, "1e+21"),
        (999_999_999_999_999_737_856.0, "999999999999999700000"),
        (0.000001, "0.000001"), (1e-7, "1e-7"), (333_333_333.3333332, "333333333.3333332"),
        (-0.0000033333333333333333, "-0.0000033333333333333333"),
        (1_424_953_923_781_206.2, "1424953923781206.2"),
    ])
    func canonicalNumbersAreWrittenAsECMAScriptDoes(_ number: Double, _ text: String) {
        #expect(String(decoding: CanonicalJSON.bytes(.double(number)), as: UTF8.self) == text)
    }

    @Test
    func theCanonicalFormDoesNotDependOnOrder() throws {
        let one = try JSONParser.parse(#"{"b": [1.0, 2], "a": {"d": 1, "c": "\u00e9"}}"#)
        let two = try JSONParser.parse(#"{"a": {"c": "é", "d": 1.0}, "b": [1, 2]}"#)
        #expect(CanonicalJSON.bytes(one) == CanonicalJSON.bytes(two))
        #expect(String(decoding: CanonicalJSON.bytes(one), as: UTF8.self) == #"{"a":{"c":"é","d":1},"b":[1,2]}"#)
    }

    @Test
    func pointersFindTheirValues() throws {
        let document = try JSONParser.parse(#"{"a/b": [{"c~d": 7}], "": 1, "e": {"0": "x"}}"#)
        for (text, value) in [("/a~1b/0/c~0d", 7), ("/", 1), ("/e/0", "x"), ("", document)] as [(String, JSONValue)] {
            let pointer = try #require(JSONPointer(text))
            #expect(pointer.value(in: document) == value)
            #expect(pointer.description == text)
        }
        #expect(JSONPointer("a") == nil)
        #expect(JSONPointer("/~2") == nil)
        #expect(JSONPointer("/a~1b/00")?.value(in: document) == nil)
        #expect(JSONPointer("/a/\u{301}b")?.tokens.count == 2)
    }

    @Test
    func linesAreFoundForPointers() throws {
        let text = "{\n \"a\": [1,\n  {\"b\": \"x,]}\",\n   \"c\": 2}\n ],\n \"d\": 3}"
        for (pointer, line) in [("", 1), ("/a", 2), ("/a/1", 3), ("/a/1/c", 4), ("/d", 6), ("/a/1/nothing", 3)] {
            #expect(
                JSONLocator.line(of: try #require(JSONPointer(pointer)), in: Array(text.utf8)) == line,
                "\(pointer)"
            )
        }
    }

    @Test
    func differencesNameTheirPlaces() {
        let old: JSONValue = ["a": 1, "b": [1, 2], "c": ["x": 1]]
        let new: JSONValue = ["a": 1.0, "b": [1, 3], "c": ["y": 1], "d": true]
        let places = JSONDifference.between(old, new).map(\.pointer.description)
        #expect(places == ["/b/1", "/c/x", "/c/y", "/d"])
    }

    @Test
    func typedValuesGoThroughJSON() throws {
        struct Part: Codable, Equatable {
            var name: String
            var count: Int
            var ratio: Double?
            var tags: [String]
            var inner: [String: Bool]
        }
        let part = Part(name: "x", count: 3, ratio: nil, tags: ["a"], inner: ["k": true])
        let json = try JSONValueEncoder.encode(part)
        #expect(json == ["name": "x", "count": 3, "tags": ["a"], "inner": ["k": true]])
        #expect(try JSONValueDecoder.decode(Part.self, from: json) == part)
        #expect(throws: DecodingError.self) { try JSONValueDecoder.decode(Part.self, from: ["name": 1]) }
        #expect(throws: EncodingError.self) { try JSONValueEncoder.encode([Double.nan]) }
        #expect(throws: EncodingError.self) { try JSONValueEncoder.encode([UInt64.max]) }
    }
}
