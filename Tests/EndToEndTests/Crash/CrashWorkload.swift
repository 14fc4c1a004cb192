// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// What is executed while the server is killed, and what must come of it.
struct CrashWorkload: Sendable {
    /// How an execution has to end.
    struct End: Sendable {
        let status: String
        let output: JSONValue?
        /// The idempotency keys of the effects that it has, without the execution's identifier.
        let effects: Set<String>
        let isApproved: Bool
    }

    let definition: JSONValue
    /// The definition of the execution that each one starts, and its effects.
    var child: (definition: JSONValue, effects: Set<String>)?
    /// How the execution with that number ends.
    let end: @Sendable (Int64) -> End

    var key: String { self.definition["deliverable_type"]?.string ?? "" }

    private static let flaky: JSONValue = [
        "strategy": "fixed", "max_attempts": 5, "initial_delay": "20ms", "jitter": false,
    ]

    private static func effect(_ name: String, _ function: String, _ more: JSONObject = [:]) -> JSONValue {
        var step: JSONObject = [
            "step_name": .string(name), "function_to_call": .string(function), "input_mapping": ["n": "$input.n"],
            "output_variable": .string(name),
        ]
        for (key, value) in more { step[key] = value }
        return .object(step)
    }

    /// Effects, a retry, a pure step, and an approval for every fifth.
    static let approvals = CrashWorkload(
        definition: [
            "deliverable_type": "crash", "display_name": "Crash", "discipline": "test",
            "input_schema": ["type": "object", "required": ["n"], "properties": ["n": ["type": "integer"]]],
            "output": ["double": "$doubled.value", "second": "$second.recorded"],
            "risk_config": [
                "factors": [["name": "fifth", "when": "$input.n % 5 == 0", "weight": 1]],
                "approval": ["approvals": 1, "expires_after": "7d"],
            ],
            "workflow_steps": [
                Self.effect("first", "ledger.record"),
                Self.effect("flaky", "ledger.flaky", ["retry_policy": Self.flaky]),
                Self.effect("doubled", "calculator.double"),
                Self.effect("second", "ledger.record"),
            ],
        ]
    ) { number in
        End(
            status: "completed",
            output: ["double": .int(number * 2), "second": .int(number)],
            effects: Set(["first:1", "flaky:1", "second:1"] + (number % 3 == 0 ? ["flaky:2"] : [])),
            isApproved: number % 5 == 0
        )
    }

    /// Every type of step; every fourth execution fails at its end and undoes what it did.
    static let everyStep = CrashWorkload(
        definition: [
            "deliverable_type": "every_step", "display_name": "Every step", "discipline": "test",
            "input_schema": ["type": "object", "required": ["n"], "properties": ["n": ["type": "integer"]]],
            "output": [
                "items": "= size($each)", "rounds": "$again.iterations", "go": "$go.word", "by": "$look.by",
                "sub": "$sub.note.recorded",
            ],
            "workflow_steps": [
                [
                    "step_name": "design", "type": "phase", "due_in": "1h", "execution_mode": "parallel",
                    "gate": "$sum.v > $input.n",
                    "steps": [
                        [
                            "step_name": "sum", "type": "transform", "set": ["v": "= $first.recorded + 1"],
                            "output_variable": "sum",
                        ],
                        Self.effect("first", "ledger.record", ["compensate_with": Self.undo]),
                    ],
                ],
                [
                    "step_name": "both", "type": "parallel",
                    "branches": [
                        ["name": "left", "steps": [Self.effect("left", "ledger.record")]],
                        [
                            "name": "right",
                            "steps": [
                                ["step_name": "nap", "type": "wait", "for": "15ms"],
                                Self.effect("flaky", "ledger.flaky", ["retry_policy": Self.flaky]),
                            ],
                        ],
                    ],
                ],
                [
                    "step_name": "each", "type": "for_each", "items": [1, 2, 3], "key": "$item",
                    "max_concurrency": 2, "output_variable": "each",
                    "steps": [Self.effect("entry", "ledger.record", ["compensate_with": Self.undo])],
                ],
                [
                    "step_name": "again", "type": "loop", "until": "$count.v >= 2", "max_iterations": 5,
                    "output_variable": "again",
                    "steps": [
                        Self.effect("tick", "ledger.record"),
                        [
                            "step_name": "count", "type": "transform", "set": ["v": "= ($count.v ?? 0) + 1"],
                            "output_variable": "count",
                        ],
                    ],
                ],
                [
                    "step_name": "go", "type": "wait", "output_variable": "go",
                    "signal": ["name": "go", "correlate": "$signal.payload.word != null", "timeout": "2h"],
                ],
                [
                    "step_name": "ask", "type": "human", "kind": "review", "output_variable": "ask",
                    "task": ["title": "Number {{input.n}}", "due_in": "2h"],
                ],
                [
                    "step_name": "look", "type": "transform", "set": ["by": "$ask.completed_by"],
                    "output_variable": "look",
                ],
                [
                    "step_name": "sub", "type": "workflow", "workflow": "crash_child", "output_variable": "sub",
                    "input_mapping": ["n": "$input.n"],
                ],
                ["step_name": "tell", "type": "emit", "event": "told", "payload": "$input.n"],
                [
                    "step_name": "way", "type": "branch", "on": "$input.n % 4",
                    "cases": [
                        "3": [
                            "steps": [
                                Self.effect("refuse", "ledger.refuse", ["error_handling": ["on_error": "compensate"]])
                            ]
                        ]
                    ],
                    "else": ["steps": [Self.effect("accept", "ledger.record")]],
                ],
            ],
        ],
        child: (
            definition: [
                "deliverable_type": "crash_child", "display_name": "Child", "discipline": "test",
                "input_schema": ["type": "object"], "workflow_steps": [Self.effect("note", "ledger.record")],
            ],
            effects: ["note:1"]
        )
    ) { number in
        let common = [
            "design/first:1", "both[left]/left:1", "both[right]/flaky:1", "each[1]/entry:1", "each[2]/entry:1",
            "each[3]/entry:1", "again[1]/tick:1", "again[2]/tick:1",
        ]
        let second = number % 3 == 0 ? ["both[right]/flaky:2"] : []
        let undone = ["design/first", "each[1]/entry", "each[2]/entry", "each[3]/entry"].map { "compensate:\($0):1" }
        if number % 4 == 3 {
            let effects = Set(common + second + undone + ["way/refuse:1"])
            return End(status: "failed", output: nil, effects: effects, isApproved: false)
        }
        return End(
            status: "completed",
            output: ["items": 3, "rounds": 2, "go": "now", "by": "approver", "sub": .int(number)],
            effects: Set(common + second + ["way/accept:1"]),
            isApproved: false
        )
    }

    private static let undo: JSONValue = [
        "function_to_call": "ledger.record", "input_mapping": ["n": "$input.n", "why": "$error.code"],
    ]
}
