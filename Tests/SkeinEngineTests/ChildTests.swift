// SPDX-License-Identifier: Apache-2.0

import SkeinEngine
import SkeinInterpreter
import SkeinModel
import SkeinStorage
import SkeinTestKit
import Testing

/// Executions that steps of others start.
@Suite(.timeLimit(.minutes(1)))
struct ChildTests {
    private static let asha = Sample.author

    /// A definition whose one step starts another definition.
    private static func parent(_ step: JSONObject = [:], key: String = "parent") -> JSONValue {
        let start: JSONValue = [
            "step_name": "sub", "type": "workflow", "workflow": "child", "input_mapping": ["n": "$input.n"],
            "output_variable": "result",
        ]
        return Self.document(key, [start.merging(.object(step))])
    }

    private static func child(_ step: JSONValue) -> JSONValue { Self.document("child", [step]) }

    private static func document(_ key: String, _ steps: [JSONValue]) -> JSONValue {
        [
            "deliverable_type": .string(key), "display_name": "Test", "discipline": "test",
            "input_schema": ["type": "object", "properties": ["n": ["type": "integer"]]],
            "workflow_steps": .array(steps),
        ]
    }

    private static let double: JSONValue = [
        "step_name": "double", "type": "transform", "set": ["value": "= $input.n * 2"], "output_variable": "doubled",
    ]
    private static let ask: JSONValue = [
        "step_name": "ask", "function_to_call": "outside.ask", "input_mapping": [:], "output_variable": "answer",
    ]

    private static func create(_ documents: [JSONValue], _ harness: EngineHarness) async throws {
        for document in documents { _ = try await harness.library.create(document, note: nil, by: Self.asha) }
    }

    private static func start(_ harness: EngineHarness, wait: Duration = .seconds(50)) async throws -> ExecutionDetail {
        let request = StartRequest(definition: .key("parent"), input: ["n": 4], actor: Self.asha, projectID: "p7")
        return try await harness.engine.start(request, wait: wait)
    }

    private static func children(of id: ExecutionID, _ harness: EngineHarness) async throws -> [ExecutionRecord] {
        try await harness.engine.storage.executions(ExecutionFilter(parentID: id), PageRequest()).items
    }

    @Test
    func theOutputOfTheChildIsTheStepsOutput() async throws {
        try await EngineHarness.withSamples { harness in
            try await Self.create([Self.child(Self.double), Self.parent()], harness)
            _ = try await harness.library.update(
                .key("child"),
                to: Self.child(Self.double.merging(["set": ["value": "= $input.n * 3"]])),
                note: "thrice",
                expectedVersion: nil,
                by: Self.asha
            )
            let done = try await Self.start(harness)
            #expect(done.output == ["result": ["doubled": ["value": 12]]])
            let child = try #require(try await Self.children(of: done.id, harness).first)
            #expect(child.version == 2)
            #expect(child.userID == Self.asha.name)
            #expect(child.projectID == "p7")
            let kinds = try await harness.engine.history(of: done.id, after: 0, limit: 9).map(\.kind)
            #expect(kinds.contains("child_started") && kinds.contains("child_ended"))
            #expect(try await harness.engine.storage.unwakeableExecutions(limit: 9).isEmpty)
        }
    }

    @Test(
        arguments: [
            (["version": 1], 8), (["version": 2], 12),
        ] as [(JSONObject, Int64)]
    )
    func aStepCanPinTheVersion(_ step: JSONObject, _ value: Int64) async throws {
        try await EngineHarness.withSamples { harness in
            try await Self.create([Self.child(Self.double), Self.parent(step)], harness)
            let thrice = Self.double.merging(["set": ["value": "= $input.n * 3"]])
            _ = try await harness.library.update(
                .key("child"),
                to: Self.child(thrice),
                note: "thrice",
                expectedVersion: nil,
                by: Self.asha
            )
            #expect(try await Self.start(harness).output?["result"]?["doubled"]?["value"] == .int(value))
        }
    }

    @Test
    func aStepThatDoesNotWaitEndsWhenTheChildHasStarted() async throws {
        let gate = Gate()
        try await EngineHarness.with(try gate.functions()) { harness in
            try await Self.create([Self.child(Self.ask), Self.parent(["wait": false])], harness)
            let done = try await Self.start(harness)
            #expect(done.status == .completed)
            let child = try #require(try await Self.children(of: done.id, harness).first)
            #expect(done.output?["result"]?["execution_id"] == .string(child.id.description))
            gate.open()
            #expect(try await harness.engine.execution(child.id, wait: .seconds(50)).status == .completed)
        }
    }

    @Test
    func aFailedChildFailsTheStepUnlessThatIsHandled() async throws {
        try await EngineHarness.withSamples { harness in
            let failing = Self.child(["step_name": "f", "function_to_call": "math.fail", "input_mapping": [:]])
            let handled = Self.parent(["error_handling": ["on_error": "continue", "fallback_value": "$error"]])
            try await Self.create([failing, handled], harness)
            let done = try await Self.start(harness)
            #expect(done.status == .completed)
            let error = try #require(done.output?["result"])
            #expect(error["code"] == "child-failed")
            #expect(error["details"]?["error"]?["code"] == "no-luck")
            let child = try #require(try await Self.children(of: done.id, harness).first)
            #expect(error["details"]?["execution_id"] == .string(child.id.description))
        }
    }

