// SPDX-License-Identifier: Apache-2.0

/// W1: executions of three effect steps, started and awaited as fast as possible, 1, 64 and 1,024 at a time.
struct Throughput: MeasuredWorkload {
    static let name = "W1"

    let database: any MeasuredDatabase
    let options: Options
    let report: Report

    /// How many executions at a time, and how many in all.
    private static let cases = [(lanes: 1, count: 1000), (64, 12_800), (1024, 30_720)]

    /// One round: the floor, then the engine.
    private struct Round {
        let floor: FloorRun
        let steps: Double
        /// The engine's rows of the kinds that the floor writes, beside the floor's.
        let ratio: Double
    }

    func run() async throws {
        self.report.begin("W1: executions of 3 effect steps, as many at a time as the line says")
        for (lanes, usual) in Self.cases where self.options.lanes.map({ $0 == lanes }) ?? true {
            let count = max(lanes, self.options.count(usual))
            var rounds: [Round] = []
            var kind = FloorRows.all
            for round in 1...self.options.rounds(3) {
                let name = "w1-\(lanes)-\(round)"
                Progress.show("W1, \(lanes) at a time, round \(round): the floor")
                let floor = try self.database.floor("\(name)-floor")
                kind = floor.rows
                let raw = try floor.executions(count, atATime: lanes)
                Progress.show("W1, \(lanes) at a time, round \(round): the engine")
                let database = try self.database.empty(name)
                let steps = try await ThreeSteps.effect.stepsPerSecond(count, atATime: lanes, on: database)
                let rows = steps * Double(kind.ofAnExecution) / Double(EffectExecution.steps)
                rounds.append(Round(floor: raw, steps: steps, ratio: rows / raw.rowsPerSecond))
            }
            let bare = try self.database.bareFloor("w1-bare")?.executions(count, atATime: lanes)
            self.report.add(self.line(rounds, lanes, kind, bare))
        }
    }

    private func line(_ rounds: [Round], _ lanes: Int, _ kind: FloorRows, _ bare: FloorRun?) -> Line {
        let steps = rounds.map(\.steps).median
        let ratio = rounds.map(\.ratio).median
        func rows(_ each: Int) -> Double { steps * Double(each) / Double(EffectExecution.steps) }
        return Line(
            workload: Self.name,
            name: "\(lanes) at a time",
            figures: [
                Figure("steps/s", steps, .rate), Figure("rows/s", rows(EffectExecution.allRows), .rate),
                Figure("events/s", rows(EffectExecution.events), .rate),
                Figure(
                    kind == .events ? "floor events/s" : "floor rows/s",
                    rounds.map(\.floor.rowsPerSecond).median,
                    .rate
                ),
                Figure("of the floor", ratio, .ratio),
            ] + (bare.map { [Figure("bare floor", $0.rowsPerSecond, .rate)] } ?? []),
            aim: lanes == 1024 ? .reaches(kind == .events ? 0.4 : 0.5, ratio) : nil
        )
    }
}
