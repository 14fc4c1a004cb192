// SPDX-License-Identifier: Apache-2.0

import SeededRandom
import SkeinModel

/// Makes valid definitions of every type of step.
struct RandomDefinition {
    private var random: SeededGenerator
    private var count = 0

    init(seed: UInt64) { self.random = SeededGenerator(seed: seed) }

    mutating func document() -> JSONValue {
        let steps = self.steps(depth: 0)
        var document: JSONObject = [
            "deliverable_type": "random", "display_name": "Random", "discipline": "test",
            "input_schema": ["type": "object"], "workflow_steps": .array(steps),
        ]
        if self.random.chance(2) {
            let expiry: JSONValue = self.random.chance(2) ? "1h" : .null
            document["risk_config"] = [
                "factors": [["name": "f", "level": "$input.level"]],
                "approval": ["approvals": .int(Int64.random(in: 1...2, using: &self.random)), "expires_after": expiry],
            ]
        }
        return .object(document)
    }

    private mutating func steps(depth: Int) -> [JSONValue] {
        (0..<Int.random(in: depth == 0 ? 1...5 : 0...3, using: &self.random)).map { _ in self.step(depth: depth) }
    }

    private mutating func step(depth: Int) -> JSONValue {
        self.count += 1
        var step: JSONObject = ["step_name": .string("s\(self.count)")]
        if self.random.chance(2) { step["output_variable"] = .string("v\(self.count)") }
        if self.random.chance(3) {
            step["condition"] = .string(
                self.random.pick(["$input.a", "NOT $input.a", "$input.n > 3", "$input.absent"])
            )
        }
        step["error_handling"] = self.errorHandling()
        if self.random.chance(8) { step["total_timeout_seconds"] = 20 }
        if self.random.chance(10) { step["advance"] = "manual" }
        let types = depth < 3 ? Array(0..<17) : [0, 1, 2, 3, 4, 5, 6, 15, 16]
        switch self.random.pick(types) {
        case 0...2:
            step["function_to_call"] = "tool.run"
            step["input_mapping"] = self.random.chance(6) ? ["x": "$input.absent"] : ["n": "$input.n"]
            if self.random.chance(3) {
                let own = self.random.pick(["$steps.s\(self.count).output.n", "$error.code", "$input.n"])
                step["compensate_with"] = ["function_to_call": "tool.undo", "input_mapping": ["n": .string(own)]]
            }
        case 3:
            step["type"] = "transform"
            step["set"] = ["x": .string(self.random.pick(["= $input.n * 2", "{{input.n}}", "= 1 / ($input.n - 3)"]))]
        case 4:
            step["type"] = "validate"
            step["rules"] = [["rule": "$input.n != 2", "severity": .string(self.random.pick(["error", "warning"]))]]
        case 15:
            step["type"] = "workflow"
            step["workflow"] = "other"
            step["input_mapping"] = ["n": "$input.n"]
            if self.random.chance(4) { step["wait"] = false }
            if self.random.chance(3) { step["timeout_seconds"] = 30 }
        case 16:
            step["type"] = "emit"
            step["event"] = "red"
            step["payload"] = "$input.n"
        case 5: self.fillWait(&step)
        case 6: self.fillHuman(&step)
        case 7, 8: self.fillParallel(&step, depth: depth)
        case 9, 10: self.fillForEach(&step, depth: depth)
        case 11:
            step["type"] = "loop"
            step["while"] = .string(self.random.pick(["$input.a", "$input.n > 2"]))
            step["max_iterations"] = .int(Int64.random(in: 1...3, using: &self.random))
            step["steps"] = .array(self.someSteps(depth: depth + 1))
        case 12:
            step["type"] = "phase"
            step["steps"] = .array(self.someSteps(depth: depth + 1))
            if self.random.chance(2) { step["execution_mode"] = "parallel" }
            if self.random.chance(3) { step["gate"] = "$input.n < 5" }
            if self.random.chance(3) { step["due_in"] = "1m" }
        case 13:
            step["type"] = "branch"
            step["when"] = .array(
                ["$input.a", "$input.n > 1"].map { ["condition": $0, "steps": .array(self.steps(depth: depth + 1))] }
            )
            if self.random.chance(2) { step["else"] = ["steps": .array(self.steps(depth: depth + 1))] }
        default:
            step["type"] = "branch"
            step["on"] = "$input.n"
            step["cases"] = [
                "1": ["steps": .array(self.steps(depth: depth + 1))],
                "4": ["steps": .array(self.steps(depth: depth + 1))],
            ]
        }
        return .object(step)
    }

    /// At least one step.
    private mutating func someSteps(depth: Int) -> [JSONValue] { [self.step(depth: depth)] + self.steps(depth: depth) }

    private mutating func fillWait(_ step: inout JSONObject) {
        step["type"] = "wait"
        switch self.random.below(3) {
        case 0: step["for"] = .string(self.random.pick(["10s", "0s", "$input.absent"]))
        case 1: step["until"] = "2026-03-01T00:01:00Z"
        default:
            step["signal"] = [
                "name": .string(self.random.pick(["red", "blue"])), "timeout": "1h",
                "on_timeout": .string(self.random.pick(["fail", "skip"])),
            ]
        }
    }

    private mutating func fillHuman(_ step: inout JSONObject) {
        step["type"] = "human"
        step["kind"] = .string(self.random.pick(["review", "approval"]))
        var task: JSONObject = ["title": "Look"]
        if self.random.chance(2) {
            task["due_in"] = "1h"
            task["on_expiry"] = .string(self.random.pick(["fail", "skip", "keep", "reject"]))
            if self.random.chance(2) { task["escalate_to"] = ["roles": ["manager"]] }
        }
        step["task"] = .object(task)
    }

    private mutating func fillParallel(_ step: inout JSONObject, depth: Int) {
        step["type"] = "parallel"
        step["branches"] = .array(
            ["left", "middle", "right"].map { ["name": .string($0), "steps": .array(self.steps(depth: depth + 1))] }
        )
        step["join"] = self.random.pick(["all", "any", 2])
        if self.random.chance(2) { step["tolerate"] = 1 }
        if self.random.chance(3) { step["max_concurrency"] = 2 }
    }

    private mutating func fillForEach(_ step: inout JSONObject, depth: Int) {
        step["type"] = "for_each"
        step["items"] = self.random.pick([["x", "y", "z"], [], "$input.list", "$input.absent"])
        step["key"] = "string($item)"
        step["steps"] = .array(self.someSteps(depth: depth + 1))
        step["max_concurrency"] = .int(Int64.random(in: 1...3, using: &self.random))
        if self.random.chance(2) { step["tolerate"] = self.random.pick([1, "50%"]) }
    }

    private mutating func errorHandling() -> JSONValue {
        var handling: JSONObject = ["on_error": .string(self.random.pick(["fail", "skip", "continue", "compensate"]))]
        if handling["on_error"] == "continue" {
            handling["fallback_value"] = self.random.pick(["none", "$error.code", "$error.details.absent", 7])
        }
        if self.random.chance(2) {
            handling["retry"] = [
                "strategy": .string(self.random.pick(["fixed", "linear", "exponential"])),
                "max_attempts": .int(Int64.random(in: 1...4, using: &self.random)), "initial_delay": "100ms",
            ]
        }
        return .object(handling)
    }
}
