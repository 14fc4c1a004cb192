// SPDX-License-Identifier: Apache-2.0

/// W2: one execution of three effect steps at a time: how long it takes, beside what making it durable takes.
///
/// On SQLite that is the syncs that the database really makes meanwhile; on PostgreSQL the commits of the same events by
/// themselves, which take turns with the executions.
struct SingleLatency: MeasuredWorkload {
    static let name = "W2"

    let database: any MeasuredDatabase
    let options: Options
    let report: Report

    private static let blocks = 20

    /// The samples of both sides.
    private struct Samples {
        var engine: [Double] = []
        /// Of SQLite each sync, of PostgreSQL each commit.
        var floor: [Double] = []
    }

    func run() async throws {
        self.report.begin("W2: one execution of 3 effect steps at a time")
        let block = max(1, self.options.count(1000) / Self.blocks)
        let samples = try await self.samples(block)
        let engine = Latency(samples.engine)
        let each = Latency(samples.floor)
        // What one execution has of them.
        let count = Double(samples.floor.count) / Double(samples.engine.count)
        let floor = each.p50 * count
        let isSQLite = self.database is SQLiteDatabase
        self.report.add(
            Line(
                workload: Self.name,
                name: "one at a time",
                figures: [
                    Figure("p50", engine.p50, .duration), Figure("p99", engine.p99, .duration),
                    Figure(isSQLite ? "syncs each" : "commits each", count, .ratio),
                    Figure(isSQLite ? "a sync" : "a raw commit", each.p50, .duration),
                    Figure("floor", floor, .duration), Figure("p50/floor", engine.p50 / floor, .ratio),
                ],
                aim: .within(2, engine.p50 / floor)
            )
        )
    }

    private func samples(_ block: Int) async throws -> Samples {
        let database = self.database
        let target = try database.empty("w2")
        return try await EngineHost.with(target, try ThreeSteps.functions) { engine in
            try await ThreeSteps.effect.warmUp(engine)
            var samples = Samples()
            let floor = database is SQLiteDatabase ? nil : try database.floor("w2-floor")
            for number in 1...Self.blocks {
                Progress.show("W2: block \(number) of \(Self.blocks)")
                if floor == nil { OwnSyncs.start() }
                samples.engine += try await ThreeSteps.effect.execute(block, on: engine)
                samples.floor += try floor?.executions(block, atATime: 1).commits ?? OwnSyncs.stop()
            }
            return samples
        }
    }
}
