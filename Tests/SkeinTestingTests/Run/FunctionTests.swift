// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinSchema
import SkeinTesting
import Testing

/// How calls of functions are answered.
@Suite
struct FunctionTests {
    private static let retry: JSONObject = [
        "error_handling": ["retry": ["strategy": "exponential", "max_attempts": 4, "initial_delay": "1s"]],
        "timeout_seconds": 60,
    ]
    private static let broken: JSONValue = ["fails": ["code": "http-503", "retryable": true]]

    @Test
    func aFunctionThatComputesRunsForReal() throws {
        let verdict = try Bench.work().run(["input": ["n": 4], "expect": ["output": ["result": ["n": 8]]]])
        #expect(verdict.hasPassed, "\(verdict.text)")
    }

    @Test
    func oneThatReachesOutsideHasToBeMocked() throws {
        let bench = try Bench.work(["function_to_call": "mail.send"])
        let verdict = try bench.run([:])
        #expect(verdict.faultCodes == ["function-not-mocked"])
        #expect(verdict.outcome.faults.first?.hint?.contains("real: true") == true)
        #expect(try bench.run(["functions": ["mail.send": ["real": true]]]).hasPassed)
        #expect(try bench.run(["functions": ["work": ["returns": 1]]]).hasPassed)
    }

    @Test
    func oneThatIsNotRegisteredHasToBeMocked() throws {
        let bench = try Bench.work(["function_to_call": "other.thing"])
        #expect(try bench.run([:]).faultCodes == ["function-not-found"])
        #expect(try bench.run(["functions": ["work": ["real": true]]]).faultCodes == ["function-not-found"])
        #expect(try bench.run(["functions": ["other.thing": ["returns": 1]]]).hasPassed)
    }

    @Test
    func anAnswerMayReadTheCall() throws {
        let returned: JSONValue = ["twice": "= $input.n * 2", "text": "{{function}} at {{path}}", "call": "$call"]
        let verdict = try Bench.work().run([
            "input": ["n": 5], "functions": ["tool.double": ["returns": returned]],
            "expect": ["output": ["result": ["twice": 10, "text": "tool.double at work", "call": 1]]],
        ])
        #expect(verdict.hasPassed, "\(verdict.text)")
    }

    @Test
    func anAnswerThatCannotBeComputedIsAFaultOfTheTest() throws {
        let verdict = try Bench.work().run(["functions": ["work": ["returns": "= $input.absent"]]])
        #expect(verdict.faultCodes == ["mock-invalid"])
        #expect(verdict.outcome.faults.first?.pointer.description == "/tests/0/functions/work/returns")
        #expect(!verdict.hasPassed)
    }

    /// 1 s and 2 s between three attempts, although the policy has jitter.
    @Test
    func answersFollowEachOtherAndTheLastRepeats() throws {
        let bench = try Bench.work(Self.retry)
        let recovers = try bench.run([
            "functions": ["work": [Self.broken, Self.broken, ["returns": 7]]],
            "expect": [
                "duration": "3s", "steps": ["work": ["status": "completed", "attempts": 3, "output": 7]],
                "calls": ["work": 3],
            ],
        ])
        #expect(recovers.hasPassed, "\(recovers.text)")
        let fails = try bench.run([
            "functions": ["work": Self.broken],
            "expect": ["duration": "7s", "error": ["code": "http-503", "step": "work"], "calls": ["tool.double": 4]],
        ])
        #expect(fails.hasPassed, "\(fails.text)")
    }

    @Test
    func aFailureIsRetriedOnlyIfItSaysSo() throws {
        let verdict = try Bench.work(Self.retry).run([
            "functions": ["work": ["fails": "bad-data"]],
            "expect": ["error": "bad-data", "steps": ["work": ["attempts": 1]]],
        ])
        #expect(verdict.hasPassed, "\(verdict.text)")
    }

    @Test
    func aCallTakesVirtualTimeAndTimesOut() throws {
        let bench = try Bench.work(Self.retry)
        let slow = try bench.run([
            "functions": ["work": ["real": true, "takes": "50s"]], "expect": ["duration": "50s"],
        ])
        #expect(slow.hasPassed, "\(slow.text)")
        let late = try bench.run([
            "functions": ["work": [["returns": 1, "takes": "2m"], ["times_out": true], ["returns": 3]]],
            "expect": ["duration": "2m3s", "steps": ["work": ["attempts": 3, "output": 3]]],
        ])
        #expect(late.hasPassed, "\(late.text)")
    }

    /// The test before the defaults, a step before a function, an item before all items.
    @Test
    func whatSaysMoreExactlyWhatItMeansComesFirst() throws {
        let bench = try Bench([
            [
                "step_name": "each", "type": "for_each", "items": ["a", "b", "c"], "key": "$item",
                "steps": [["step_name": "work", "function_to_call": "tool.double", "output_variable": "v"]],
            ]
        ])
        let verdict = try bench.run(
            [
                "functions": [
                    "tool.double": ["returns": 1], "work": ["returns": 2], "each[b]/work": ["returns": 3],
                ],
                "expect": ["steps": ["each": ["output": [["v": 2], ["v": 3], ["v": 2]]]]],
            ],
            defaults: ["functions": ["each[a]/work": ["returns": 4]]]
        )
        #expect(verdict.hasPassed, "\(verdict.text)")
    }

    /// A mock does not hide that the real function would not take the input.
    @Test
    func theSchemasOfARegisteredFunctionHoldForMocks() throws {
        var bench = try Bench.work()
        bench.functions["tool.double"] = KnownFunction(
            isEffect: false,
            input: try Schema(["properties": ["n": ["minimum": 10]]]),
            output: try Schema(["type": "object"])
        )
        let test: JSONObject = ["functions": ["work": ["returns": 1]], "expect": ["error": "function-input-invalid"]]
        #expect(try bench.run(test).hasPassed)
        let other = try bench.run(["input": ["n": 11], "functions": ["work": ["returns": 1]]])
        #expect(other.faultCodes == ["mock-invalid"])
    }

    @Test
    func inputsOfCallsAreCompared() throws {
        let bench = try Bench.work(Self.retry)
        let test: (JSONValue) -> JSONObject = { calls in
            ["functions": ["work": [Self.broken, ["returns": 1]]], "expect": ["calls": ["work": calls]]]
        }
        #expect(try bench.run(test([["n": 1], ["n": 1]])).hasPassed)
        #expect(try bench.run(test([["n": 1], ["n": 2]])).subjects == ["calls/work/1/n"])
        #expect(try bench.run(test([["n": 1]])).subjects == ["calls/work"])
        #expect(try bench.run(test(1)).subjects == ["calls/work"])
    }

    @Test
    func whatWasNeverCalledIsNoted() throws {
        let bench = try Bench.work(["condition": "false"])
        let verdict = try bench.run(["functions": ["work": ["returns": 1]]])
        #expect(verdict.outcome.unused == ["functions: 'work' was never called"])
    }
}
