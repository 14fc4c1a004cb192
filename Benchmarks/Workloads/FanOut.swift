// SPDX-License-Identifier: Apache-2.0

import SkeinEngine
import SkeinModel
import SkeinStorage

/// W3: one execution that does many effects at a time, in the branches of a `for_each` or a `parallel` step.
struct FanOut: MeasuredWorkload {
    static let name = "W3"

    let database: any MeasuredDatabase
    let options: Options
    let report: Report

    /// How many items a `for_each` works on at a time.
    private static let atATime = 100

    /// What one branch costs in the engine, and its events by the database alone, in seconds.
    private struct Cost {
        let branch: Double
        let floor: Double
    }

    func run() async throws {
        self.report.begin("W3: one execution with many branches, an effect in each")
        let items = (1...1000).map { JSONValue.int(Int64($0)) }
        try await self.measure("parallel of 100", 100, Self.parallel, [:])
        try await self.measure("for_each of 100", 100, Self.forEach, ["items": .array(Array(items.prefix(100)))])
        try await self.measure("for_each of 1000", 1000, Self.forEach, ["items": .array(items)])
    }

    private func measure(_ name: String, _ branches: Int, _ definition: JSONValue, _ input: JSONValue) async throws {
        let cost = try await self.cost(of: branches, definition, input)
        self.report.add(
            Line(
                workload: Self.name,
                name: name,
                figures: [
                    Figure("branches/s", 1 / cost.branch, .rate), Figure("a branch", cost.branch, .duration),
                    Figure("floor", cost.floor, .duration), Figure("of the floor", cost.floor / cost.branch, .ratio),
                ]
            )
        )
    }

    private func cost(of branches: Int, _ definition: JSONValue, _ input: JSONValue) async throws -> Cost {
        let database = self.database
        let target = try database.empty("w3")
        let runs = max(1, self.options.count(5000) / branches)
        return try await EngineHost.with(target, try Counting.functions) { engine in
            _ = try await engine.library.create(definition, note: nil, by: Actor(name: "bench"))
            let floor = try database.floor("w3-floor")
            var (cost, raw): ([Double], [Double]) = ([], [])
            for run in 0...runs {
                Progress.show("W3: \(branches) branches, run \(run) of \(runs)")
                let seconds = try await Counting.execute("fan", input, on: engine)
                let turns = try floor.turns(branches, inATransaction: Self.atATime)
                // The first run is the warm-up.
                if run == 0 { continue }
                cost.append(seconds / Double(branches))
                raw.append(turns.seconds / Double(branches))
            }
            return Cost(branch: cost.median, floor: raw.median)
        }
    }

    private static let forEach = Counting.definition(
        "fan",
        [
            "step_name": "each", "type": "for_each", "items": "$input.items", "key": "$item",
            "max_concurrency": .int(Int64(Self.atATime)), "steps": [Counting.step("$item")],
        ]
    )

    private static let parallel: JSONValue = {
        let branches = (1...100).map { number -> JSONValue in
            ["name": .string("b\(number)"), "steps": [Counting.step("= \(number)", name: "one_\(number)")]]
        }
        return Counting.definition("fan", ["step_name": "all", "type": "parallel", "branches": .array(branches)])
    }()
}
