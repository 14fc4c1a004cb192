// SPDX-License-Identifier: Apache-2.0

import Logging
import SkeinEngine
import SkeinModel
import SkeinSQLite
import SkeinStorage

/// Executions with many steps: what a step costs must not depend on how many there were before it.
struct LongRuns {
    let folder: String

    /// What one execution came to.
    struct Result {
        let steps: Int
        let seconds: Double

        var microsecondsPerStep: Double { self.seconds * 1e6 / Double(self.steps) }
    }

    /// One execution of so many effect steps, one after the other.
    func sequence(_ steps: Int) async throws -> Result {
        let loop: JSONValue = [
            "step_name": "again", "type": "loop", "until": "$one.n >= $input.count", "max_iterations": 100_000,
            "steps": [
                [
                    "step_name": "one", "function_to_call": "bench.count",
                    "input_mapping": ["n": "= $one.n ?? 0"], "output_variable": "one",
                ]
            ],
        ]
        return try await self.run("sequence-\(steps)", loop, ["count": .int(Int64(steps))], steps)
    }

    /// One execution of a for_each over so many items, a hundred at a time, an effect for each.
    func fanOut(_ items: Int) async throws -> Result {
        let each: JSONValue = [
            "step_name": "each", "type": "for_each", "items": "$input.items", "key": "$item", "max_concurrency": 100,
            "steps": [
                [
                    "step_name": "one", "function_to_call": "bench.count", "input_mapping": ["n": "$item"],
                    "output_variable": "one",
                ]
            ],
        ]
        let input: JSONValue = ["items": .array((0..<items).map { .int(Int64($0)) })]
        return try await self.run("fan-out-\(items)", each, input, items)
    }

    private func run(_ name: String, _ step: JSONValue, _ input: JSONValue, _ steps: Int) async throws -> Result {
        var functions = FunctionRegistry()
        try functions.register("bench.count", effectJSON: { input, _ in ["n": .int((input["n"]?.int ?? 0) + 1)] })
        let clock = SystemClock()
        let path = "\(self.folder)/\(name).db"
        let storage = try SQLiteStorage(path: path, migrations: .apply, exclusive: true, now: clock.now())
        let logger = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        let engine = Engine(storage: storage, registry: functions, clock: clock, logger: logger)
        let definition: JSONValue = [
            "deliverable_type": "long", "display_name": "Long", "discipline": "benchmark",
            "input_schema": ["type": "object"], "output": ["done": true], "workflow_steps": [step],
        ]
        let seconds = try await withThrowingTaskGroup(of: Double?.self) { group in
            group.addTask {
                try await engine.run()
                return nil
            }
            group.addTask {
                _ = try await engine.library.create(definition, note: nil, by: Actor(name: "bench"))
                let watch = Stopwatch()
                let request = StartRequest(definition: .key("long"), input: input, actor: Actor(name: "bench"))
                let detail = try await engine.start(request, wait: .seconds(600))
                precondition(detail.status == .completed, "The benchmark's executions complete.")
                return watch.seconds
            }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let result { return result }
            }
            throw CancellationError()
        }
        try await storage.close()
        return Result(steps: steps, seconds: seconds)
    }
}
