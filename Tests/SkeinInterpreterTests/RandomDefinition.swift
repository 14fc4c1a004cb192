// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// SplitMix64: the same numbers for the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { self.state = seed }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// True once in so many times.
    mutating func chance(_ outOf: Int) -> Bool { Int.random(in: 0..<outOf, using: &self) == 0 }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: elements.indices, using: &self)]
    }
}

/// Makes valid definitions of function, transform, validate and branch steps.
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
        switch Int.random(in: 0..<(depth < 3 ? 8 : 5), using: &self.random) {
        case 0...2:
            step["function_to_call"] = "tool.run"
            step["input_mapping"] = self.random.chance(6) ? ["x": "$input.absent"] : ["n": "$input.n"]
        case 3:
            step["type"] = "transform"
            step["set"] = ["x": .string(self.random.pick(["= $input.n * 2", "{{input.n}}", "= 1 / ($input.n - 3)"]))]
        case 4:
            step["type"] = "validate"
            step["rules"] = [["rule": "$input.n != 2", "severity": .string(self.random.pick(["error", "warning"]))]]
        case 5, 6:
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

    private mutating func errorHandling() -> JSONValue {
        var handling: JSONObject = ["on_error": .string(self.random.pick(["fail", "skip", "continue"]))]
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
