// SPDX-License-Identifier: Apache-2.0

import SkeinEngine
import SkeinModel
import SkeinStorage

/// W5: many executions wait for a signal, and one broadcast wakes them all.
struct Waiting: MeasuredWorkload {
    static let name = "W5"

    let database: any MeasuredDatabase
    let options: Options
    let report: Report

    private static let lanes = 512

    private struct Result {
        let startsPerSecond: Double
        /// Of this process, in bytes.
        let memoryBefore: Double
        let memoryWaiting: Double
        let memoryWaking: Double
        let wakesPerSecond: Double
        let slowest: (seconds: Double, sql: String)
    }

    func run() async throws {
        let count = self.options.count ?? (self.options.isMillion ? 1_000_000 : self.options.count(20_000))
        self.report.begin("W5: executions that wait for a signal, and a broadcast that wakes them")
        try self.database.watchStatements()
        let result = try await self.measure(count)
        self.report.add(
            Line(
                workload: Self.name,
                name: "\(count) starts",
                figures: [Figure("starts/s", result.startsPerSecond, .rate)]
            )
        )
        self.report.add(
            Line(
                workload: Self.name,
                name: "memory",
                figures: [
                    Figure("before", result.memoryBefore, .memory), Figure("waiting", result.memoryWaiting, .memory),
                    Figure("waking, at most", result.memoryWaking, .memory),
                ],
                aim: Aim(text: "below 300 MB", isMet: max(result.memoryWaiting, result.memoryWaking) < 300e6)
            )
        )
        self.report.add(
            Line(
                workload: Self.name,
                name: "waking",
                figures: [
                    Figure("wakes/s", result.wakesPerSecond, .rate),
                    Figure("slowest", result.slowest.seconds, .duration),
                ],
                aim: Aim(text: "no statement above 50 ms", isMet: result.slowest.seconds <= 0.05)
            )
        )
        print("The slowest statement was: \(result.slowest.sql)")
    }

    private func measure(_ count: Int) async throws -> Result {
        let database = self.database
        return try await EngineHost.with(try database.empty("w5"), FunctionRegistry()) { engine in
            _ = try await engine.library.create(Self.definition, note: nil, by: Actor(name: "bench"))
            let before = Memory.resident
            let starting = Stopwatch()
            try await Self.start(count, engine)
            let starts = Double(count) / starting.seconds
            let waiting = Memory.resident
            try database.forgetStatements()
            let waking = Stopwatch()
            let peak = MemoryPeak()
            let woken = try await peak.whileWatching {
                try await engine.broadcast("go", payload: ["n": 1], signalID: nil, by: Actor(name: "bench"))
            }
            precondition(woken == count, "All executions that wait are woken.")
            return Result(
                startsPerSecond: starts,
                memoryBefore: before,
                memoryWaiting: waiting,
                memoryWaking: peak.bytes,
                wakesPerSecond: Double(count) / waking.seconds,
                slowest: try database.slowestStatement()
            )
        }
    }

    private static func start(_ count: Int, _ engine: Engine) async throws {
        let request = StartRequest(definition: .key("waits"), input: [:], actor: Actor(name: "bench"))
        _ = try await Lanes.run(min(Self.lanes, count)) { lane in
            for number in stride(from: lane, to: count, by: Self.lanes) {
                if lane == 0 { Progress.show("W5: \(number) of \(count) started") }
                _ = try await engine.start(request)
            }
            return []
        }
    }

    private static let definition: JSONValue = [
        "deliverable_type": "waits", "display_name": "Waits", "discipline": "benchmark",
        "input_schema": ["type": "object"],
        "workflow_steps": [["step_name": "wait", "type": "wait", "signal": ["name": "go"]]],
    ]
}
