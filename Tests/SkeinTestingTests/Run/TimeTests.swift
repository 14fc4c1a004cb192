// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinTesting
import Testing

/// Virtual time: waits, signals, operators, and executions that nothing wakes.
@Suite
struct TimeTests {
    @Test
    func aWaitTakesNoTimeButItsOwn() throws {
        let bench = try Bench([["step_name": "rest", "type": "wait", "for": "30d"]])
        let verdict = try bench.run(["at": "2026-03-01T00:00:00Z", "expect": ["duration": "30d"]])
        #expect(verdict.hasPassed, "\(verdict.text)")
        let last = verdict.outcome.history.last?.time.description
        #expect(last == "2026-03-31T00:00:00Z")
    }

    @Test(
        arguments: [
            (["at_least": "1h", "at_most": "2h"], true), (["at_least": "2h"], false), (["at_most": "1h"], false),
            ("1h30m", true), ("1h", false),
        ] as [(JSONValue, Bool)]
    )
    func aDurationIsExactOrHasBounds(_ duration: JSONValue, _ passes: Bool) throws {
        let bench = try Bench([["step_name": "rest", "type": "wait", "for": "90m"]])
        #expect(try bench.run(["expect": ["duration": duration]]).subjects == (passes ? [] : ["duration"]))
    }

    // MARK: Signals

    private static let waitForMoney: JSONValue = [
        "step_name": "money", "type": "wait", "output_variable": "paid",
        "signal": [
            "name": "paid", "correlate": "$signal.payload.order == $input.order", "timeout": "48h",
            "on_timeout": "skip",
        ],
    ]

    @Test
    func aSignalComesSomeTimeAfterTheStart() throws {
        let bench = try Bench([Self.waitForMoney])
        let verdict = try bench.run([
            "input": ["order": 7],
            "signals": [
                ["name": "paid", "after": "1h", "payload": ["order": 6]],
                ["name": "paid", "after": "2h", "payload": ["order": 7]],
                ["name": "paid", "after": "3h", "payload": ["order": 7]],
            ],
            "expect": ["duration": "2h", "output": ["paid": ["order": 7]]],
        ])
        #expect(verdict.hasPassed, "\(verdict.text)")
        #expect(verdict.outcome.unused == ["signals: 'paid' was sent, and no step took it up"])
    }

    @Test
    func aSignalComesSomeTimeAfterAStepBegan() throws {
        let bench = try Bench([["step_name": "rest", "type": "wait", "for": "10h"], Self.waitForMoney])
        let verdict = try bench.run([
            "input": ["order": 7],
            "signals": [["name": "paid", "when": "money", "after": "5m", "payload": ["order": 7]]],
            "expect": ["duration": "10h5m"],
        ])
        #expect(verdict.hasPassed, "\(verdict.text)")
    }

    @Test
    func withoutASignalTheTimeoutIsNext() throws {
        let verdict = try Bench([Self.waitForMoney]).run(["expect": ["duration": "48h", "output": ["paid": .null]]])
        #expect(verdict.hasPassed, "\(verdict.text)")
    }

    /// At one instant timers come before what people and others do.
    @Test
    func aSignalAtTheInstantOfTheTimeoutIsTooLate() throws {
        let verdict = try Bench([Self.waitForMoney]).run([
            "input": ["order": 7], "signals": [["name": "paid", "after": "48h", "payload": ["order": 7]]],
            "expect": ["output": ["paid": .null]],
        ])
        #expect(verdict.hasPassed, "\(verdict.text)")
    }

    @Test
    func oneThatStillWaitsEndsThereAndSaysForWhat() throws {
        let bench = try Bench([["step_name": "money", "type": "wait", "signal": ["name": "paid"]]])
        let expected = try bench.run([
            "expect": ["status": "waiting", "waits": [["step": "money", "kind": "signal"]], "duration": "0s"]
        ])
        #expect(expected.hasPassed, "\(expected.text)")
        let unexpected = try bench.run([:])
        #expect(unexpected.subjects == ["status"])
        #expect(unexpected.differences.first?.details.last?.contains("waits for the signal 'paid'") == true)
    }

    // MARK: Operators

    @Test
    func pausingHoldsTimersUntilItIsResumed() throws {
        let bench = try Bench([["step_name": "rest", "type": "wait", "for": "2h"]])
        let verdict = try bench.run([
            "actions": [["do": "pause", "after": "1h"], ["do": "resume", "when": "paused", "after": "5h"]],
            "expect": ["duration": "6h"],
        ])
        #expect(verdict.hasPassed, "\(verdict.text)")
        let held = try bench.run([
            "actions": [["do": "pause", "after": "1h"]],
            "expect": ["status": "paused", "waits": [["kind": "operator"], ["step": "rest"]]],
        ])
        #expect(held.hasPassed, "\(held.text)")
    }

    /// A timer that was set for a time before the resumption and set anew fires once.
    @Test
    func resumingBeforeATimerLeavesItsTime() throws {
        let bench = try Bench([["step_name": "rest", "type": "wait", "for": "2h"]])
        let verdict = try bench.run([
            "actions": [["do": "pause"], ["do": "resume", "when": "paused", "after": "1h"]],
            "expect": ["duration": "2h", "path": ["rest"]],
        ])
        #expect(verdict.hasPassed, "\(verdict.text)")
    }

