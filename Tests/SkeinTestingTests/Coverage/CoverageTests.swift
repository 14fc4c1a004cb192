// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinTesting
import Testing

/// Which ways tests take, and which none does.
@Suite
struct CoverageTests {
    /// What no test takes, as `place: way`.
    private static func missing(_ bench: Bench, _ tests: JSONObject...) throws -> [String] {
        var coverage = Coverage(of: bench.graph)
        for test in tests { coverage.record(try bench.run(test).outcome, graph: bench.graph) }
        return coverage.missing.map { "\($0.place): \($0.text)" }
    }

    @Test
    func armsAndConditions() throws {
        let step: (JSONValue, JSONValue?) -> JSONValue = { name, condition in
            var step: JSONObject = ["step_name": name, "type": "transform", "set": ["x": 1]]
            step["condition"] = condition
            return .object(step)
        }
        let bench = try Bench([
            [
                "step_name": "way", "type": "branch",
                "when": [
                    ["condition": "$input.n == 1", "steps": [step("a", nil)]],
                    ["condition": "$input.n == 2", "steps": [step("b", nil)]],
                ],
                "else": ["steps": []],
            ],
            ["step_name": "kind", "type": "branch", "on": "$input.k", "cases": ["x": ["steps": [step("c", nil)]]]],
            step("d", "$input.n == 1"),
        ])
        let all = [
            "way: arm 1", "way: arm 2", "way: else", "way/a: runs", "way/b: runs", "kind: case 'x'", "kind: no arm",
            "kind/c: runs", "d: runs",
        ]
        #expect(try Self.missing(bench) == all)
        #expect(
            try Self.missing(bench, ["input": ["n": 1, "k": "x"]])
                == ["way: arm 2", "way: else", "way/b: runs", "kind: no arm", "d: condition false"]
        )
        let others: [JSONObject] = [["input": ["n": 2, "k": "y"]], ["input": ["n": 3, "k": "y"]]]
        #expect(try Self.missing(bench, ["input": ["n": 1, "k": "x"]], others[0], others[1]) == [])
    }

    @Test
    func loopsAndPhases() throws {
        let inside: JSONValue = [["step_name": "rest", "type": "wait", "for": "2h"]]
        let bench = try Bench([
            [
                "step_name": "again", "type": "loop", "while": "$input.n > ($steps.rest.attempts ?? 0)",
                "max_iterations": 2, "steps": inside,
            ],
            [
                "step_name": "part", "type": "phase", "due_in": "1h", "gate": "$input.open",
                "steps": [["step_name": "wait_a_while", "type": "wait", "for": "$input.time"]],
            ],
        ])
        let once: JSONObject = ["input": ["n": 0, "open": true, "time": "1m"]]
        #expect(
            try Self.missing(bench, once)
                == ["again: a second iteration", "again/rest: runs", "part: gate closed", "part: overdue"]
        )
        let late: JSONObject = ["input": ["n": 0, "open": false, "time": "2h"]]
        #expect(try Self.missing(bench, once, late) == ["again: a second iteration", "again/rest: runs"])
        #expect(try Self.missing(bench, ["input": ["n": 9]]).contains("again: no iteration"))
        #expect(try !Self.missing(bench, ["input": ["n": 9]]).contains("again: a second iteration"))
    }

    @Test
    func whatBecomesOfErrors() throws {
        let failing: (JSONValue, JSONValue) -> JSONValue = { name, action in
            ["step_name": name, "function_to_call": "tool.double", "error_handling": ["on_error": action]]
        }
        let bench = try Bench([
            [
                "step_name": "book", "function_to_call": "tool.double",
                "compensate_with": ["function_to_call": "tool.double"],
            ],
            failing("a", "skip"), failing("b", "continue"), failing("c", "compensate"),
            ["step_name": "check", "type": "validate", "rules": [["rule": "$input.n > 1"]]],
        ])
        let good: JSONObject = ["input": ["n": 2]]
        #expect(
            try Self.missing(bench, good) == [
                "book: undone", "a: on_error skip", "b: on_error continue", "c: on_error compensate",
                "check: a fault found",
            ]
        )
        let bad: JSONObject = ["functions": ["a": ["fails": "x"], "b": ["fails": "x"], "c": ["fails": "x"]]]
        #expect(try Self.missing(bench, good, bad) == ["check: a fault found"])
        #expect(try Self.missing(bench, good, bad, ["input": ["n": 0]]) == [])
    }

    @Test
    func peopleAndSignals() throws {
        let bench = try Bench([
            [
                "step_name": "ask", "type": "human", "kind": "approval",
                "task": ["title": "Yes?", "due_in": "1h", "escalate_to": ["roles": ["boss"]], "on_expiry": "skip"],
            ],
            ["step_name": "do", "type": "human", "task": ["title": "Do it"]],
            [
                "step_name": "money", "type": "wait",
                "signal": ["name": "paid", "timeout": "1h", "on_timeout": "skip"],
            ],
        ])
        let paid: JSONObject = ["people": ["*": [:]], "signals": [["name": "paid"]]]
        #expect(
            try Self.missing(bench, paid)
                == ["ask: rejected", "ask: late and escalated", "ask: expired", "money: timeout"]
        )
        let late: JSONObject = ["people": ["ask": ["decision": "reject", "after": "90m"], "do": [:]]]
        #expect(try Self.missing(bench, paid, late) == ["ask: expired"])
        #expect(try Self.missing(bench, paid, late, [:]) == [])
    }

    @Test
    func riskAndApproval() throws {
        let bench = try Bench(
            [["step_name": "t", "type": "transform", "set": ["x": 1]]],
            [
                "risk_config": [
                    "factors": [["name": "risky", "level": "$input.level"]],
                    "approval": ["expires_after": "1h"],
                ],
                "validation_rules": [
                    ["name": "low", "rule": "$input.level < 2"],
                    ["name": "lower", "rule": "$input.level < 1", "severity": "warning"],
                ],
            ]
        )
        #expect(
            try Self.missing(bench, ["input": ["level": 0]]) == [
                "rule 'low': broken", "rule 'lower': broken", "risk: band flagged", "risk: band review_recommended",
                "risk: band approval_required", "risk: factor risky", "approval of the result: approved",
                "approval of the result: rejected", "approval of the result: expired",
            ]
        )
        let approve: JSONObject = ["input": ["level": 1], "approvals": [["decision": "approve"]]]
        let reject: JSONObject = ["input": ["level": 1], "approvals": [["decision": "reject"]]]
        #expect(
            try Self.missing(bench, approve, reject, ["input": ["level": 0.5]], ["input": ["level": 2]]) == [
                "risk: band auto_approved", "risk: band review_recommended", "approval of the result: expired",
            ]
        )
        #expect(try !Self.missing(bench, ["input": ["level": 1]]).contains("approval of the result: expired"))
    }

    /// A definition without factors has no risk to test.
    @Test
    func whatCannotHappenIsNoWay() throws {
        let coverage = Coverage(of: try Bench.work().graph)
        #expect(coverage.ways.map(\.text) == ["runs"])
        #expect(coverage.percentage == 0)
        #expect(coverage.missing.map(\.pointer.description) == ["/workflow_steps/0"])
    }
}
