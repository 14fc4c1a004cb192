// SPDX-License-Identifier: Apache-2.0

/// Numbers that look random and follow from a seed alone: SplitMix64 (Steele, Lea, Flood 2014).
///
/// The numbers are the same on every machine and with every release of Swift, so that the seed that a failing test names
/// repeats it. They are for tests; who knows one of them can tell the next.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { self.state = seed }

    package mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, and without, the bound.
    ///
    /// - Precondition: The bound is positive.
    package mutating func below(_ bound: Int) -> Int {
        precondition(bound > 0, "no number is below \(bound)")
        // The upper half of the product: the smallest numbers are favoured by less than bound in 2^64.
        return Int(self.next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// True once in so many times.
    ///
    /// - Precondition: The count is positive.
    package mutating func chance(_ count: Int) -> Bool { self.below(count) == 0 }

    /// One of the elements.
    ///
    /// - Precondition: There is one.
    package mutating func pick<Element>(_ elements: [Element]) -> Element { elements[self.below(elements.count)] }
}