    @Test(
        arguments: [
            (["workflow": "nowhere"], "definition-not-found"),
            (["version": 7], "version-not-found"),
            (["input_mapping": ["n": "text"]], "input-invalid"),
        ] as [(JSONObject, String)]
    )
    func aChildThatCannotStartFailsTheStep(_ step: JSONObject, _ code: String) async throws {
        try await EngineHarness.withSamples { harness in
            try await Self.create([Self.child(Self.double), Self.parent(step)], harness)
            let done = try await Self.start(harness)
            #expect(done.status == .failed)
            #expect(done.failure?.code == code)
            #expect(try await Self.children(of: done.id, harness).isEmpty)
        }
    }

    @Test
    func cancellingTheParentCancelsTheChild() async throws {
        let gate = Gate()
        try await EngineHarness.with(try gate.functions()) { harness in
            try await Self.create([Self.child(Self.ask), Self.parent()], harness)
            let parent = try await Self.start(harness, wait: .zero)
            _ = await gate.nextCall()
            let ended = try await harness.engine.control(parent.id, .cancel, note: "no more", by: Self.asha)
            #expect(ended.status == .cancelled)
            let child = try #require(try await Self.children(of: parent.id, harness).first)
            #expect(try await harness.engine.execution(child.id, wait: .seconds(50)).status == .cancelled)
            #expect(try await harness.engine.storage.unwakeableExecutions(limit: 9).isEmpty)
        }
    }

    @Test
    func aChildThatTakesTooLongIsCancelledAndTheStepFails() async throws {
        let gate = Gate()
        let clock = ManualClock()
        try await EngineHarness.with(try gate.functions(), clock: clock) { harness in
            let slow = Self.child(Self.ask.merging(["timeout_seconds": 86_400]))
            try await Self.create([slow, Self.parent(["timeout_seconds": 5])], harness)
            let parent = try await Self.start(harness, wait: .zero)
            _ = await gate.nextCall()
            await clock.advance(by: .seconds(5), onceAsleepFor: .seconds(5))
            let ended = try await harness.engine.execution(parent.id, wait: .seconds(50))
            #expect(ended.failure?.code == "timeout")
            let child = try #require(try await Self.children(of: parent.id, harness).first)
            #expect(try await harness.engine.execution(child.id, wait: .seconds(50)).status == .cancelled)
        }
    }

    @Test
    func aDefinitionThatStartsItselfEnds() async throws {
        try await EngineHarness.withSamples { harness in
            try await Self.create([Self.parent(["workflow": "parent"])], harness)
            let done = try await Self.start(harness)
            #expect(done.failure?.code == "child-failed")
            let all = try await harness.engine.storage.executions(ExecutionFilter(), PageRequest(limit: 500)).items
            #expect(all.count == 21)
            #expect(all.first?.projection.failureCode == "child-too-deep")
        }
    }

    @Test
    func afterARestartTheParentStillHearsOfItsChild() async throws {
        try await TemporaryFolder.with { folder in
            let database = folder + "/skein.db"
            let first = Gate()
            let id = try await EngineHarness.with(try first.functions(), database: database) { harness in
                try await Self.create([Self.child(Self.ask), Self.parent()], harness)
                let parent = try await Self.start(harness, wait: .zero)
                _ = await first.nextCall()
                return parent.id
            }
            let second = Gate()
            second.open(with: .success(["done": 1]))
            try await EngineHarness.with(try second.functions(), database: database) { harness in
                let done = try await harness.engine.execution(id, wait: .seconds(50))
                #expect(done.output == ["result": ["answer": ["done": 1]]])
                #expect(try await Self.children(of: id, harness).count == 1)
            }
        }
    }

    @Test
    func aChildThatIsRetriedIsNoOrphan() async throws {
        try await TemporaryFolder.with { folder in
            let database = folder + "/skein.db"
            let first = Gate()
            first.open(with: .failure(Failure(code: "refused", message: "Never.")))
            let id = try await EngineHarness.with(try first.functions(), database: database) { harness in
                try await Self.create([Self.child(Self.ask), Self.parent()], harness)
                let parent = try await Self.start(harness)
                #expect(parent.status == .failed)
                let child = try #require(try await Self.children(of: parent.id, harness).first)
                _ = await first.nextCall()
                _ = try await harness.engine.control(child.id, .retry, by: Self.asha)
                _ = await first.nextCall()
                return child.id
            }
            let second = Gate()
            try await EngineHarness.with(try second.functions(), database: database) { harness in
                _ = await second.nextCall()
                let running = try await harness.engine.execution(id)
                #expect(running.status == .running)
                second.open()
                let done = try await harness.engine.execution(id, wait: .seconds(50))
                #expect(done.status == .completed)
            }
        }
    }
}
