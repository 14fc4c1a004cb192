// SPDX-License-Identifier: Apache-2.0

import SkeinEngine
import SkeinInterpreter
import SkeinModel
import SkeinStorage
import SkeinTestKit
import Synchronization
import Testing

/// Executions that wait for everything that an execution can wait for, and how they end.
final class MovingWorkload: Sendable {
    /// What became of an execution.
    struct Outcome: Equatable {
        let definition: String
        let status: ExecutionStatus
        let output: JSONValue?
        let events: [String]
    }

    /// Whether calls that were under way are answered.
    private let answers: Bool
    private let called = Mutex<[String]>([])
    private let calls: AsyncStream<String>
    private let call: AsyncStream<String>.Continuation

    init(answers: Bool) {
        self.answers = answers
        (self.calls, self.call) = AsyncStream.makeStream(of: String.self)
    }

    /// The idempotency keys of all calls, without the executions that they belong to.
    var keys: [String] { self.called.withLock { $0.map { String($0.drop { $0 != ":" }) }.sorted() } }

    func functions() throws -> FunctionRegistry {
        var registry = try Sample.functions()
        let answers = self.answers
        try registry.register(
            "outside.hang",
            effectJSON: { input, context in
                self.note(context.idempotencyKey)
                if !answers { await Self.waitForCancellation() }
                return input
            }
        )
        try registry.register(
            "outside.flaky",
            effectJSON: { input, context in
                self.note(context.idempotencyKey)
                if !answers { throw Failure(code: "busy", message: "Later.", isRetryable: true) }
                return ["attempt": .int(Int64(context.attempt))]
            }
        )
        return registry
    }

    private static func waitForCancellation() async {
        let (silence, speaker) = AsyncStream.makeStream(of: Never.self)
        for await _ in silence {}
        speaker.finish()
    }

    private func note(_ key: String) {
        self.called.withLock { $0.append(key) }
        self.call.yield(key)
    }

    private static func document(_ key: String, _ steps: [JSONValue], _ more: JSONObject = [:]) -> JSONValue {
        let base: JSONValue = [
            "deliverable_type": .string(key), "display_name": .string(key), "discipline": "test",
            "input_schema": ["type": "object"], "workflow_steps": .array(steps),
        ]
        return base.merging(.object(more))
    }

    private static let paid: JSONValue = [
        "step_name": "paid", "type": "wait", "signal": ["name": "paid"], "output_variable": "payment",
    ]

    static let documents: [JSONValue] = [
        Sample.document(),
        MovingWorkload.document(
            "cooling",
            [
                ["step_name": "cool", "type": "wait", "for": "1h"],
                ["step_name": "done", "type": "transform", "set": ["text": "cold"], "output_variable": "done"],
            ]
        ),
        MovingWorkload.document("payment", [MovingWorkload.paid], ["output": "$payment"]),
        MovingWorkload.document(
            "asked",
            [
                [
                    "step_name": "ask", "type": "human", "kind": "approval",
                    "task": ["title": "Renew it", "roles": ["manager"]], "output_variable": "asked",
                ]
            ]
        ),
        MovingWorkload.document(
            "weighed",
            [Sample.step("double", "math.double", ["n": 4])],
            ["risk_config": ["factors": [["name": "always", "level": "1"]]]]
        ),
        MovingWorkload.document("called", [Sample.step("call", "outside.hang", ["n": 7])]),
        MovingWorkload.document(
            "undone",
            [
                Sample.step(
                    "book",
                    "math.echo",
                    ["n": 1],
                    ["compensate_with": ["function_to_call": "outside.hang", "input_mapping": ["n": "$book_out.n"]]]
                ),
                Sample.step("fail", "math.fail", [:], number: 2, ["error_handling": ["on_error": "compensate"]]),
            ]
        ),
        MovingWorkload.document(
            "flaky",
            [
                Sample.step(
                    "try",
                    "outside.flaky",
                    [:],
                    [
                        "retry_policy": [
                            "strategy": "fixed", "max_attempts": 3, "initial_delay": "10s", "jitter": false,
                        ]
                    ]
                )
            ]
        ),
        MovingWorkload.document(
            "order",
            [["step_name": "pay", "type": "workflow", "workflow": "payment", "output_variable": "payment"]]
        ),
        MovingWorkload.document(
            "parcel",
            [
                [
                    "step_name": "each", "type": "for_each", "items": [7, 8], "as": "number", "key": "$index",
                    "output_variable": "all",
                    "steps": [
                        MovingWorkload.paid.merging([
                            "signal": ["name": "paid", "correlate": "$signal.payload.number == $number"]
                        ])
                    ],
                ]
            ]
        ),
    ]

