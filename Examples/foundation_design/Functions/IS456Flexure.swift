// SPDX-License-Identifier: Apache-2.0

/// Flexure of singly reinforced rectangular sections in the limit state of collapse, from IS 456:2000.
///
/// Moments are in N·mm, lengths in mm, areas in mm², stresses in N/mm².
public enum IS456Flexure: Sendable {
    /// Gives the greatest depth of the neutral axis as a share of the effective depth (clause 38.1).
    ///
    /// It is where the steel reaches the strain 0.87 fy / Es + 0.002 as the concrete reaches 0.0035, with
    /// Es = 200 000 N/mm²: 0.53, 0.48 and 0.46 for Fe 250, 415 and 500.
    ///
    /// - Parameter fy: The characteristic strength of the steel, in N/mm².
    /// - Returns: The ratio xu,max / d.
    public static func limitingNeutralAxisRatio(fy: Double) -> Double {
        0.0035 / (0.0055 + 0.87 * fy / 200_000)
    }

    /// Gives the limiting moment of resistance of a section (annex G, clause G-1.1 c).
    ///
    /// - Parameters:
    ///   - breadth: The width of the section, in mm.
    ///   - effectiveDepth: The effective depth, in mm.
    ///   - fck: The characteristic strength of the concrete, in N/mm².
    ///   - fy: The characteristic strength of the steel, in N/mm².
    /// - Returns: The moment in N·mm.
    public static func limitingMoment(breadth: Double, effectiveDepth: Double, fck: Double, fy: Double) -> Double {
        let ratio = self.limitingNeutralAxisRatio(fy: fy)
        return 0.36 * ratio * (1 - 0.42 * ratio) * breadth * effectiveDepth * effectiveDepth * fck
    }

    /// Gives the tension steel that a moment needs (annex G, clause G-1.1 b, solved for the area).
    ///
    /// - Parameters:
    ///   - moment: The factored moment, in N·mm.
    ///   - breadth: The width of the section, in mm.
    ///   - effectiveDepth: The effective depth, in mm.
    ///   - fck: The characteristic strength of the concrete, in N/mm².
    ///   - fy: The characteristic strength of the steel, in N/mm².
    /// - Returns: The area in mm², or nil when the moment is above the limiting one.
    public static func steelArea(
        moment: Double,
        breadth: Double,
        effectiveDepth: Double,
        fck: Double,
        fy: Double
    ) -> Double? {
        let limit = self.limitingMoment(breadth: breadth, effectiveDepth: effectiveDepth, fck: fck, fy: fy)
        guard effectiveDepth > 0, moment <= limit else { return nil }
        let relative = moment / (breadth * effectiveDepth * effectiveDepth * fck)
        let root = (1 - 4 * relative / 0.87).squareRoot()
        return 0.5 * fck / fy * (1 - root) * breadth * effectiveDepth
    }

    /// Gives the moment of resistance with a given area of tension steel (annex G, clause G-1.1 b and c).
    ///
    /// - Parameters:
    ///   - steelArea: The tension steel, in mm².
    ///   - breadth: The width of the section, in mm.
    ///   - effectiveDepth: The effective depth, in mm.
    ///   - fck: The characteristic strength of the concrete, in N/mm².
    ///   - fy: The characteristic strength of the steel, in N/mm².
    /// - Returns: The moment in N·mm, never above the limiting one.
    public static func momentCapacity(
        steelArea: Double,
        breadth: Double,
        effectiveDepth: Double,
        fck: Double,
        fy: Double
    ) -> Double {
        let limit = self.limitingMoment(breadth: breadth, effectiveDepth: effectiveDepth, fck: fck, fy: fy)
        let neutralAxis = 0.87 * fy * steelArea / (0.36 * fck * breadth)
        guard neutralAxis <= self.limitingNeutralAxisRatio(fy: fy) * effectiveDepth else { return limit }
        let force = 0.87 * fy * steelArea
        return min(limit, force * effectiveDepth * (1 - steelArea * fy / (breadth * effectiveDepth * fck)))
    }
}
