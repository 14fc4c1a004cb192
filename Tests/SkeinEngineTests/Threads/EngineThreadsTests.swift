// SPDX-License-Identifier: Apache-2.0

import Dispatch
import SkeinModel
import SkeinStorage
import SkeinTestKit
import Synchronization
import Testing

@testable import SkeinEngine

/// The threads that turns and tasks share.
struct EngineThreadsTests {
    @Test
    func functionsThatBlockDoNotHoldUpTurns() async throws {
        let gate = DispatchSemaphore(value: 0)
        let (blocked, entered) = AsyncStream.makeStream(of: Void.self)
        var functions = FunctionRegistry()
        try functions.register(
            "test.block",
            effectJSON: { input, _ in
                entered.yield()
                Self.block(on: gate)
                return input
            }
        )
        var settings = Engine.Settings()
        settings.threadLimit = 3
        try await EngineHarness.with(functions, settings: settings) { harness in
            _ = try await harness.engine.library.create(Self.definition, note: nil, by: Actor(name: "test"))
            // More than there are threads: the two that functions may take are taken, and the others wait.
            let ids = try await Self.start(4, harness.engine)
            var waiting = blocked.makeAsyncIterator()
            for _ in 0..<2 { _ = await waiting.next() }
            // A turn of another execution is decided and stored all the same.
            let more = try await Self.start(1, harness.engine)
            for _ in 0..<5 { gate.signal() }
            for id in ids + more {
                let execution = try await harness.engine.execution(id, wait: .seconds(60))
                #expect(execution.status == .completed)
            }
        }
    }

    /// So many that the database gets several groups of turns at a time.
    @Test
    func manyExecutionsAtOnceAllEndWithWholeHistories() async throws {
        var functions = FunctionRegistry()
        try functions.register("test.block", effectJSON: { input, _ in input })
        try await EngineHarness.with(functions) { harness in
            _ = try await harness.engine.library.create(Self.definition, note: nil, by: Actor(name: "test"))
            let request = StartRequest(definition: .key("blocks"), input: [:], actor: Actor(name: "test"))
            let ids = try await withThrowingTaskGroup(of: ExecutionID.self) { group in
                for _ in 0..<600 {
                    group.addTask {
                        let execution = try await harness.engine.start(request, wait: .seconds(60))
                        #expect(execution.status == .completed)
                        return execution.id
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            for id in ids.suffix(20) {
                let history = try await harness.engine.history(of: id, after: 0, limit: 99)
                #expect(history.map(\.sequence) == Array(1...history.count))
            }
        }
    }

    @Test
    func everyJobRunsAndTheThreadsEnd() async throws {
        let threads = EngineThreads(limit: 4) { true }
        let sum = await withTaskGroup(of: Int.self) { group in
            for number in 0..<2000 {
                group.addTask(executorPreference: number % 5 == 0 ? threads.turns : threads.functions) {
                    await Task.yield()
                    return number
                }
            }
            return await group.reduce(0, +)
        }
        #expect(sum == 1999 * 1000)
        threads.close()
        // What comes after the end is run as well.
        let late = await Task(executorPreference: threads.functions) { 7 }.value
        #expect(late == 7)
    }

    @Test(.timeLimit(.minutes(1)))
    func whatWasKeptIsGivenAwayWhenTheThreadGoesOn() async throws {
        let threads = EngineThreads(limit: 2) { true }
        let ran = DispatchSemaphore(value: 0)
        await Task(executorPreference: threads.turns) {
            threads.gather { _ = Task(executorPreference: threads.functions) { ran.signal() } }
            threads.giveAway()
            // This thread is not free until another one has done what was kept for it.
            Self.block(on: ran)
        }
        .value
        threads.close()
    }

    private static func block(on gate: DispatchSemaphore) { gate.wait() }

    private static func start(_ count: Int, _ engine: Engine) async throws -> [ExecutionID] {
        var ids: [ExecutionID] = []
        for _ in 0..<count {
            let request = StartRequest(definition: .key("blocks"), input: [:], actor: Actor(name: "test"))
            ids.append(try await engine.start(request).id)
        }
        return ids
    }

    private static let definition: JSONValue = [
        "deliverable_type": "blocks", "display_name": "Blocks", "discipline": "test",
        "input_schema": ["type": "object"],
        "workflow_steps": [["step_name": "block", "function_to_call": "test.block"]],
    ]
}
