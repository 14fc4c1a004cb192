// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinTesting
import Testing

/// Steps that start other executions, and steps that tell others.
@Suite
struct ChildTests {
    private static func bench(_ more: JSONObject = [:]) throws -> Bench {
        var step: JSONObject = [
            "step_name": "inner", "type": "workflow", "workflow": "other", "input_mapping": ["n": "= $input.n ?? 1"],
            "output_variable": "result",
        ]
        for (key, value) in more { step[key] = value }
        return try Bench([.object(step)])
    }

    @Test
    func aTestAnswersForTheOtherExecution() throws {
        let verdict = try Self.bench().run([
            "input": ["n": 4], "functions": ["inner": ["returns": ["twice": "= $input.n * 2"], "takes": "2h"]],
            "expect": ["output": ["result": ["twice": 8]], "duration": "2h", "calls": ["inner": [["n": 4]]]],
        ])
        #expect(verdict.hasPassed, "\(verdict.text)")
    }

    @Test
    func oneWithoutAnAnswerIsAFaultUnlessNobodyWaitsForIt() throws {
        #expect(try Self.bench().run([:]).faultCodes == ["function-not-mocked"])
        let started = try Self.bench(["wait": false]).run(["expect": ["duration": "0s", "path": ["inner"]]])
        #expect(started.hasPassed, "\(started.text)")
    }

    @Test
    func itMayFailAndIsTriedAgain() throws {
        let retry: JSONObject = ["error_handling": ["retry": ["strategy": "fixed", "max_attempts": 2]]]
        let failing: JSONValue = ["fails": ["code": "boom", "message": "No", "retryable": true]]
        let verdict = try Self.bench(retry).run([
            "functions": ["inner": [failing, ["returns": 1]]],
            "expect": ["steps": ["inner": ["attempts": 2, "output": 1]], "duration": "1s"],
        ])
        #expect(verdict.hasPassed, "\(verdict.text)")
        let failed = try Self.bench().run([
            "functions": ["inner": failing],
            "expect": ["error": ["step": "inner", "message": ["$contains": "ended failed: No"]]],
        ])
        #expect(failed.hasPassed, "\(failed.text)")
    }

    @Test
    func itMayTakeTooLong() throws {
        let verdict = try Self.bench(["timeout_seconds": 60]).run([
            "functions": ["inner": ["times_out": true]],
            "expect": ["error": ["code": "timeout", "step": "inner"], "duration": "1m"],
        ])
        #expect(verdict.hasPassed, "\(verdict.text)")
    }

    @Test
    func whatAStepTellsOthersNobodyHears() throws {
        let bench = try Bench([
            ["step_name": "tell", "type": "emit", "event": "order.paid", "payload": ["n": 1], "output_variable": "v"]
        ])
        let verdict = try bench.run([
            "expect": ["output": ["v": ["$contains": ["delivered": 0]]], "calls": ["tell": [["n": 1]]]]
        ])
        #expect(verdict.hasPassed, "\(verdict.text)")
        let heard = try bench.run(["functions": ["tell": ["returns": 3]], "expect": ["output": ["v": 3]]])
        #expect(heard.hasPassed, "\(heard.text)")
    }
}
