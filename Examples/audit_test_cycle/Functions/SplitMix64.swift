// SPDX-License-Identifier: Apache-2.0

/// The generator SplitMix64: the same seed gives the same numbers on every machine.
///
/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Creates a generator.
    init(seed: UInt64) {
        self.state = seed
    }

    mutating func next() -> UInt64 {
        self.state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// Gives a number from 0 up to a bound, every one equally likely.
    ///
    /// Numbers beyond the greatest multiple of the bound are drawn anew, so that none is favoured. The standard
    /// library's own method may change from one release to the next, and with it a sample.
    mutating func below(_ bound: Int) -> Int {
        let width = UInt64(bound)
        let limit = UInt64.max - UInt64.max % width
        var drawn = self.next()
        while drawn >= limit {
            drawn = self.next()
        }
        return Int(drawn % width)
    }

    /// Draws a number of elements without replacement, in the order drawn.
    mutating func draw<Element>(_ count: Int, from elements: [Element]) -> [Element] {
        var pool = elements
        let taken = min(count, pool.count)
        for index in 0..<taken {
            pool.swapAt(index, index + self.below(pool.count - index))
        }
        return Array(pool.prefix(taken))
    }
}
