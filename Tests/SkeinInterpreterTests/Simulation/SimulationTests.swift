// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Random definitions under random events and crashes keep what must always hold.
@Suite
struct SimulationTests {
    /// `SEEDS` says how many; `make simulate SEEDS=100000` runs more than every test run does.
    private static let count = ProcessInfo.processInfo.environment["SEEDS"].flatMap { Int($0) } ?? 4000
    private static let share = 250

    @Test(arguments: Array(stride(from: 0, to: Self.count, by: Self.share)))
    func whatMustAlwaysHoldHolds(_ first: Int) throws {
        var crashes = 0
        for seed in first..<min(first + Self.share, Self.count) {
            var simulation = try Simulation(seed: UInt64(seed + 1))
            try simulation.run()
            crashes += simulation.crashes
        }
        #expect(crashes > 100, "The simulation must crash to prove anything.")
    }

    @Test(arguments: [
        SimulatedWorld.Defect.timersAreNotArmedAgain, .tasksAreNotHandedOutAgain, .theLastCommitIsLost,
    ])
    func aPlantedDefectIsFound(_ defect: SimulatedWorld.Defect) throws {
        #expect(throws: Simulation.Violation.self) {
            for seed in 1...200 {
                var simulation = try Simulation(seed: UInt64(seed), defect: defect)
                try simulation.run()
            }
        }
    }

    @Test
    func theSameSeedGivesTheSameExecution() throws {
        var first = try Simulation(seed: 77)
        var second = try Simulation(seed: 77)
        try first.run()
        try second.run()
        #expect(first.state == second.state)
    }
}
