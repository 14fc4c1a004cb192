// SPDX-License-Identifier: Apache-2.0

import SkeinEngine
import SkeinModel
import SkeinStorage

/// W4: one execution of many effect steps, one after the other: what a step costs must not depend on how many there were
/// before it.
struct LongRuns: MeasuredWorkload {
    static let name = "W4"

    let database: any MeasuredDatabase
    let options: Options
    let report: Report

    /// How many steps, and how often.
    private static let cases = [(steps: 100, runs: 20), (300, 8), (1000, 4), (10_000, 2)]

    /// What a step costs, and what the commit of a turn costs that does nothing else, in seconds.
    private struct Cost {
        let step: Double
        let commit: Double
    }

    func run() async throws {
        self.report.begin("W4: one execution of many effect steps, one after the other")
        var first: Double?
        for (steps, usual) in Self.cases where !(self.options.isQuick && steps > 1000) {
            let cost = try await self.cost(of: steps, runs: self.options.rounds(usual))
            let ratio = first.map { cost.step / $0 } ?? 1
            first = first ?? cost.step
            self.report.add(
                Line(
                    workload: Self.name,
                    name: "\(steps) steps",
                    figures: [
                        Figure("a step", cost.step, .duration), Figure("to 100", ratio, .ratio),
                        Figure("a raw commit", cost.commit, .duration),
                        Figure("step/commit", cost.step / cost.commit, .ratio),
                    ],
                    aim: steps == 10_000 ? .within(1.2, ratio) : nil
                )
            )
        }
    }

    private func cost(of steps: Int, runs: Int) async throws -> Cost {
        let database = self.database
        let target = try database.empty("w4-\(steps)")
        return try await EngineHost.with(target, try Counting.functions) { engine in
            _ = try await engine.library.create(Self.definition, note: nil, by: Actor(name: "bench"))
            let floor = try database.floor("w4-\(steps)-floor")
            _ = try await Counting.execute("again", ["count": 20], on: engine)
            var (cost, commits): ([Double], [Double]) = ([], [])
            for run in 1...runs {
                Progress.show("W4: \(steps) steps, run \(run) of \(runs)")
                let seconds = try await Counting.execute("again", ["count": .int(Int64(steps))], on: engine)
                cost.append(seconds / Double(steps))
                commits += try floor.turns(min(steps, 1000), inATransaction: 1).commits
            }
            return Cost(step: cost.median, commit: commits.median)
        }
    }

    private static let definition: JSONValue = Counting.definition(
        "again",
        [
            "step_name": "again", "type": "loop", "until": "$one.n >= $input.count", "max_iterations": 100_000,
            "steps": [Counting.step("= $one.n ?? 0")],
        ]
    )
}

/// Executions whose steps call one small effect.
enum Counting {
    static var functions: FunctionRegistry {
        get throws {
            var functions = FunctionRegistry()
            try functions.register("bench.count", effectJSON: { input, _ in ["n": .int((input["n"]?.int ?? 0) + 1)] })
            return functions
        }
    }

    static func definition(_ key: String, _ step: JSONValue) -> JSONValue {
        [
            "deliverable_type": .string(key), "display_name": .string(key), "discipline": "benchmark",
            "input_schema": ["type": "object"], "output": ["done": true], "workflow_steps": [step],
        ]
    }

    /// The step `one`, whose input is counted up.
    static func step(_ input: String, name: String = "one") -> JSONValue {
        [
            "step_name": .string(name), "function_to_call": "bench.count", "input_mapping": ["n": .string(input)],
            "output_variable": .string(name),
        ]
    }

    /// Executes a definition once.
    ///
    /// - Returns: How long it took, in seconds.
    static func execute(_ key: String, _ input: JSONValue, on engine: Engine) async throws -> Double {
        let watch = Stopwatch()
        let request = StartRequest(definition: .key(key), input: input, actor: Actor(name: "bench"))
        let detail = try await engine.start(request, wait: .seconds(3600))
        precondition(detail.status == .completed, "The benchmark's executions complete.")
        return watch.seconds
    }
}
