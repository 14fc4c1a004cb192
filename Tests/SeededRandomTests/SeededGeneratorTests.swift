// SPDX-License-Identifier: Apache-2.0

import SeededRandom
import Testing

@Suite
struct SeededGeneratorTests {
    /// What the authors' program prints for this seed.
    @Test
    func theNumbersAreThePublishedOnes() {
        var random = SeededGenerator(seed: 1_234_567)
        let numbers = (0..<3).map { _ in random.next() }
        #expect(numbers == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
    }

    @Test(arguments: [1, 2, 3, 7, 100, Int.max])
    func numbersStayBelowTheirBound(_ bound: Int) {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<1000 { #expect((0..<bound).contains(random.below(bound))) }
    }

    @Test
    func everyElementIsPickedAboutAsOften() {
        var random = SeededGenerator(seed: 11)
        var counts = [0, 0, 0, 0]
        for _ in 0..<4000 { counts[random.pick([0, 1, 2, 3])] += 1 }
        #expect(counts.allSatisfy { (900...1100).contains($0) }, "\(counts)")
    }

    @Test
    func aChanceComesOnceInSoManyTimes() {
        var random = SeededGenerator(seed: 3)
        let hits = (0..<10_000).count { _ in random.chance(10) }
        #expect((900...1100).contains(hits), "\(hits)")
        #expect((0..<50).allSatisfy { _ in random.chance(1) })
    }
}
