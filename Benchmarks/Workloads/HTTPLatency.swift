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

    func run() async throws {
        self.report.begin("HTTP: executions of 3 steps, started and awaited (?wait)")
        let isSQLite = self.database is SQLiteDatabase
        for steps in [ThreeSteps.pure, .effect] {
            for (lanes, usual) in [(1, 1000), (64, 12_800)] {
                let count = max(lanes, self.options.count(usual))
                Progress.show("HTTP: \(steps.rawValue), \(lanes) at a time")
                let (samples, rate) = try await self.load(steps, count / lanes, lanes)
                let latency = samples.latency
                var line = Line(
                    workload: Self.name,
                    name: "\(steps.rawValue), \(lanes) at a time",
                    figures: [
                        Figure("executions/s", rate, .rate), Figure("p50", latency.p50, .duration),
                        Figure("p99", latency.p99, .duration),
                    ]
                )
                if isSQLite, lanes == 1 { line.figures += samples.syncFigures }
                if isSQLite, lanes == 1, steps == .effect { line.aim = .within(2, samples.toSyncs) }
                self.report.add(line)
            }
        }
    }

    /// Starts a server, and has each lane do so many executions, one after the other.
    private func load(
        _ steps: ThreeSteps,
        _ share: Int,
        _ lanes: Int
    ) async throws -> (samples: [Sample], executionsPerSecond: Double) {
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
            let watch = Stopwatch()
            let samples = try await Lanes.run(lanes) { _ in try await Self.thread(steps, share, address) }
            return (samples, Double(share * lanes) / watch.seconds)
        }
    }

    /// Executions over a connection and on a thread of their own.
    private static func thread(_ steps: ThreeSteps, _ count: Int, _ address: String) async throws -> [Sample] {
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

    private static func execute(_ steps: ThreeSteps, _ count: Int, over connection: Connection) throws -> [Sample] {
        let path = "/api/v1/workflows/\(steps.key)/execute?wait=60s"
        let body = JSONWriter.bytes(["input": ThreeSteps.input])
        return try (0..<count).map { _ in
            let watch = SampleWatch()
            try connection.post(path, body)
            return watch.sample
        }
    }
}