    @Test
    func aFailedExecutionIsRetriedFromWhereItFailed() throws {
        let bench = try Bench([
            ["step_name": "first", "function_to_call": "tool.double"],
            ["step_name": "second", "function_to_call": "tool.double"],
        ])
        let failing: JSONValue = ["fails": "out-of-paper"]
        let verdict = try bench.run([
            "functions": ["first": ["returns": 1], "second": [failing, failing, ["returns": 2]]],
            "actions": [
                ["do": "retry", "when": "failed", "after": "1h"],
                ["do": "retry", "when": "failed", "time": 2, "after": "2h"],
            ],
            "expect": [
                "duration": "3h", "path": ["first", "second", "second", "second"],
                "calls": ["first": 1, "second": 3],
            ],
        ])
        #expect(verdict.hasPassed, "\(verdict.text)")
    }

    /// What somebody was going to do with a task of before the retry is not done with the new one.
    @Test
    func aRetryOpensTasksAnew() throws {
        let bench = try Bench([
            [
                "step_name": "both", "type": "parallel",
                "branches": [
                    ["name": "a", "steps": [["step_name": "ask", "type": "human", "task": ["title": "Do it"]]]],
                    ["name": "b", "steps": [["step_name": "work", "function_to_call": "tool.double"]]],
                ],
            ]
        ])
        let verdict = try bench.run([
            "functions": ["work": [["fails": "x", "takes": "1m"], ["returns": 1]]],
            "people": ["ask": ["after": "5h"]],
            "actions": [["do": "retry", "when": "failed", "after": "1h"]],
            "expect": ["duration": "6h1m", "calls": ["work": 2], "path": ["ask", "work", "ask", "work"]],
        ])
        #expect(verdict.hasPassed, "\(verdict.text)")
    }

    @Test
    func cancellingUndoesWhatWasDone() throws {
        let bench = try Bench([
            [
                "step_name": "book", "function_to_call": "mail.send",
                "compensate_with": ["function_to_call": "mail.cancel", "input_mapping": ["why": "$error.code"]],
            ],
            ["step_name": "rest", "type": "wait", "for": "2h"],
        ])
        let verdict = try bench.run([
            "functions": ["book": ["returns": 1], "compensate:book": ["returns": 2]],
            "actions": [["do": "cancel", "when": "rest", "after": "1h", "note": "no"]],
            "expect": [
                "status": "cancelled", "compensated": ["book"], "error": ["code": "cancelled"],
                "calls": ["mail.cancel": [["why": "cancelled"]]],
                "steps": ["book": "compensated", "rest": "cancelled"],
            ],
        ])
        #expect(verdict.hasPassed, "\(verdict.text)")
    }

    @Test
    func anOperatorSkipsAStep() throws {
        let bench = try Bench([["step_name": "money", "type": "wait", "signal": ["name": "paid"]]])
        let verdict = try bench.run([
            "actions": [["do": "skip", "step": "money", "after": "1h"]],
            "expect": ["steps": ["money": "skipped"], "duration": "1h", "path": ["money"]],
        ])
        #expect(verdict.hasPassed, "\(verdict.text)")
    }

    @Test
    func whatIsRefusedHasToBeExpected() throws {
        let bench = try Bench([["step_name": "rest", "type": "wait", "for": "2h"]])
        let test: (JSONValue) -> JSONObject = { ["actions": [["do": "resume", "refused": $0]]] }
        #expect(try bench.run(test("execution-state")).hasPassed)
        let unexpected = try bench.run(test(.null))
        #expect(unexpected.subjects == ["actions/0"])
        #expect(unexpected.differences.first?.actual.hasPrefix("refused: execution-state") == true)
        #expect(try bench.run(test("step-not-found")).subjects == ["actions/0"])
    }

    @Test
    func inputThatIsNotAcceptedIsRefused() throws {
        let schema: JSONValue = ["type": "object", "properties": ["n": ["type": "integer", "default": 4]]]
        let bench = try Bench(
            [["step_name": "work", "function_to_call": "tool.double", "input_mapping": ["n": "$input.n"]]],
            ["input_schema": schema]
        )
        #expect(try bench.run(["expect": ["calls": ["work": [["n": 4]]]]]).hasPassed)
        let refused = try bench.run([
            "input": ["n": "x"],
            "expect": [
                "status": "refused",
                "error": ["code": "input-invalid", "details": ["violations": [["pointer": "/n"]]]], "path": [],
            ],
        ])
        #expect(refused.hasPassed, "\(refused.text)")
        #expect(try bench.run(["input": ["n": "x"]]).subjects == ["status"])
    }

    @Test
    func theSameTestAlwaysTakesTheSameWay() throws {
        let bench = try Bench([Self.waitForMoney])
        let test = try bench.decode(["signals": [["name": "paid", "after": "1h"]]])
        let (first, second) = (bench.run(test).outcome, bench.run(test).outcome)
        #expect(first.history.map(\.event) == second.history.map(\.event))
        #expect(first.state == second.state)
    }
}
