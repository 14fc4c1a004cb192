// SPDX-License-Identifier: Apache-2.0

/// Shear strength of concrete without shear reinforcement, from IS 456:2000.
public enum IS456Shear: Sendable {
    /// The percentages of tension steel that the rows of table 19 stand for.
    static let steelPercentages = [0.15, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.25, 2.5, 2.75, 3.0]

    /// The columns of table 19: design shear strength in N/mm², by characteristic strength of the concrete.
    ///
    /// M15 is not allowed in reinforced concrete any more; its column is kept because the table has it and older
    /// worked examples use it.
    static let table19: [(fck: Double, strengths: [Double])] = [
        (15, [0.28, 0.35, 0.46, 0.54, 0.60, 0.64, 0.68, 0.71, 0.71, 0.71, 0.71, 0.71, 0.71]),
        (20, [0.28, 0.36, 0.48, 0.56, 0.62, 0.67, 0.72, 0.75, 0.79, 0.81, 0.82, 0.82, 0.82]),
        (25, [0.29, 0.36, 0.49, 0.57, 0.64, 0.70, 0.74, 0.78, 0.82, 0.85, 0.88, 0.90, 0.92]),
        (30, [0.29, 0.37, 0.50, 0.59, 0.66, 0.71, 0.76, 0.80, 0.84, 0.88, 0.91, 0.94, 0.96]),
        (35, [0.29, 0.37, 0.50, 0.59, 0.67, 0.73, 0.78, 0.82, 0.86, 0.90, 0.93, 0.96, 0.99]),
        (40, [0.30, 0.38, 0.51, 0.60, 0.68, 0.74, 0.79, 0.84, 0.88, 0.92, 0.95, 0.98, 1.01]),
    ]

    /// Gives the design shear strength of concrete (clause 40.2.1, table 19), interpolated linearly in the steel.
    ///
    /// - Parameters:
    ///   - steelPercentage: The tension steel 100 As / (b d) that continues past the section, in percent. Below
    ///     0.15 and above 3 the ends of the table hold.
    ///   - fck: The characteristic strength of the concrete, in N/mm². The nearest column that is not above it counts.
    /// - Returns: The strength in N/mm².
    public static func concreteShearStrength(steelPercentage: Double, fck: Double) -> Double {
        let strengths = (self.table19.last { $0.fck <= fck } ?? self.table19[0]).strengths
        guard steelPercentage > self.steelPercentages[0] else { return strengths[0] }
        for row in 1..<self.steelPercentages.count where steelPercentage <= self.steelPercentages[row] {
            let (low, high) = (self.steelPercentages[row - 1], self.steelPercentages[row])
            let share = (steelPercentage - low) / (high - low)
            return strengths[row - 1] + share * (strengths[row] - strengths[row - 1])
        }
        return strengths[strengths.count - 1]
    }

    /// Gives the factor k by which a thin solid slab may exceed table 19 (clause 40.2.1.1).
    ///
    /// The clause lists 1.30 up to 150 mm and 1.00 from 300 mm, falling by 0.05 for every 25 mm between; depths
    /// between the listed ones are interpolated.
    ///
    /// - Parameter overallDepth: The overall depth of the slab, in mm.
    /// - Returns: The factor, from 1 to 1.3.
    public static func slabDepthFactor(overallDepth: Double) -> Double {
        min(1.3, max(1.0, 1.6 - 0.002 * overallDepth))
    }

    /// Gives the permissible punching shear stress ks tau_c, with ks = 0.5 + beta_c, at most 1, and
    /// tau_c = 0.25 sqrt(fck) (clause 31.6.3.1).
    ///
    /// - Parameters:
    ///   - fck: The characteristic strength of the concrete, in N/mm².
    ///   - shortSide: The short side of the column, in any unit.
    ///   - longSide: The long side of the column, in the same unit.
    /// - Returns: The stress in N/mm².
    public static func punchingStrength(fck: Double, shortSide: Double, longSide: Double) -> Double {
        min(1.0, 0.5 + shortSide / longSide) * 0.25 * fck.squareRoot()
    }

    /// Gives the punching shear stress on the perimeter d/2 from the column's faces (clause 31.6.1, 31.6.2, 34.2.4.1 b).
    ///
    /// - Parameters:
    ///   - netPressure: The factored net upward pressure, in N/mm².
    ///   - plan: The two sides of the footing, in mm.
    ///   - column: The two sides of the column, in mm, in the same order.
    ///   - effectiveDepth: The effective depth at the perimeter, in mm.
    /// - Returns: The stress in N/mm²; 0 when the perimeter lies outside the footing, which then cannot punch.
    public static func punchingStress(
        netPressure: Double,
        plan: (Double, Double),
        column: (Double, Double),
        effectiveDepth: Double
    ) -> Double {
        let sides = (column.0 + effectiveDepth, column.1 + effectiveDepth)
        guard sides.0 < plan.0, sides.1 < plan.1 else { return 0 }
        let force = netPressure * (plan.0 * plan.1 - sides.0 * sides.1)
        return force / (2 * (sides.0 + sides.1) * effectiveDepth)
    }

    /// Gives the one-way shear stress on a section at the distance d from the column's face (clause 34.2.4.1 a).
    ///
    /// The width cancels out, because the footing is uniform across it.
    ///
    /// - Parameters:
    ///   - netPressure: The factored net upward pressure, in N/mm².
    ///   - projection: The projection of the footing beyond the column's face, in mm.
    ///   - effectiveDepth: The effective depth in the direction considered, in mm.
    /// - Returns: The stress in N/mm²; 0 when the section lies outside the footing.
    public static func oneWayStress(netPressure: Double, projection: Double, effectiveDepth: Double) -> Double {
        max(0, netPressure * (projection - effectiveDepth) / effectiveDepth)
    }
}
