// SPDX-License-Identifier: Apache-2.0

import Logging
import SkeinDrivers
import SkeinEngine
import SkeinModel
import SkeinStorage

/// Executions on the engine, as many at a time as the concurrency says, each awaited to its end.
struct EngineLoad {
    let workload: Workload
    let folder: String
    let concurrency: Int
    /// The database to use, with nothing in it; a SQLite file in the folder without it.
    let database: String?

    init(_ workload: Workload, folder: String, concurrency: Int, database: String? = nil) {
        self.database = database
        self.workload = workload
        self.folder = folder
        self.concurrency = concurrency
    }

    func run(_ count: Int) async throws -> LoadResult {
        let path = "\(self.folder)/engine-\(self.workload)-\(self.concurrency).db"
        let clock = SystemClock()
        let location = try DatabaseLocation(self.database ?? path)
        let storage = try location.open(migrations: .apply, exclusive: true, now: clock.now())
        let logger = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        let engine = Engine(storage: storage, registry: try Workload.functions, clock: clock, logger: logger)
        let result = try await withThrowingTaskGroup(of: LoadResult?.self) { group in
            group.addTask {
                try await engine.run()
                return nil
            }
            group.addTask { try await self.load(engine, count) }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let result { return result }
            }
            throw CancellationError()
        }
        try await storage.close()
        return result
    }

    private func load(_ engine: Engine, _ count: Int) async throws -> LoadResult {
        _ = try await engine.library.create(self.workload.definition, note: nil, by: Actor(name: "bench"))
        _ = try await self.lane(engine, 10)
        let share = count / self.concurrency
        let watch = Stopwatch()
        let samples = try await withThrowingTaskGroup(of: [Double].self) { group in
            for _ in 0..<self.concurrency { group.addTask { try await self.lane(engine, share) } }
            var all: [Double] = []
            for try await samples in group { all += samples }
            return all
        }
        return LoadResult(executions: share * self.concurrency, seconds: watch.seconds, latency: Latency(samples))
    }

    /// Executions one after the other.
    private func lane(_ engine: Engine, _ count: Int) async throws -> [Double] {
        var samples: [Double] = []
        samples.reserveCapacity(count)
        for _ in 0..<count {
            let watch = Stopwatch()
            let request = StartRequest(
                definition: .key(self.workload.key),
                input: Workload.input,
                actor: Actor(name: "bench")
            )
            let detail = try await engine.start(request, wait: .seconds(60))
            precondition(detail.status == .completed, "The benchmark's executions complete.")
            samples.append(watch.seconds)
        }
        return samples
    }
}
