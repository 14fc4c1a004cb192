// SPDX-License-Identifier: Apache-2.0

import SkeinEngine
import SkeinModel
import SkeinStorage

/// Executions of three steps that do nothing, so that only the engine is measured.
enum ThreeSteps: String {
    /// Pure functions: one turn, one commit.
    case pure
    /// Effects: a commit before each, four in all.
    case effect

    var key: String { "bench_\(self.rawValue)" }

    var definition: JSONValue {
        let steps: [JSONValue] = ["first", "second", "third"].map { name in
            [
                "step_name": .string(name), "function_to_call": .string("bench.\(self.rawValue)"),
                "input_mapping": ["payload": "$input.payload"], "output_variable": .string(name),
            ]
        }
        return [
            "deliverable_type": .string(self.key), "display_name": "Benchmark", "discipline": "benchmark",
            "input_schema": ["type": "object"], "output": ["done": true], "workflow_steps": .array(steps),
        ]
    }

    static var functions: FunctionRegistry {
        get throws {
            var registry = FunctionRegistry()
            try registry.register("bench.pure", pureJSON: { $0 })
            try registry.register("bench.effect", effectJSON: { input, _ in input })
            return registry
        }
    }

    /// A payload that makes an event of about 300 bytes.
    static let input: JSONValue = ["payload": .string(String(repeating: "x", count: 220))]

    /// Makes the definition, and executes it a few times.
    func warmUp(_ engine: Engine) async throws {
        _ = try await engine.library.create(self.definition, note: nil, by: Actor(name: "bench"))
        _ = try await self.execute(10, on: engine)
    }

    /// Executions one after the other, each awaited to its end.
    ///
    /// - Returns: How long each took.
    func execute(_ count: Int, on engine: Engine) async throws -> [Sample] {
        let request = StartRequest(definition: .key(self.key), input: Self.input, actor: Actor(name: "bench"))
        var samples: [Sample] = []
        samples.reserveCapacity(count)
        for _ in 0..<count {
            let watch = SampleWatch()
            let detail = try await engine.start(request, wait: .seconds(600))
            precondition(detail.status == .completed, "The benchmark's executions complete.")
            samples.append(watch.sample)
        }
        return samples
    }

    /// Executions as fast as possible, so many at a time, on an empty database.
    ///
    /// - Returns: How many steps were done in each second.
    func stepsPerSecond(_ count: Int, atATime lanes: Int, on database: String) async throws -> Double {
        try await EngineHost.with(database, try Self.functions) { engine in
            try await self.warmUp(engine)
            let share = max(1, count / lanes)
            let watch = Stopwatch()
            _ = try await Lanes.run(lanes) { _ in try await self.execute(share, on: engine) }
            return Double(EffectExecution.steps * share * lanes) / watch.seconds
        }
    }
}
