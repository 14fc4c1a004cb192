// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import Testing

@Suite
struct JSONPlaceTests {
    private static let many = JSONValue.object(
        (0..<40).reduce(into: JSONObject()) { $0["member number \($1)"] = .int(Int64($1)) }
    )
    private static let value: JSONValue = [
        "a": 1, "a name that is longer than a word": "x", "é": true,
        "inner": ["a": ["b": ["c": "deep"]], "many": Self.many, "none": .null], "list": [["a": 1]],
    ]

    private static func value(_ names: [String]) -> JSONValue? {
        names.withUnsafeBufferPointer { names in
            withExtendedLifetime(Self.value) { Self.value.place(at: names)?.pointee.value }
        }
    }

    @Test
    func namesLeadThroughObjects() {
        #expect(Self.value(["a"]) == 1)
        #expect(Self.value(["a name that is longer than a word"]) == "x")
        #expect(Self.value(["é"]) == true)
        #expect(Self.value(["inner", "a", "b", "c"]) == "deep")
        #expect(Self.value(["inner", "none"]) == .null)
        #expect(Self.value(["inner", "many", "member number 39"]) == 39)
    }

    @Test(arguments: [
        [], ["b"], ["e\u{301}"], ["a", "a"], ["list", "0"], ["inner", "none", "a"],
        ["inner", "many", "member number 40"],
        ["a name that is longer than a wore"],
    ])
    func whatLeadsNowhereHasNoPlace(_ names: [String]) {
        #expect(Self.value(names) == nil)
    }

    @Test
    func anEmptyObjectHasNoPlaces() {
        let names = ["a"]
        names.withUnsafeBufferPointer { #expect(JSONValue.object([:]).place(at: $0) == nil) }
    }
}
