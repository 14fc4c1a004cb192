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

    func run() async throws {
        self.report.begin("W2: one execution of 3 effect steps at a time")
        let block = max(1, self.options.count(1000) / Self.blocks)
        let (samples, commits) = try await self.samples(block)
        let latency = samples.latency
        var line = Line(
            workload: Self.name,
            name: "one at a time",
            figures: [Figure("p50", latency.p50, .duration), Figure("p99", latency.p99, .duration)]
        )
        if self.database is SQLiteDatabase {
            line.figures += samples.syncFigures
            line.aim = .within(2, samples.toSyncs)
        } else {
            let floor = Double(EffectExecution.turns) * commits.median
            line.figures += [
                Figure("a raw commit", commits.median, .duration), Figure("floor", floor, .duration),
                Figure("p50/floor", latency.p50 / floor, .ratio),
            ]
            line.aim = .within(2, latency.p50 / floor)
        }
        self.report.add(line)
    }

    private func samples(_ block: Int) async throws -> (engine: [Sample], commits: [Double]) {
        let database = self.database
        let target = try database.empty("w2")
        return try await EngineHost.with(target, try ThreeSteps.functions) { engine in
            try await ThreeSteps.effect.warmUp(engine)
            var samples: [Sample] = []
            var commits: [Double] = []
            let floor = database is SQLiteDatabase ? nil : try database.floor("w2-floor")
            for number in 1...Self.blocks {
                Progress.show("W2: block \(number) of \(Self.blocks)")
                samples += try await ThreeSteps.effect.execute(block, on: engine)
                commits += try floor?.executions(block, atATime: 1).commits ?? []
            }
            return (samples, commits)
        }
    }
}
