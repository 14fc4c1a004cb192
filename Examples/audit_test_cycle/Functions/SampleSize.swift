// SPDX-License-Identifier: Apache-2.0

/// How many rows have to be tested, and what the tests then say about the rest.
///
/// The sizes are those of attribute sampling: AICPA Audit Guide "Audit Sampling", appendix A, whose tables follow from
/// the binomial distribution; for a small population the hypergeometric one takes its place.
enum SampleSize: Sendable {
    /// The least size for a population without bound.
    ///
    /// With it, a population that has the tolerable rate of deviations would show more than the expected number of
    /// them with the wanted confidence.
    static func unbounded(confidence: Double, tolerableRate: Double, expectedDeviations: Int) -> Int {
        var size = expectedDeviations + 1
        while self.binomial(expectedDeviations, of: size, rate: tolerableRate) > 1 - confidence {
            size += 1
        }
        return size
    }

    /// The least size for a population of a number of rows; all of them when no part is enough.
    static func bounded(
        confidence: Double,
        tolerableRate: Double,
        expectedDeviations: Int,
        population: Int
    ) -> Int {
        let deviating = Int((tolerableRate * Double(population)).rounded(.up))
        guard deviating > expectedDeviations else { return population }
        var size = min(population, expectedDeviations + 1)
        while size < population,
            self.hypergeometric(expectedDeviations, of: size, deviating: deviating, population: population)
                > 1 - confidence
        {
            size += 1
        }
        return size
    }

    /// The rate of deviations that the population has at most, with a confidence, after so many in a sample.
    ///
    /// The upper limit of Clopper and Pearson, one-sided.
    static func upperLimit(deviations: Int, of size: Int, confidence: Double) -> Double {
        guard size > 0, deviations < size else { return 1 }
        var low = 0.0
        var high = 1.0
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if self.binomial(deviations, of: size, rate: middle) > 1 - confidence {
                low = middle
            } else {
                high = middle
            }
        }
        return high
    }

    /// The probability of at most so many deviations in a sample.
    static func binomial(_ most: Int, of size: Int, rate: Double) -> Double {
        guard rate < 1 else { return most >= size ? 1 : 0 }
        var term = (0..<size).reduce(1.0) { product, _ in product * (1 - rate) }
        var sum = term
        for count in 0..<min(most, size) {
            term *= Double(size - count) / Double(count + 1) * rate / (1 - rate)
            sum += term
        }
        return sum
    }

    /// The probability of at most so many deviations in a sample without replacement.
    static func hypergeometric(_ most: Int, of size: Int, deviating: Int, population: Int) -> Double {
        (0...most).reduce(0) { sum, count in
            sum + self.exactly(count, of: size, deviating: deviating, population: population)
        }
    }

    /// C(deviating, count) C(population - deviating, size - count) / C(population, size), factor by factor.
    private static func exactly(_ count: Int, of size: Int, deviating: Int, population: Int) -> Double {
        guard count <= deviating, size - count <= population - deviating, count <= size else { return 0 }
        var result = 1.0
        for index in 0..<size {
            let factor =
                index < count
                ? Double(deviating - index) * Double(size - index) / Double(index + 1)
                : Double(population - deviating - (index - count))
            result *= factor / Double(population - index)
        }
        // The first `count` factors hold C(size, count); the orders of the rest cancel.
        return result
    }
}
