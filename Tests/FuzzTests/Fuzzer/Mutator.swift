// SPDX-License-Identifier: Apache-2.0

import SeededRandom

/// Changes inputs a little, and keeps those that led somewhere.
struct Mutator {
    private(set) var pool: [[UInt8]]
    private let dictionary: [[UInt8]]
    private let seedCount: Int

    private static let poolLimit = 3000
    private static let sizeLimit = 2000

    init(corpus: [[UInt8]], dictionary: [String]) {
        self.pool = corpus
        self.seedCount = corpus.count
        self.dictionary = dictionary.map { Array($0.utf8) }
    }

    /// Keeps an input to go on from.
    mutating func keep(_ input: [UInt8], _ random: inout SeededGenerator) {
        guard input.count <= 400 else { return }
        if self.pool.count < Self.poolLimit {
            self.pool.append(input)
        } else {
            // The corpus itself stays.
            self.pool[self.seedCount + random.below(Self.poolLimit - self.seedCount)] = input
        }
    }

    mutating func next(_ random: inout SeededGenerator) -> [UInt8] {
        var input = random.pick(self.pool)
        for _ in 0...random.below(5) { self.change(&input, &random) }
        return Array(input.prefix(Self.sizeLimit))
    }

    private func change(_ input: inout [UInt8], _ random: inout SeededGenerator) {
        let at = random.below(input.count + 1)
        let end = min(input.count, at + random.below(1 + random.below(12)))
        switch random.below(9) {
        case 0, 1: input.insert(contentsOf: random.pick(self.dictionary), at: at)
        case 2: input.replaceSubrange(at..<end, with: random.pick(self.dictionary))
        case 3: input.removeSubrange(at..<end)
        case 4: if at < input.count { input[at] = UInt8(truncatingIfNeeded: random.next()) }
        case 5: if at < input.count { input[at] ^= 1 << UInt8(random.below(8)) }
        case 6:
            let piece = Array(input[at..<end])
            for _ in 0..<(random.chance(6) ? 120 : 2) { input.insert(contentsOf: piece, at: at) }
        case 7:
            let other = random.pick(self.pool)
            let from = random.below(other.count + 1)
            input.insert(contentsOf: other[from..<min(other.count, from + random.below(30))], at: at)
        default:
            // Two halves of different inputs.
            let other = random.pick(self.pool)
            input = Array(input[..<at]) + other[random.below(other.count + 1)...]
        }
    }
}
