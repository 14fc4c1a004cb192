// SPDX-License-Identifier: Apache-2.0

import Foundation

/// One number with its unit.
struct Figure {
    enum Unit {
        /// In each second.
        case rate
        /// Seconds.
        case duration
        case ratio
        case count
        /// Bytes.
        case memory

        /// What the name of the figure gets in the file of results.
        var suffix: String {
            switch self {
            case .duration: ", us"
            case .memory: ", MB"
            case .rate, .ratio, .count: ""
            }
        }
    }

    let name: String
    let value: Double
    let unit: Unit

    init(_ name: String, _ value: Double, _ unit: Unit) {
        self.name = name
        self.value = value
        self.unit = unit
    }

    var text: String {
        switch self.unit {
        case .rate, .count: Text.rate(self.value)
        case .duration: Text.microseconds(self.value)
        case .ratio: Text.ratio(self.value)
        case .memory: "\(Int(self.value / 1e6)) MB"
        }
    }

    /// As the file of results has it.
    var rounded: Double {
        switch self.unit {
        case .rate, .count: self.value.rounded()
        case .duration: (self.value * 1e7).rounded() / 10
        case .ratio: (self.value * 1000).rounded() / 1000
        case .memory: (self.value / 1e5).rounded() / 10
        }
    }
}

/// How figures are written.
enum Text {
    static func row(_ cells: [String]) -> String {
        cells.enumerated().map { index, cell in
            cell.padding(toLength: max(index == 0 ? 24 : 14, cell.count + 2), withPad: " ", startingAt: 0)
        }
        .joined()
    }

    static func rate(_ value: Double) -> String { String(format: "%.0f", value) }

    static func ratio(_ value: Double) -> String { String(format: "%.2f", value) }

    static func microseconds(_ seconds: Double) -> String { String(format: "%.0f us", seconds * 1e6) }
}

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

extension [Double] {
    /// The middle one.
    var median: Double { Latency(self).p50 }
}

/// Measures time.
struct Stopwatch {
    private let start = ContinuousClock.now

    var seconds: Double {
        let (seconds, attoseconds) = (ContinuousClock.now - self.start).components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
