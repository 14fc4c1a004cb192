// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import Testing

@Suite
struct JSONValueTests {
    @Test(arguments: [
        ("1", "1.0"), ("0", "-0.0"), ("100", "1e2"), ("[1]", "[1.0]"), (#"{"a":1,"b":2}"#, #"{"b":2.0,"a":1.0}"#),
    ])
    func equalValuesHaveEqualHashes(_ left: String, _ right: String) throws {
        let (one, other) = (try JSONParser.parse(left), try JSONParser.parse(right))
        #expect(one == other)
        #expect(one.hashValue == other.hashValue)
    }

    @Test(arguments: [
        ("1", "1.5"), ("1", "true"), ("0", "false"), ("0", "null"), ("\"1\"", "1"), ("[1,2]", "[2,1]"), ("{}", "[]"),
        ("9223372036854775807", "9223372036854775808.0"), ("9007199254740993", "9007199254740992.0"),
        (#""\u00e9""#, #""e\u0301""#), (#"{"\u00e9":1}"#, #"{"e\u0301":1}"#),
    ])
    func differentValuesAreNotEqual(_ left: String, _ right: String) throws {
        #expect(try JSONParser.parse(left) != JSONParser.parse(right))
    }

    @Test
    func aLargeObjectKeepsItsOrderThroughRemovals() {
        var object = JSONObject()
        for index in 0..<40 { object["k\(index)"] = .int(Int64(index)) }
        for index in stride(from: 0, to: 40, by: 2) { object["k\(index)"] = nil }
        #expect(object.keys == stride(from: 1, to: 40, by: 2).map { "k\($0)" })
        for index in 0..<40 { #expect(object["k\(index)"] == (index % 2 == 1 ? .int(Int64(index)) : nil)) }
        object["k1"] = "new"
        for index in 0..<15 { object["k\(2 * index + 1)"] = nil }
        #expect(object.keys == ["k31", "k33", "k35", "k37", "k39"])
        object["k0"] = 0
        #expect(object.keys.last == "k0")
        #expect(object.count == 6)
    }

    @Test
    func namesThatOnlyLookTheSameDiffer() {
        for extra in [0, 30] {
            var object = JSONObject()
            for index in 0..<extra { object["x\(index)"] = 0 }
            object["\u{e9}"] = 1
            object["e\u{301}"] = 2
            #expect(object.count == extra + 2)
            #expect(object["\u{e9}"] == 1)
            #expect(object["e\u{301}"] == 2)
            object["\u{e9}"] = nil
            #expect(object["e\u{301}"] == 2)
        }
    }

    @Test
    func removingLeavesOutExactlyThoseNames() {
        let object: JSONObject = ["\u{e9}": 1, "e\u{301}": 2, "a": 3]
        #expect(object.removing(["a"]).count == 2)
        #expect(object.removing(["\u{e9}"]).keys.map { Array($0.utf8).count } == [3, 1])
    }

    @Test(arguments: [
        (#"{"a":1}"#, #"{"a":1.0}"#, []), (#"{"a":1}"#, #"{"a":2,"b":3}"#, ["/a", "/b"]), (#"{"a":1}"#, "{}", ["/a"]),
        ("[1,2]", "[1,3]", ["/1"]), ("[1,2]", "[1]", [""]),
        (#"{"a":{"b":[{"c":1}]}}"#, #"{"a":{"b":[{"c":2}]}}"#, ["/a/b/0/c"]),
        ("1", "\"1\"", [""]), (#"{"a/b":1}"#, #"{"a/b":null}"#, ["/a~1b"]),
    ])
    func differencesSayWhere(_ old: String, _ new: String, _ pointers: [String]) throws {
        let differences = JSONDifference.between(try JSONParser.parse(old), try JSONParser.parse(new))
        #expect(differences.map(\.pointer.description) == pointers)
    }

    @Test(arguments: [
        ("", "{\"a\":[1,{\"~/\":2}],\"\":3}"), ("/a/0", "1"), ("/a/1/~0~1", "2"), ("/", "3"), ("/a/2", nil),
        ("/a/01", nil),
        ("/a/-", nil), ("/b", nil), ("/a/0/x", nil), ("/a/+1", nil),
    ])
    func pointersFind(_ text: String, _ found: String?) throws {
        let document = try JSONParser.parse("{\"a\":[1,{\"~/\":2}],\"\":3}")
        #expect(try #require(JSONPointer(text)).value(in: document).map { JSONWriter.text($0) } == found)
    }

    @Test(arguments: ["a", "/~", "/~2", "/a~", "a/b"])
    func malformedPointersAreRefused(_ text: String) { #expect(JSONPointer(text) == nil) }
}
