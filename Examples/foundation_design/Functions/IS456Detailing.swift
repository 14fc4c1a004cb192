// SPDX-License-Identifier: Apache-2.0

/// Anchorage, minimum steel, spacing and bearing rules of IS 456:2000 for footings.
///
/// Lengths are in mm, areas in mm², stresses in N/mm².
public enum IS456Detailing: Sendable {
    /// The least thickness at the edge of a footing on soil, in mm (clause 34.1.2).
    public static let minimumEdgeThickness = 150.0
    /// The least cover in a footing, in mm (clause 26.4.2.2).
    public static let minimumCover = 50.0
    /// The anchorage value of a 90° bend in bar diameters: 4 for each 45° (clause 26.2.2.1 b).
    public static let rightAngleBendAnchorage = 8.0
    /// The anchorage value of a standard U hook in bar diameters (clause 26.2.2.1 b).
    public static let hookAnchorage = 16.0
    /// The least share of a column's area that dowels or extended bars must have (clause 34.4.3).
    public static let minimumDowelRatio = 0.005

    /// Gives the design bond stress (clause 26.2.1.1).
    ///
    /// - Parameters:
    ///   - fck: The characteristic strength of the concrete, in N/mm²: 20 or more.
    ///   - isDeformed: Whether the bars are deformed, which adds 60 %.
    ///   - inCompression: Whether the bars are in compression, which adds 25 %.
    /// - Returns: The stress in N/mm².
    public static func bondStress(fck: Double, isDeformed: Bool, inCompression: Bool = false) -> Double {
        let plain =
            switch fck {
            case ..<25: 1.2
            case ..<30: 1.4
            case ..<35: 1.5
            case ..<40: 1.7
            default: 1.9
            }
        return plain * (isDeformed ? 1.6 : 1) * (inCompression ? 1.25 : 1)
    }

    /// Gives the development length of a bar stressed to 0.87 fy (clause 26.2.1).
    ///
    /// - Parameters:
    ///   - diameter: The diameter of the bar, in mm.
    ///   - fy: The characteristic strength of the steel, in N/mm².
    ///   - bondStress: The design bond stress, in N/mm².
    /// - Returns: The length in mm.
    public static func developmentLength(diameter: Double, fy: Double, bondStress: Double) -> Double {
        diameter * 0.87 * fy / (4 * bondStress)
    }

    /// Gives the least steel as a share of the gross section: 0.15 % of mild, 0.12 % of deformed bars
    /// (clause 34.5.1 and 26.5.2.1).
    ///
    /// - Parameter isDeformed: Whether the bars are high strength deformed ones.
    /// - Returns: The ratio of steel to b D.
    public static func minimumSteelRatio(isDeformed: Bool) -> Double {
        isDeformed ? 0.0012 : 0.0015
    }

    /// Gives the greatest spacing of main bars in a slab: 3 d, at most 300 mm (clause 26.3.3 b 1).
    ///
    /// - Parameter effectiveDepth: The effective depth, in mm.
    /// - Returns: The spacing between centres, in mm.
    public static func maximumSpacing(effectiveDepth: Double) -> Double {
        min(3 * effectiveDepth, 300)
    }

    /// Gives the least clear distance between parallel bars: a diameter, or 5 mm more than the aggregate
    /// (clause 26.3.2 a).
    ///
    /// - Parameters:
    ///   - diameter: The diameter of the bars, in mm.
    ///   - aggregate: The nominal maximum size of the coarse aggregate, in mm.
    /// - Returns: The clear distance in mm.
    public static func minimumClearDistance(diameter: Double, aggregate: Double) -> Double {
        max(diameter, aggregate + 5)
    }

    /// Gives the share of the short bars that belongs in the central band of a rectangular footing (clause 34.3.1 c).
    ///
    /// - Parameter aspectRatio: The long side over the short side of the footing.
    /// - Returns: 2 / (beta + 1): 1 for a square.
    public static func centralBandShare(aspectRatio: Double) -> Double {
        2 / (aspectRatio + 1)
    }

    /// Gives the permissible bearing stress on the top of a footing (clause 34.4).
    ///
    /// - Parameters:
    ///   - fck: The characteristic strength of the footing's concrete, in N/mm².
    ///   - supportingArea: The base of the largest frustum with slopes of 1 in 2 that fits in the footing, in mm².
    ///   - loadedArea: The area of the column, in mm².
    /// - Returns: 0.45 fck sqrt(A1 / A2) in N/mm², the root being at most 2.
    public static func bearingStrength(fck: Double, supportingArea: Double, loadedArea: Double) -> Double {
        0.45 * fck * min(2, (supportingArea / loadedArea).squareRoot())
    }
}
