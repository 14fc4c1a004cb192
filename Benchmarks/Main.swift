// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import SkeinEngine
import SkeinModel

/// Measures the engine against a plain loop that writes the same rows to the same disk, in one run.
///
/// The ratios count; the figures depend on the machine and on what else it does. Arguments: `--quick` for a tenth of
/// the work, `--folder PATH` for the disk to measure, `--only effect:64`, `--only long` or `--only http` for one part, to
/// profile it; `--only effect:64` takes `--count` and `--rounds`, and `--database postgres://...` for the engine alone on
/// that database, which has to be empty.
@main
enum Main {
    static func main() async throws {
        let isQuick = CommandLine.arguments.contains("--quick")
        let folder = Self.option("--folder") ?? FileManager.default.currentDirectoryPath + "/.build/bench"
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }

        if let only = Self.option("--only") {
            switch only {
            case "long": return try await self.longRuns(folder)
            case "http": return try await self.overHTTP(folder, isQuick: isQuick)
            default: return try await self.profile(only, folder)
            }
        }
        let sync = try SyncCost.measure(in: folder, count: isQuick ? 200 : 1000)
        print(
            "A synced 4 KiB write on this disk: p50 \(Text.microseconds(sync.p50)), p99 \(Text.microseconds(sync.p99)).\n"
        )

        print("Durable steps of executions with 3 steps each, beside a plain SQLite loop that writes the same rows")
        print(
            Text.row(["steps", "concurrency", "engine steps/s", "p50", "p99", "raw steps/s", "raw p50", "engine/raw"])
        )
        for workload in [Workload.pure, .effect] {
            for (concurrency, count) in [(1, 1500), (64, 30_000), (1024, 60_000)] {
                let executions = isQuick ? count / 10 : count
                let raw = try RawLoop(workload, folder: folder, concurrency: concurrency).run(executions)
                let engine = try await EngineLoad(workload, folder: folder, concurrency: concurrency).run(executions)
                print(
                    Text.row([
                        workload.rawValue, "\(concurrency)", Text.rate(engine.stepsPerSecond),
                        Text.microseconds(engine.latency.p50), Text.microseconds(engine.latency.p99),
                        Text.rate(raw.stepsPerSecond), Text.microseconds(raw.latency.p50),
                        String(format: "%.2f", engine.stepsPerSecond / raw.stepsPerSecond),
                    ])
                )
            }
        }

        try await self.longRuns(folder)

        try await self.overHTTP(folder, isQuick: isQuick)
    }

    /// What callers see.
    private static func overHTTP(_ folder: String, isQuick: Bool) async throws {
        print("\nExecutions over HTTP, started and awaited (?wait), 3 steps each")
        print(
            Text.row(["steps", "concurrency", "executions/s", "p50", "p99", "syncs each", "a sync", "p50/its syncs"])
        )
        for workload in [Workload.pure, .effect] {
            for (concurrency, count) in [(1, 1500), (64, 15_000)] {
                let executions = isQuick ? count / 10 : count
                let load = try await HTTPLoad(workload, folder: folder, concurrency: concurrency).run(executions)
                let own = Latency(load.syncs).p50
                let each = Double(load.syncs.count) / Double(load.executions)
                print(
                    Text.row([
                        workload.rawValue, "\(concurrency)", Text.rate(load.executionsPerSecond),
                        Text.microseconds(load.latency.p50), Text.microseconds(load.latency.p99),
                        String(format: "%.2f", each), Text.microseconds(own),
                        concurrency == 1 ? String(format: "%.2f", load.latency.p50 / (own * each)) : "-",
                    ])
                )
            }
        }
    }

    /// What a step costs in a short and in a long execution, and in a wide one.
    private static func longRuns(_ folder: String) async throws {
        let runs = LongRuns(folder: folder)
        _ = try await runs.sequence(99)
        let short = try await runs.sequence(100)
        let long = [try await runs.sequence(1000), try await runs.sequence(10_000)]
        print("\nOne execution of many durable effect steps, one after the other")
        print(Text.row(["steps", "per step", "to 100"]))
        for run in [short] + long {
            let ratio = String(format: "%.2f", run.microsecondsPerStep / short.microsecondsPerStep)
            print(Text.row(["\(run.steps)", "\(Int(run.microsecondsPerStep)) us", ratio]))
        }
        let narrow = try await runs.fanOut(1000)
        let wide = try await runs.fanOut(10_000)
        print("\nA for_each of many items, 100 at a time, an effect each")
        print(Text.row(["items", "per item", "to 1,000"]))
        for run in [narrow, wide] {
            let ratio = String(format: "%.2f", run.microsecondsPerStep / narrow.microsecondsPerStep)
            print(Text.row(["\(run.steps)", "\(Int(run.microsecondsPerStep)) us", ratio]))
        }
    }

    private static func profile(_ name: String, _ folder: String) async throws {
        let parts = name.split(separator: ":")
        guard parts.count == 2, let workload = Workload(rawValue: String(parts[0])), let lanes = Int(parts[1]) else {
            print("--only takes pure or effect, a colon and a number, such as effect:64.")
            return
        }
        let count = Self.option("--count").flatMap { Int($0) } ?? (lanes == 1 ? 1500 : 30_000)
        if let database = Self.option("--database") {
            let engine = EngineLoad(workload, folder: folder, concurrency: lanes, database: database)
            return print("\(name): \(Text.rate(try await engine.run(count).stepsPerSecond)) steps/s")
        }
        for round in 0..<(Self.option("--rounds").flatMap { Int($0) } ?? 1) {
            let folder = "\(folder)/\(round)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let raw = try RawLoop(workload, folder: folder, concurrency: lanes).run(count)
            let engine = try await EngineLoad(workload, folder: folder, concurrency: lanes).run(count)
            let ratio = String(format: "%.2f", engine.stepsPerSecond / raw.stepsPerSecond)
            let rates = "engine \(Text.rate(engine.stepsPerSecond)) steps/s, raw \(Text.rate(raw.stepsPerSecond))"
            print("\(name): \(rates), \(ratio)")
        }
    }

    private static func option(_ name: String) -> String? {
        guard let index = CommandLine.arguments.firstIndex(of: name), index + 1 < CommandLine.arguments.count else {
            return nil
        }
        return CommandLine.arguments[index + 1]
    }
}

/// What is executed: three steps that do nothing, so that only the engine is measured.
enum Workload: String {
    /// Pure functions: one turn, one commit.
    case pure
    /// Effects: a commit before each, four in all.
    case effect

    var turns: Int { self == .pure ? 1 : 4 }
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
}
