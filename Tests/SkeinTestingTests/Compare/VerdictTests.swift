// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinTesting
import Testing

/// What is said when an outcome is not as expected.
@Suite
struct VerdictTests {
    private static func bench() throws -> Bench {
        try Bench([
            ["step_name": "first", "function_to_call": "tool.double", "input_mapping": ["n": 1]],
            ["step_name": "maybe", "type": "transform", "set": ["x": 1], "condition": "$input.maybe ?? false"],
            [
                "step_name": "each", "type": "for_each", "items": ["a", "b"], "key": "$item",
                "steps": [["step_name": "part", "type": "transform", "set": ["x": "$item"]]],
            ],
        ])
    }

    private static func differences(_ expect: JSONObject) throws -> [Difference] {
        try Self.bench().run(["expect": .object(expect)]).differences
    }

    @Test
    func aPathListsTheStepsThatRan() throws {
        #expect(try Self.differences(["path": ["first", "each[a]/part", "part"]]).isEmpty)
        let difference = try #require(try Self.differences(["path": ["first", "maybe", "each[b]/part"]]).first)
        #expect(difference.subject == "path")
        #expect(difference.details == ["  first", "- maybe", "+ each[a]/part", "  each[b]/part"])
    }

    @Test
    func whatIsAlikeForLongIsLeftOut() throws {
        let steps = (0..<20).map {
            ["step_name": .string("s\($0)"), "type": "transform", "set": ["x": 1]] as JSONValue
        }
        var path = (0..<20).map { JSONValue.string("s\($0)") }
        path.remove(at: 8)
        path.append("s3")
        let verdict = try Bench(.array(steps)).run(["expect": ["path": .array(path)]])
        #expect(
            verdict.differences.first?.details == [
                "  ... 5 as expected", "  s5", "  s6", "  s7", "+ s8", "  s9", "  s10", "  s11",
                "  ... 5 as expected", "  s17", "  s18", "  s19", "- s3",
            ]
        )
    }

    /// Two ways that are too long to be laid side by side are shown one after the other.
    @Test
    func veryLongWaysAreShownAfterEachOther() throws {
        let loop: JSONValue = [
            "step_name": "again", "type": "loop", "while": "true", "max_iterations": 1100,
            "steps": [["step_name": "part", "type": "transform", "set": ["x": 1]]],
        ]
        let bench = try Bench([loop, ["step_name": "last", "type": "transform", "set": ["x": 1]]])
        let path = JSONValue.array(Array(repeating: "last", count: 1100))
        let verdict = try bench.run(["expect": ["error": true, "path": path]])
        let details = try #require(verdict.differences.first { $0.subject == "path" }?.details)
        #expect(details.count == 2200)
        #expect(details[1099] == "- last")
        #expect(details[1100] == "+ again[1]/part")
    }

    @Test(
        arguments: [
            (["contains": ["first", "part"]], []), (["excludes": ["maybe"]], []),
            (["contains": ["each[b]/part", "first"]], ["path/contains/1"]),
            (["contains": ["maybe"]], ["path/contains/0"]), (["excludes": ["each[b]/part"]], ["path/excludes/0"]),
        ] as [(JSONValue, [String])]
    )
    func aPathMayBeSaidInPart(_ path: JSONValue, _ expected: [String]) throws {
        #expect(try Self.differences(["path": path]).map(\.subject) == expected)
    }

    @Test(
        arguments: [
            (["first": "completed", "maybe": "skipped", "part": "completed"], []), (["part": ["runs": 2]], []),
            (["part": ["runs": 3]], ["steps/part"]), (["first": "never"], ["steps/first"]), (["maybe": "never"], []),
            (["part": ["output": ["x": "a"]]], ["steps/each[b]/part/output/x"]),
            (["first": ["input": ["n": 1], "output": ["n": 2], "attempts": 1, "fallback": false]], []),
            (["first": ["error": "boom"]], ["steps/first/error"]),
        ] as [(JSONValue, [String])]
    )
    func everyRunOfAStepIsCompared(_ steps: JSONValue, _ expected: [String]) throws {
        #expect(try Self.differences(["steps": steps]).map(\.subject) == expected)
    }

    @Test(
        arguments: [
            (["status": "failed"], ["status"]), (["error": false, "approval": false], []),
            (["error": true], ["status", "error"]),
            (["risk": ["band": "flagged"]], ["risk/band"]), (["waits": []], []),
            (["compensated": ["first"]], ["compensated"]),
            (["output": [:]], []), (["output": ["x": 1]], ["output/x"]),
        ] as [(JSONObject, [String])]
    )
    func otherPartsAreCompared(_ expect: JSONObject, _ expected: [String]) throws {
        #expect(try Self.differences(expect).map(\.subject) == expected)
    }

    @Test
    func aFailureIsShownWithTheStatus() throws {
        let bench = try Bench.work()
        let verdict = try bench.run(["functions": ["work": ["fails": ["code": "boom", "message": "No paper"]]]])
        #expect(verdict.differences.first?.details == ["boom in step 'work': No paper"])
    }
}
