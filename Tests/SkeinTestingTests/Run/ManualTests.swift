// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinTesting
import Testing

/// Steps that operators start, complete and go back to.
@Suite
struct ManualTests {
    private static let steps: JSONValue = [
        ["step_name": "first", "type": "transform", "set": ["v": "$input.n"], "output_variable": "first"],
        ["step_name": "second", "type": "transform", "set": ["v": "= $first.v + 1"], "output_variable": "second"],
    ]

    @Test
    func anInteractiveExecutionGoesWhereTheTestSays() throws {
        let bench = try Bench(Self.steps)
        let verdict = try bench.run([
            "input": ["n": 1], "interactive": true,
            "actions": [
                ["do": "advance", "after": "1m"], ["do": "advance", "step": "second", "after": "2m"],
                ["do": "rewind", "step": "first", "after": "90s"],
                ["do": "complete", "step": "first", "output": ["v": 10], "after": "100s"],
            ],
            "expect": ["output": ["first": ["v": 10], "second": ["v": 11]], "duration": "2m"],
        ])
        #expect(verdict.hasPassed, "\(verdict.text)")
    }

    @Test
    func anInteractiveExecutionThatNobodyAdvancesWaits() throws {
        let bench = try Bench(Self.steps)
        let verdict = try bench.run(["input": ["n": 1], "interactive": true, "expect": ["status": "waiting"]])
        #expect(verdict.hasPassed, "\(verdict.text)")
        #expect(try bench.run(["input": ["n": 1], "interactive": true]).hasPassed == false)
    }
}