    static let claim = IdempotencyClaim(scope: "execute asha", key: "first", fingerprint: HashChain.sha256([1]))

    /// Stores definitions, one of them with two versions, and starts an execution of each.
    func fill(_ harness: EngineHarness) async throws {
        for document in Self.documents {
            _ = try await harness.library.create(document, note: nil, by: Sample.author)
        }
        let changes: JSONObject = ["display_name": "Cooling down", "description": "é 🪿 \u{1}"]
        _ = try await harness.library.update(
            .key("cooling"),
            merging: changes,
            note: "Clearer",
            expectedVersion: 1,
            by: Sample.other
        )
        _ = try await harness.library.setStatus(
            .key("weighed"),
            .testing,
            note: nil,
            expectedVersion: nil,
            by: Sample.other
        )
        var first = StartRequest(definition: .key("doubling"), input: ["n": 4], actor: Sample.author, projectID: "p7")
        first.claim = Self.claim
        _ = try await harness.engine.start(first, wait: .seconds(40))
        for key in ["cooling", "asked", "weighed", "called", "undone", "flaky", "order", "parcel"] {
            let request = StartRequest(definition: .key(key), input: [:], actor: Sample.author)
            _ = try await harness.engine.start(request)
        }
        // The call, the undoing and the first attempt.
        var calls = self.calls.makeAsyncIterator()
        for _ in 0..<3 { _ = await calls.next() }
        try await self.settle(harness)
    }

    /// Sees to it that what will wait waits, and that one of two waits in a loop has its signal.
    private func settle(_ harness: EngineHarness) async throws {
        let engine = harness.engine
        let task = try #require(try await engine.storage.humanTasks(HumanTaskFilter(), PageRequest()).items.first)
        _ = try await engine.handle(task.task.id, .claim, by: Actor(name: "eve", roles: ["manager"]))
        let waiting = { try await engine.storage.executions(waitingFor: "paid", PageRequest()).items }
        while try await waiting().count < 2 { await Task.yield() }
        let flaky = try await engine.storage.executions(ExecutionFilter(definition: .key("flaky")), PageRequest())
        let id = try #require(flaky.items.first?.id)
        while try await engine.history(of: id, after: 0, limit: 99).last?.kind != "step_retry_scheduled" {
            await Task.yield()
        }
        let parcels = try await engine.storage.executions(ExecutionFilter(definition: .key("parcel")), PageRequest())
        _ = try await engine.signal(
            try #require(parcels.items.first?.id),
            name: "paid",
            payload: ["number": 8],
            signalID: "pay-8",
            by: Sample.author
        )
    }

    /// Does what people and other systems have to do.
    ///
    /// - Returns: What became of each execution.
    func finish(_ harness: EngineHarness) async throws -> [ExecutionID: Outcome] {
        let engine = harness.engine
        let approval = try #require(try await engine.storage.approvals(status: .pending, PageRequest()).items.first)
        let decision = DecisionRequest(
            approval: approval.approval.id,
            isApproval: true,
            actor: Sample.other,
            note: "Ok"
        )
        _ = try await engine.decide(decision)
        let open = try await engine.storage.humanTasks(HumanTaskFilter(status: .open), PageRequest()).items
        let task = try #require(open.first)
        let answer = HumanRequest.Action.complete(data: .null, decision: "approve", note: nil)
        // Who has claimed it is remembered: nobody else may complete it.
        await #expect(throws: SkeinError(.taskForbidden, "")) {
            try await engine.handle(task.task.id, answer, by: Actor(name: "mallory", roles: ["manager"]))
        }
        _ = try await engine.handle(task.task.id, answer, by: Actor(name: "eve", roles: ["manager"]))
        let told = try await engine.broadcast("paid", payload: ["number": 7], signalID: "pay-7", by: Sample.author)
        #expect(told == 2)
        var first = StartRequest(definition: .key("doubling"), input: ["n": 4], actor: Sample.author)
        first.claim = Self.claim
        let again = try await engine.start(first)
        #expect(again.isRepeat)
        var outcomes: [ExecutionID: Outcome] = [:]
        for record in try await engine.storage.executions(ExecutionFilter(), PageRequest(limit: 500)).items {
            let detail = try await engine.execution(record.id, wait: .seconds(40))
            let history = try await engine.history(of: record.id, after: 0, limit: 999)
            outcomes[record.id] = Outcome(
                definition: record.definitionKey,
                status: detail.status,
                output: detail.output,
                events: history.map(\.kind)
            )
        }
        return outcomes
    }
}
