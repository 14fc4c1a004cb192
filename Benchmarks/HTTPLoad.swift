// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import SkeinEngine
import SkeinModel
import SkeinServer

/// Executions over HTTP on the loopback address; client and server share the machine.
struct HTTPLoad {
    let workload: Workload
    let folder: String
    let concurrency: Int

    init(_ workload: Workload, folder: String, concurrency: Int) {
        self.workload = workload
        self.folder = folder
        self.concurrency = concurrency
    }

    func run(_ count: Int) async throws -> LoadResult {
        var configuration = ServerConfiguration()
        configuration.address = .network(host: "127.0.0.1", port: 0)
        configuration.database = "\(self.folder)/http-\(self.workload)-\(self.concurrency).db"
        let logger = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        let server = Server(configuration, functions: try Workload.functions, logger: logger)
        return try await server.whileServing { try await self.load($0, count) }
    }

    /// Each lane has a connection and a thread of its own.
    private func load(_ address: String, _ count: Int) async throws -> LoadResult {
        let first = try Connection(address)
        try first.post("/api/v1/workflows", JSONWriter.bytes(self.workload.definition))
        _ = try self.lane(first, 10)
        let share = count / self.concurrency
        let watch = Stopwatch()
        OwnSyncs.start()
        let samples = try await withThrowingTaskGroup(of: [Double].self) { group in
            for _ in 0..<self.concurrency { group.addTask { try await self.thread(address, share) } }
            var all: [Double] = []
            for try await samples in group { all += samples }
            return all
        }
        return LoadResult(
            executions: share * self.concurrency,
            seconds: watch.seconds,
            latency: Latency(samples),
            syncs: OwnSyncs.stop()
        )
    }

    private func thread(_ address: String, _ count: Int) async throws -> [Double] {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        let connection = try Connection(address)
                        defer { connection.close() }
                        return try self.lane(connection, count)
                    }
                )
            }
        }
    }

    private func lane(_ connection: Connection, _ count: Int) throws -> [Double] {
        let path = "/api/v1/workflows/\(self.workload.key)/execute?wait=60s"
        let body = JSONWriter.bytes(["input": Workload.input])
        var samples: [Double] = []
        for _ in 0..<count {
            let watch = Stopwatch()
            try connection.post(path, body)
            samples.append(watch.seconds)
        }
        return samples
    }
}
