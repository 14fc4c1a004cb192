// SPDX-License-Identifier: Apache-2.0

/// The rounding of everything the pack reports.
///
/// Decisions are taken on unrounded values; only what is printed is rounded: lengths in metres to 3 decimals, in
/// millimetres to 1 or to whole ones, forces and moments to 2, stresses to 3, areas of steel to whole mm², ratios to 3.
enum Rounding: Sendable {
    /// Rounds half away from zero to a number of decimals.
    static func round(_ value: Double, _ decimals: Int) -> Double {
        var scale = 1.0
        for _ in 0..<decimals {
            scale *= 10
        }
        return (value * scale).rounded() / scale
    }

    /// Rounds up to a multiple of a step, in whole millimetres.
    ///
    /// The small allowance keeps 2.45 m, which is 2450.0000000000005 mm in binary, from becoming 2500 mm.
    static func up(_ value: Double, toMultipleOf step: Int) -> Int {
        Int(((value - 1e-6) / Double(step)).rounded(.up)) * step
    }

    /// Rounds a count of bars up, forgiving the last bits of a division.
    static func count(_ value: Double) -> Int {
        Int((value - 1e-9).rounded(.up))
    }
}
