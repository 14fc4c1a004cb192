// SPDX-License-Identifier: Apache-2.0

import SkeinEngine
import SkeinInterpreter
import SkeinModel
import SkeinStorage
import SkeinTestKit
import Testing

/// Executions that go on one step at a time, and back.
@Suite(.timeLimit(.minutes(1)))
struct InteractiveTests {
    private static let steps: JSONObject = [
        "workflow_steps": [
            Sample.step("a", "math.double", ["n": "$input.n"]),
            [
                "step_number": 2, "step_name": "ask", "type": "human", "kind": "review", "output_variable": "ask_out",
                "task": ["title": "Look", "due_in": "1h"],
            ],
            Sample.step("b", "math.double", ["n": "$a_out.value"], number: 3),
        ],
        "output": "$b_out.value",
    ]

    private static func start(_ harness: EngineHarness) async throws -> ExecutionDetail {
        try await harness.create(Self.steps)
        let request = StartRequest(
            definition: .key("doubling"),
            input: ["n": 3],
            actor: Sample.author,
            isInteractive: true
        )
        return try await harness.engine.start(request, wait: .seconds(50))
    }

    private static func control(
        _ id: ExecutionID,
        _ action: ControlEvent.Action,
        path: String? = nil,
        output: JSONValue? = nil,
        key: String? = nil,
        _ harness: EngineHarness
    ) async throws -> ExecutionDetail {
        try await harness.engine.control(
            id,
            action,
            path: path,
            output: output,
            requestKey: key,
            by: Sample.author
        )
    }

    private static func isHealthy(_ harness: EngineHarness) async throws -> Bool {
        try await Doctor(engine: harness.engine).examine().allSatisfy(\.isHealthy)
    }

    private static func openTasks(_ harness: EngineHarness) async throws -> [HumanTaskID] {
        let filter = HumanTaskFilter(status: .open)
        return try await harness.engine.storage.humanTasks(filter, PageRequest()).items.map(\.task.id)
    }

    @Test
    func oneStepAtATimeForwardAndBack() async throws {
        try await EngineHarness.withSamples { harness in
            let id = try await Self.start(harness).id
            #expect(try await harness.engine.execution(id).status == .waiting)
            #expect(try await Self.isHealthy(harness))

            _ = try await Self.control(id, .advance, harness)
            _ = try await Self.control(id, .advance, harness)
            #expect(try await Self.openTasks(harness).count == 1)

            let back = try await Self.control(id, .rewind, path: "a", harness)
            #expect(back.status == .waiting)
            #expect(try await Self.openTasks(harness).isEmpty)
            let stale = back.json["steps"]?.array?.filter { $0["stale"] == true }.compactMap { $0["path"]?.string }
            #expect(stale == ["ask"])
            #expect(try await Self.isHealthy(harness))
            let rows = try await harness.engine.storage.stepRuns(of: id, after: nil, limit: 9)
            #expect(rows.map(\.status) == [.blocked, .pending])
            // The first step has had one attempt, and its next one waits; the other was asked once.
            #expect(rows.map(\.attempt) == [2, 1])

            _ = try await Self.control(id, .complete, output: ["value": 50], harness)
            _ = try await Self.control(id, .skip, path: "ask", harness)
            let done = try await Self.control(id, .advance, harness)
            #expect(done.status == .completed)
            #expect(done.output == 100)
            let actions = try await harness.engine.storage.audit(after: 0, limit: 99).map(\.entry.action)
            #expect(
                actions.filter { $0.hasPrefix("execution.") } == [
                    "execution.advance", "execution.advance", "execution.rewind", "execution.complete",
                    "execution.skip", "execution.advance",
                ]
            )
        }
    }

    @Test
    func aRepeatedRequestWithAKeyIsDoneOnce() async throws {
        try await EngineHarness.withSamples { harness in
            let id = try await Self.start(harness).id
            #expect(try await !Self.control(id, .advance, key: "k", harness).isRepeat)
            let again = try await Self.control(id, .advance, key: "k", harness)
            #expect(again.isRepeat)
            #expect(try await Self.openTasks(harness).isEmpty)
            await #expect(throws: SkeinError(.idempotencyKeyReused, "")) {
                try await Self.control(id, .rewind, key: "k", harness)
            }
        }
    }

    @Test
    func attemptsGoOnAfterASkippedOneWasTakenBack() async throws {
        let gate = Gate()
        try await EngineHarness.with(try gate.functions()) { harness in
            let last = Sample.step("b", "math.echo", number: 2, ["advance": "manual"])
            let ask = Sample.step("ask", "outside.ask")
            try await harness.create(["workflow_steps": [ask, last]])
            let request = StartRequest(definition: .key("doubling"), input: ["n": 1], actor: Sample.author)
            let id = try await harness.engine.start(request).id
            _ = await gate.nextCall()
            _ = try await Self.control(id, .skip, path: "ask", harness)
            _ = try await Self.control(id, .rewind, path: "ask", harness)
            _ = await gate.nextCall()
            #expect(Set(gate.keys) == ["\(id):ask:1", "\(id):ask:2"])
        }
    }

    @Test
    func goingBackWithdrawsTheApproval() async throws {
        try await EngineHarness.withSamples { harness in
            try await harness.create([
                "risk_config": ["factors": [["name": "always", "weight": 1, "when": "true"]]],
                "workflow_steps": [Sample.step("a", "math.double", ["n": "$input.n"], ["advance": "manual"])],
            ])
            let id = try await harness.run(["n": 3]).id
            let first = try await Self.control(id, .advance, harness)
            #expect(first.status == .awaitingApproval)
            let back = try await Self.control(id, .rewind, path: "a", harness)
            #expect(back.status == .waiting)
            let asked = try #require(first.approvalID)
            let record = try await harness.engine.storage.approval(asked)
            #expect(record?.approval.status == .withdrawn)
            let second = try await Self.control(id, .advance, harness)
            #expect(second.status == .awaitingApproval)
            #expect(second.approvalID != first.approvalID)
            #expect(try await Self.isHealthy(harness))
        }
    }
}
