// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// One case alone, for a profiler: `--only effect:64`, with `--count`, `--rounds` and any `--database`.
struct Profile {
    let database: any MeasuredDatabase
    let options: Options

    func run(_ name: String) async throws {
        let parts = name.split(separator: ":")
        guard parts.count == 2, let steps = ThreeSteps(rawValue: String(parts[0])), let lanes = Int(parts[1]), lanes > 0
        else {
            let message = "--only takes a workload, or pure or effect, a colon and a number, such as effect:64."
            throw SkeinError(.configurationInvalid, message)
        }
        let count = self.options.count(lanes == 1 ? 1500 : 30_000)
        for round in 1...self.options.rounds(1) {
            let database = try self.database.empty("profile-\(round)")
            let rate = try await steps.stepsPerSecond(count, atATime: lanes, on: database)
            print("\(name): \(Text.rate(rate)) steps/s")
        }
    }
}
