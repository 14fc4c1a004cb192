// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinTesting
import Testing

/// What a step returned is compared with what is expected of it.
@Suite
struct MatcherTests {
    @Test(
        arguments: [
            (1, 1), (1, 1.0), ("a", "a"), (["a": 1, "b": [2]], ["b": [2], "a": 1]), (.null, .null),
            (["$contains": ["a": 1]], ["a": 1, "b": 2]), (["$contains": ["a": ["b": 1]]], ["a": ["b": 1, "c": 2]]),
            (["$contains": [2]], [1, 2, 3]), (["$contains": [["a": 1]]], [["a": 2], ["a": 1, "b": 1]]),
            (["$contains": "ell"], "hello"), (["$near": 3.3, "within": 0.1], 3.35), (["$any": true], .null),
            (["a": ["$absent": true]], [:]), ("= $value > 3 AND $value < 5", 4), ("= $value == $input.n", 3),
            (["$equals": "= x"], "= x"), (["$contains": ["a": ["$equals": [:]]]], ["a": [:], "b": 1]),
            (["a": ["$contains": ["b": "= $value.startsWith('x')"]]], ["a": ["b": "xy", "c": 0]]),
        ] as [(JSONValue, JSONValue)]
    )
    func fits(_ expected: JSONValue, _ actual: JSONValue) throws {
        let verdict = try Self.compare(expected, actual)
        #expect(verdict.hasPassed, "\(verdict.text)")
    }

    @Test(
        arguments: [
            (1, 2, [""]), ("1", 1, [""]), (["a": 1], ["a": 2, "b": 3], ["/a", "/b"]), (["a": 1], [:], ["/a"]),
            ([1, 2], [1, 3], ["/1"]), ([1], [1, 2], [""]), ([1], ["a": 1], [""]), (["a": 1], [1], [""]),
            (["$contains": ["a": ["b": 1]]], ["a": ["b": 2]], ["/a/b"]), (["$contains": [4]], [1, 2], [""]),
            (["$contains": [["a": ["$equals": [:]]]]], [["a": ["b": 1]]], [""]), (["$contains": "x"], "hello", [""]),
            (["$contains": "x"], 3, [""]), (["$near": 3.3, "within": 0.1], 3.5, [""]),
            (["$near": 3.3, "within": 0.1], "3.3", [""]), (["a": ["$any": true]], [:], ["/a"]),
            (["a": ["$absent": true]], ["a": .null], ["/a"]), ("= $value > 3", 2, [""]), ("= $value > 3", "x", [""]),
        ] as [(JSONValue, JSONValue, [String])]
    )
    func differs(_ expected: JSONValue, _ actual: JSONValue, _ places: [String]) throws {
        let verdict = try Self.compare(expected, actual)
        #expect(verdict.subjects == places.map { "steps/work/output" + $0 }, "\(verdict.text)")
    }

    @Test
    func aDifferenceSaysWhereItStandsInTheFile() throws {
        let expected: JSONValue = ["$contains": ["a": [["b": 1]]]]
        let verdict = try Self.compare(expected, ["a": [["b": 2]]])
        let pointers = verdict.differences.map(\.pointer.description)
        #expect(pointers == ["/tests/0/expect/steps/work/output/$contains/a/0"])
        #expect(verdict.differences.map(\.actual) == [#"[{"b":2}]"#])
    }

    @Test
    func longTextsAreShownWhereTheyDiffer() throws {
        let start = String(repeating: "a", count: 100)
        let difference = try #require(try Self.compare(.string(start + "x"), .string(start + "y")).differences.first)
        #expect(difference.expected == "...(80 characters) \"\(String(repeating: "a", count: 20))x\"")
        #expect(difference.actual.hasSuffix("ay\""))
    }

    @Test(arguments: [(0.0, false), (0.01, true), (0.001, false)])
    func numbersMayBeAsFarOffAsTheTolerance(_ tolerance: Double, _ passes: Bool) throws {
        let bench = try Bench.work()
        let test: JSONObject = [
            "functions": ["work": ["returns": ["x": [1.005]]]],
            "expect": ["tolerance": .double(tolerance), "steps": ["work": ["output": ["x": [1]]]]],
        ]
        #expect(try bench.run(test).hasPassed == passes)
    }

    private static func compare(_ expected: JSONValue, _ actual: JSONValue) throws -> Verdict {
        let value: JSONValue = actual.string.map { .string($0.hasPrefix("=") ? "= '\($0)'" : $0) } ?? actual
        return try Bench.work().run([
            "input": ["n": 3], "functions": ["work": ["returns": value]],
            "expect": ["steps": ["work": ["output": expected]]],
        ])
    }
}
