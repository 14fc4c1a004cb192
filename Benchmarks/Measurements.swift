// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The middle and the tail of durations, in seconds.
struct Latency {
    let p50: Double
    let p99: Double

    init(_ samples: [Double]) {
        let sorted = samples.sorted()
        self.p50 = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
        self.p99 = sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
    }
}

/// What a load came to.
struct LoadResult {
    let executions: Int
    let seconds: Double
    let latency: Latency
    /// How long each sync of the database took, when that was measured.
    var syncs: [Double] = []

    var executionsPerSecond: Double { Double(self.executions) / self.seconds }
    var stepsPerSecond: Double { 3 * self.executionsPerSecond }
}

/// What making a write durable costs on a disk, apart from any database.
enum SyncCost {
    static func measure(in folder: String, count: Int) throws -> Latency {
        let descriptor = open(folder + "/sync", O_WRONLY | O_CREAT, 0o644)
        defer { close(descriptor) }
        let block = [UInt8](repeating: 1, count: 4096)
        var samples: [Double] = []
        for _ in 0..<count {
            let start = Stopwatch()
            _ = write(descriptor, block, block.count)
            fdatasync(descriptor)
            samples.append(start.seconds)
        }
        return Latency(samples)
    }
}

/// Measures time.
struct Stopwatch {
    private let start = ContinuousClock.now

    var seconds: Double {
        let (seconds, attoseconds) = (ContinuousClock.now - self.start).components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}

/// How figures are written.
enum Text {
    static func row(_ cells: [String]) -> String {
        cells.map { $0.padding(toLength: 15, withPad: " ", startingAt: 0) }.joined()
    }

    static func rate(_ value: Double) -> String { String(format: "%.0f", value) }

    static func microseconds(_ seconds: Double) -> String { String(format: "%.0f us", seconds * 1e6) }
}
