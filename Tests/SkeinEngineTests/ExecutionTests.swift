// SPDX-License-Identifier: Apache-2.0

import SkeinEngine
import SkeinModel
import SkeinStorage
import SkeinTestKit
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ExecutionTests {
    // MARK: Whole runs

    @Test
    func aWholeRunCompletesWithOutputRiskAndEveryStep() async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create([
                "workflow_steps": [
                    Sample.step("double", "math.double", ["n": "$input.n"]),
                    Sample.step("again", "math.double", ["n": "$step1.double_out.value"], number: 2),
                ],
                "output": ["result": "$again_out.value"],
            ])
            let detail = try await harness.run(["n": 3])

            #expect(detail.status == .completed)
            #expect(detail.output == ["result": 12])
            #expect(detail.riskScore == 0)
            #expect(detail.riskBand == .autoApproved)
            #expect(detail.failure == nil)
            #expect(detail.json["steps"]?.array?.map { $0["status"]?.string } == ["completed", "completed"])
            let record = try #require(try await harness.engine.storage.execution(detail.id))
            #expect(record.projection.status == .completed)
            #expect(record.userID == "asha")
            #expect(record.version == 1)
        }
    }

    @Test
    func inputStepAndContextReferencesAreSubstituted() async throws {
        try await EngineHarness.withSamples { harness in
            let mapping: JSONValue = [
                "from_input": "$input.n", "from_step": "$step1.double_out", "nested": "$step1.double_out.value",
                "user": "$context.user_id", "execution": "$context.execution_id", "site": "$context.site",
                "text": "{{input.n}} doubled is {{double_out.value}}", "literal": 5,
            ]
            try await harness.create([
                "workflow_steps": [
                    Sample.step("double", "math.double", ["n": "$input.n"]),
                    Sample.step("echo", "math.echo", mapping, number: 2),
                ],
                "output": "$echo_out",
            ])
            let detail = try await harness.run(["n": 4], context: ["site": "Pune"])

            let expected: JSONValue = [
                "from_input": 4, "from_step": ["value": 8], "nested": 8, "user": "asha",
                "execution": .string(detail.id.description), "site": "Pune", "text": "4 doubled is 8", "literal": 5,
            ]
            #expect(detail.output == expected)
        }
    }

    @Test(arguments: [(3, "skipped"), (30, "completed")] as [(Int64, String)])
    func aStepRunsOnlyWhenItsConditionHolds(_ number: Int64, _ status: String) async throws {
        try await EngineHarness.withSamples { harness in
            let condition: JSONObject = ["condition": "$input.n > 10"]
            try await harness.create([
                "workflow_steps": [
                    Sample.step("double", "math.double", ["n": "$input.n"]),
                    Sample.step("large", "math.echo", ["n": "$input.n"], number: 2, condition),
                ]
            ])
            let detail = try await harness.run(["n": .int(number)])
            #expect(detail.status == .completed)
            #expect(detail.json["steps"]?[1]?["status"]?.string == status)
        }
    }

    struct Handling: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let errorHandling: JSONValue
        let status: ExecutionStatus
        let stepStatus: String
        let output: JSONValue?
    }

    static let handlings: [Handling] = [
        Handling(
            testDescription: "fail stops the execution",
            errorHandling: ["on_error": "fail"],
            status: .failed,
            stepStatus: "failed",
            output: nil
        ),
        Handling(
            testDescription: "skip goes on without a value",
            errorHandling: ["on_error": "skip"],
            status: .completed,
            stepStatus: "skipped",
            output: ["risky": .null, "after": 2]
        ),
        Handling(
            testDescription: "continue goes on with the fallback",
            errorHandling: ["on_error": "continue", "fallback_value": ["value": 7]],
            status: .completed,
            stepStatus: "completed",
            output: ["risky": ["value": 7], "after": 2]
        ),
    ]

    @Test(arguments: Self.handlings)
    func aFailedStepIsHandledAsItsStepSays(_ handling: Handling) async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create([
                "workflow_steps": [
                    Sample.step("risky", "math.fail", [:], ["error_handling": handling.errorHandling]),
                    Sample.step("double", "math.double", ["n": "$input.n"], number: 2),
                ],
                "output": ["risky": "$risky_out", "after": "$double_out.value"],
            ])
            let detail = try await harness.run(["n": 1])

            #expect(detail.status == handling.status)
            #expect(detail.output == handling.output)
            #expect(detail.json["steps"]?[0]?["status"]?.string == handling.stepStatus)
            if handling.status == .failed {
                #expect(detail.failure?.code == "no-luck")
                #expect(detail.json["error"]?["step"] == "risky")
                #expect(detail.json["error"]?["step_number"] == 1)
                #expect(detail.json["steps"]?.array?.count == 1)
            }
        }
    }

    // MARK: What may start

    @Test(arguments: [
        ("active", true), ("testing", true), ("draft", false), ("deprecated", false), ("archived", false),
    ])
    func onlyActiveAndTestingDefinitionsExecute(_ status: String, _ runs: Bool) async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create(["status": .string(status)])
            if runs {
                #expect(try await harness.run(["n": 1]).status == .completed)
            } else {
                await #expect(throws: SkeinError(.definitionNotExecutable, "")) { try await harness.run(["n": 1]) }
                #expect(try await harness.counts() == [1, 1, 0, 1])
            }
        }
    }

    @Test
    func anInputThatDoesNotFitIsRefusedWithEveryFault() async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create([
                "input_schema": [
                    "type": "object", "required": ["a", "b"], "additionalProperties": false,
                    "properties": ["a": ["type": "integer", "minimum": 1], "b": ["type": "string"], "n": true],
                ],
                "workflow_steps": [Sample.step("echo", "math.echo", ["a": "$input.a"])],
            ])
            let error = await #expect(throws: SkeinError.self) { try await harness.run(["a": -5, "z": 1]) }

            #expect(error?.code == .inputInvalid)
            let places = Set((error?.problems ?? []).map(\.pointer.description))
            #expect(places.isSuperset(of: ["/a", "/z"]), "\(places)")
            #expect((error?.problems ?? []).contains { $0.message.contains("b") })
            #expect((error?.problems.count ?? 0) == 3)
            #expect(try await harness.counts() == [1, 1, 0, 1])
        }
    }

    @Test
    func defaultsOfTheInputSchemaAreFilledInAndRecorded() async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create([
                "workflow_steps": [Sample.step("echo", "math.echo", ["label": "$input.label"])], "output": "$echo_out",
            ])
            let detail = try await harness.run(["n": 1])
            #expect(detail.output == ["label": "none"])
            #expect(detail.json["input"] == ["n": 1, "label": "none"])
            let given = try await harness.run(["n": 1, "label": "mine"])
            #expect(given.output == ["label": "mine"])
        }
    }

    @Test
    func aFunctionThatThisServerDoesNotHaveIsRefusedAtTheStart() async throws {
        try await TemporaryFolder.with { folder in
            let database = folder + "/skein.db"
            try await EngineHarness.with(try Sample.functions(), database: database) { harness in
                _ = try await harness.create()
            }
            try await EngineHarness.with(FunctionRegistry(), database: database) { harness in
                await #expect(throws: SkeinError(.functionNotFound, "")) { try await harness.run(["n": 1]) }
                let counts = try await harness.counts()
                #expect(counts == [1, 1, 0, 1])
            }
        }
    }

    @Test(arguments: [0, 2, -1])
    func aVersionThatIsNotThereDoesNotStart(_ version: Int) async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create()
            await #expect(throws: SkeinError(.versionNotFound, "")) {
                try await harness.run(["n": 1], version: version)
            }
        }
    }

    // MARK: Turns

    @Test
    func pureStepsRunInOneTurn() async throws {
        try await EngineHarness.withSamples { harness in
            let steps = (1...20).map { Sample.step("s\($0)", "math.double", ["n": "$input.n"], number: $0) }
            try await harness.create(["workflow_steps": .array(steps)])
            let request = StartRequest(definition: .key("doubling"), input: ["n": 1], actor: Sample.author)

            // Without waiting: what is stored when the start returns was stored by its one commit.
            let detail = try await harness.engine.start(request)

            #expect(detail.status == .completed)
            let times = Set(try await harness.engine.history(of: detail.id, after: 0, limit: 1000).map(\.at))
            #expect(times.count == 1)
            #expect(try await harness.engine.storage.executionsWithOpenTasks().isEmpty)
        }
    }
}
