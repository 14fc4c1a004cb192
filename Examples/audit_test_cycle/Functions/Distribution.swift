// SPDX-License-Identifier: Apache-2.0

/// How the values of an attribute are distributed.
struct Distribution: Codable, Sendable, Equatable {
    /// `numeric`, `date` or `categorical`.
    var kind: String
    /// The least value.
    var minimum: Cell
    /// The greatest value.
    var maximum: Cell
    /// The mean of numbers.
    var mean: Double?
    /// The standard deviation of numbers, as of a sample.
    var standardDeviation: Double?
    /// The first quartile.
    var q1: Double?
    /// The median.
    var median: Double?
    /// The third quartile.
    var q3: Double?
    /// The most frequent texts or codes, at most ten.
    var values: [Frequency]?

    /// How often a value is there.
    struct Frequency: Codable, Sendable, Equatable {
        /// The value.
        var value: String
        /// How many rows have it.
        var count: Int
    }

    /// Describes numbers.
    static func numeric(_ numbers: [Double]) -> Self? {
        let sorted = numbers.sorted()
        guard let least = sorted.first, let greatest = sorted.last else { return nil }
        let mean = numbers.reduce(0, +) / Double(numbers.count)
        let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let deviation = numbers.count > 1 ? (squares / Double(numbers.count - 1)).squareRoot() : 0
        return Self(
            kind: "numeric",
            minimum: .number(least),
            maximum: .number(greatest),
            mean: Figures.round(mean, 4),
            standardDeviation: Figures.round(deviation, 4),
            q1: Figures.round(self.quantile(0.25, ofSorted: sorted), 4),
            median: Figures.round(self.quantile(0.5, ofSorted: sorted), 4),
            q3: Figures.round(self.quantile(0.75, ofSorted: sorted), 4)
        )
    }

    /// Describes texts, codes or dates.
    static func categorical(_ texts: [String], kind: String) -> Self? {
        guard let least = texts.min(), let greatest = texts.max() else { return nil }
        var counts: [String: Int] = [:]
        for text in texts {
            counts[text, default: 0] += 1
        }
        let frequencies = counts.map { Frequency(value: $0.key, count: $0.value) }
            .sorted { ($1.count, $0.value) < ($0.count, $1.value) }
        let listed = kind == "date" || counts.count == texts.count ? nil : Array(frequencies.prefix(10))
        return Self(kind: kind, minimum: .text(least), maximum: .text(greatest), values: listed)
    }

    /// The quantile of sorted numbers, interpolated between neighbours (Hyndman and Fan, type 7).
    static func quantile(_ share: Double, ofSorted sorted: [Double]) -> Double {
        guard let last = sorted.last else { return 0 }
        let position = share * Double(sorted.count - 1)
        let index = Int(position)
        guard index + 1 < sorted.count else { return last }
        return sorted[index] + (position - Double(index)) * (sorted[index + 1] - sorted[index])
    }

    /// The fences beyond which a number is an outlier: 1.5 interquartile ranges outside the quartiles (Tukey).
    ///
    /// There are none for less than eight numbers, or when half of them are alike.
    static func fences(_ numbers: [Double]) -> ClosedRange<Double>? {
        guard numbers.count >= 8 else { return nil }
        let sorted = numbers.sorted()
        let first = self.quantile(0.25, ofSorted: sorted)
        let third = self.quantile(0.75, ofSorted: sorted)
        guard third > first else { return nil }
        return (first - 1.5 * (third - first))...(third + 1.5 * (third - first))
    }

    enum CodingKeys: String, CodingKey {
        case kind
        case minimum
        case maximum
        case mean
        case standardDeviation = "standard_deviation"
        case q1
        case median
        case q3
        case values
    }
}
