// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinTesting
import Testing

/// What people do with their tasks, and with the approval of a result.
@Suite
struct PeopleTests {
    private static func bench(_ kind: JSONValue, _ task: JSONObject = [:]) throws -> Bench {
        var content: JSONObject = ["title": "Look", "roles": ["engineer"], "show": ["load": 5]]
        for (key, value) in task { content[key] = value }
        return try Bench([
            ["step_name": "ask", "type": "human", "kind": kind, "task": .object(content), "output_variable": "answer"]
        ])
    }

    @Test
    func whoMayDoItDoesIt() throws {
        let verdict = try Self.bench("review").run([
            "people": ["ask": ["after": "2h", "data": ["seen": "$task.show.load"]]],
            "expect": [
                "duration": "2h",
                "output": [
                    "answer": ["$contains": ["decision": "approve", "completed_by": "somebody", "data": ["seen": 5]]]
                ],
            ],
        ])
        #expect(verdict.hasPassed, "\(verdict.text)")
    }

    @Test
    func aTaskTakesNoDecision() throws {
        let bench = try Self.bench("task")
        #expect(try bench.run(["people": ["*": [:]]]).hasPassed)
        let decided = try bench.run(["people": ["*": ["decision": "approve", "refused": "task-answer-invalid"]]])
        #expect(decided.subjects == ["status"])
    }

    @Test
    func answersFollowTheTasks() throws {
        let bench = try Bench([
            [
                "step_name": "again", "type": "loop", "until": "$steps.ask.output.decision == 'approve'",
                "max_iterations": 3,
                "steps": [
                    ["step_name": "ask", "type": "human", "kind": "approval", "task": ["title": "Yes?"]]
                ],
            ]
        ])
        let verdict = try bench.run([
            "people": ["ask": [["decision": "reject", "after": "1h"], ["after": "3h"]]],
            "expect": ["path": ["again[1]/ask", "again[2]/ask"], "duration": "4h"],
        ])
        #expect(verdict.hasPassed, "\(verdict.text)")
        let never = try bench.run([
            "people": ["ask": ["decision": "reject"]], "expect": ["error": "loop-limit-reached"],
        ])
        #expect(never.hasPassed, "\(never.text)")
    }

    @Test
    func whatNothingElseMeansIsForTheStar() throws {
        let bench = try Bench([
            ["step_name": "one", "type": "human", "kind": "review", "task": ["title": "One"]],
            ["step_name": "two", "type": "human", "kind": "review", "task": ["title": "Two"]],
        ])
        let verdict = try bench.run(
            ["people": ["*": ["after": "1h"]], "expect": ["duration": "3h"]],
            defaults: ["people": ["one": ["after": "2h"], "*": ["after": "5h"]]]
        )
        #expect(verdict.hasPassed, "\(verdict.text)")
    }

    @Test
    func severalMovesOfOneTask() throws {
        let verdict = try Self.bench("task").run([
            "people": [
                "ask": [
                    "moves": [
                        ["do": "claim", "by": "ana", "after": "1h"],
                        ["do": "complete", "by": "eve", "after": "2h", "refused": "task-forbidden"],
                        ["do": "delegate", "to": ["bob"], "by": "ana", "after": "3h"],
                        ["do": "claim", "by": "bob", "after": "4h"],
                        ["do": "release", "after": "5h"],
                        ["after": "6h"],
                    ]
                ]
            ],
            "expect": ["output": ["answer": ["$contains": ["completed_by": "bob"]]], "duration": "6h"],
        ])
        #expect(verdict.hasPassed, "\(verdict.text)")
    }

    @Test
    func whoMayNotIsRefused() throws {
        let verdict = try Self.bench("task").run(["people": ["ask": ["by": "eve", "roles": ["guest"]]]])
        #expect(verdict.subjects == ["people/ask", "status"])
        #expect(verdict.differences.first?.actual.hasPrefix("refused: task-forbidden") == true)
    }

