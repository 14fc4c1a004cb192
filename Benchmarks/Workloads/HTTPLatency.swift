// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import SkeinEngine
import SkeinModel
import SkeinServer

/// What callers see: executions over HTTP on the loopback address, started and awaited; client and server share the
/// machine.
struct HTTPLatency: MeasuredWorkload {
    static let name = "http"

    let database: any MeasuredDatabase
    let options: Options
    let report: Report

    /// What a load came to.
    private struct Load {
        let executionsPerSecond: Double
        let latency: Latency
        /// How long each sync of SQLite took.
        let syncs: [Double]
    }

    func run() async throws {
        self.report.begin("HTTP: executions of 3 steps, started and awaited (?wait)")
        for steps in [ThreeSteps.pure, .effect] {
            for (lanes, usual) in [(1, 1000), (64, 12_800)] {
                let count = max(lanes, self.options.count(usual))
                Progress.show("HTTP: \(steps.rawValue), \(lanes) at a time")
                let load = try await self.load(steps, count, lanes)
                var figures = [
                    Figure("executions/s", load.executionsPerSecond, .rate), Figure("p50", load.latency.p50, .duration),
                    Figure("p99", load.latency.p99, .duration),
                ]
                if !load.syncs.isEmpty {
                    figures.append(
                        Figure("syncs each", Double(load.syncs.count) / Double(count / lanes * lanes), .ratio)
                    )
                    figures.append(Figure("a sync", load.syncs.median, .duration))
                }
                self.report.add(
                    Line(workload: Self.name, name: "\(steps.rawValue), \(lanes) at a time", figures: figures)
                )
            }
        }
    }

    private func load(_ steps: ThreeSteps, _ count: Int, _ lanes: Int) async throws -> Load {
        var configuration = ServerConfiguration()
        configuration.address = .network(host: "127.0.0.1", port: 0)
        configuration.database = try self.database.empty("http-\(steps.rawValue)-\(lanes)")
        let logger = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        let server = Server(configuration, functions: try ThreeSteps.functions, logger: logger)
        return try await server.whileServing { address in
            let first = try Connection(address)
            defer { first.close() }
            try first.post("/api/v1/workflows", JSONWriter.bytes(steps.definition))
            _ = try Self.execute(steps, 10, over: first)
            let share = count / lanes
            let watch = Stopwatch()
            OwnSyncs.start()
            let samples = try await Lanes.run(lanes) { _ in try await Self.thread(steps, share, address) }
            return Load(
                executionsPerSecond: Double(share * lanes) / watch.seconds,
                latency: Latency(samples),
                syncs: OwnSyncs.stop()
            )
        }
    }

    /// Executions over a connection and on a thread of their own.
    private static func thread(_ steps: ThreeSteps, _ count: Int, _ address: String) async throws -> [Double] {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        let connection = try Connection(address)
                        defer { connection.close() }
                        return try Self.execute(steps, count, over: connection)
                    }
                )
            }
        }
    }

    private static func execute(_ steps: ThreeSteps, _ count: Int, over connection: Connection) throws -> [Double] {
        let path = "/api/v1/workflows/\(steps.key)/execute?wait=60s"
        let body = JSONWriter.bytes(["input": ThreeSteps.input])
        return try (0..<count).map { _ in
            let watch = Stopwatch()
            try connection.post(path, body)
            return watch.seconds
        }
    }
}