    @Test
    func anAnswerThatDoesNotFitTheFormSaysWhere() throws {
        let form: JSONValue = ["type": "object", "properties": ["load": ["type": "number"]]]
        let verdict = try Self.bench("task", ["form": form]).run(["people": ["ask": ["data": ["load": "x"]]]])
        #expect(verdict.differences.first?.details.first?.contains("/load") == true)
    }

    @Test
    func aTaskThatNobodyDoesIsEscalatedAndExpires() throws {
        let task: JSONObject = ["due_in": "24h", "escalate_to": ["roles": ["manager"]], "on_expiry": "reject"]
        let bench = try Self.bench("approval", task)
        let never = try bench.run([
            "people": ["ask": ["never": true]],
            "expect": [
                "duration": "48h", "output": ["answer": ["$contains": ["decision": "reject"]]],
                "steps": ["ask": ["overdue": true]],
            ],
        ])
        #expect(never.hasPassed, "\(never.text)")
        let manager = try bench.run([
            "people": ["ask": ["after": "30h"]],
            "expect": ["duration": "30h", "output": ["answer": ["$contains": ["decision": "approve"]]]],
        ])
        #expect(manager.hasPassed, "\(manager.text)")
    }

    @Test
    func aTaskWithoutAnAnswerWaits() throws {
        let verdict = try Self.bench("task").run([
            "expect": ["status": "waiting", "waits": [["step": "ask", "kind": "person", "who": ["role engineer"]]]]
        ])
        #expect(verdict.hasPassed, "\(verdict.text)")
    }

    // MARK: The approval of the result

    private static func risky(_ approval: JSONValue = ["roles": ["engineer"], "expires_after": "48h"]) throws -> Bench {
        try Bench(
            [["step_name": "t", "type": "transform", "set": ["x": 1], "output_variable": "v"]],
            ["risk_config": ["factors": [["name": "all", "level": "1"]], "approval": approval]]
        )
    }

    @Test
    func anApprovalIsGiven() throws {
        let verdict = try Self.risky().run([
            "approvals": [["decision": "approve", "by": "ben", "after": "3h"]],
            "expect": [
                "risk": ["score": 1, "band": "approval_required", "factors": ["all"]], "duration": "3h",
                "approval": [
                    "roles": ["engineer"], "expires_in": "2d",
                    "decisions": [["decision": "approve", "by": "ben"]],
                ],
            ],
        ])
        #expect(verdict.hasPassed, "\(verdict.text)")
    }

    @Test
    func anApprovalIsDeniedOrExpires() throws {
        let bench = try Self.risky()
        let rejected = try bench.run([
            "approvals": [["decision": "reject", "note": "Too weak"]],
            "expect": ["status": "rejected", "error": ["message": ["$contains": "Too weak"]]],
        ])
        #expect(rejected.hasPassed, "\(rejected.text)")
        let expired = try bench.run([
            "expect": ["status": "rejected", "error": "approval-expired", "duration": "48h"]
        ])
        #expect(expired.hasPassed, "\(expired.text)")
    }

    @Test
    func whoMayNotApproveIsRefused() throws {
        let verdict = try Self.risky().run([
            "user": "ada",
            "approvals": [
                ["decision": "approve", "by": "ada", "refused": "approval-forbidden"],
                ["decision": "approve", "by": "eve", "roles": ["guest"], "refused": "approval-forbidden"],
                ["decision": "reject", "by": "ben", "note": "", "refused": "approval-note-missing"],
                ["decision": "approve", "by": "ben", "after": "1h"],
            ],
        ])
        #expect(verdict.hasPassed, "\(verdict.text)")
    }

    @Test
    func oneThatNobodyDecidesWaits() throws {
        let verdict = try Self.risky([:]).run([
            "expect": ["status": "awaiting_approval", "waits": [["kind": "approval"]], "approval": true]
        ])
        #expect(verdict.hasPassed, "\(verdict.text)")
    }
}
