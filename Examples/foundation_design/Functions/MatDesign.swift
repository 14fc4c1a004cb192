// SPDX-License-Identifier: Apache-2.0

/// The bottom mat of a footing: one layer of bars along the length, one along the width.
public struct MatDesign: Codable, Sendable, Equatable {
    /// The bars along the length.
    public let length: LayerDesign
    /// The bars along the width.
    public let width: LayerDesign

    /// Rounds the layers of an evaluation.
    init(_ evaluation: FootingEvaluation) {
        let lower = LayerDesign(evaluation.lower, layer: "lower")
        let upper = LayerDesign(evaluation.upper, layer: "upper")
        (self.length, self.width) = evaluation.lower.direction == .length ? (lower, upper) : (upper, lower)
    }
}

/// One layer of bars.
public struct LayerDesign: Codable, Sendable, Equatable {
    /// `lower` or `upper`; the bars along the longer side lie below.
    public let layer: String
    /// The diameter of the bars, in mm.
    public let barDiameter: Int
    /// The spread of the bars.
    public let layout: BarLayout
    /// The effective depth, in mm.
    public let effectiveDepth: Double
    /// The factored moment at the column's face over the whole width, in kN·m (clause 34.2.3).
    public let moment: Double
    /// The steel that bending needs, in mm².
    public let flexuralSteel: Double
    /// The least steel, in mm² (clause 34.5.1).
    public let minimumSteel: Double
    /// The steel that the bars give, in mm².
    public let providedSteel: Double
    /// The provided steel in percent of b d.
    public let steelPercentage: Double
    /// The factored shear force at the distance d from the column's face, in kN.
    public let shearForce: Double
    /// The development length of the bars, in mm.
    public let developmentLength: Double
    /// The anchorage beyond the column's face, in mm.
    public let availableAnchorage: Double
    /// The ends of the bars: `straight`, `bend_90` or `hook_180`.
    public let endAnchorage: String
    /// The outside height of upturned ends, in mm; 0 when there are none.
    public let legHeight: Int

    enum CodingKeys: String, CodingKey {
        case layer
        case barDiameter = "bar_diameter"
        case layout
        case effectiveDepth = "effective_depth"
        case moment
        case flexuralSteel = "flexural_steel"
        case minimumSteel = "minimum_steel"
        case providedSteel = "provided_steel"
        case steelPercentage = "steel_percentage"
        case shearForce = "shear_force"
        case developmentLength = "development_length"
        case availableAnchorage = "available_anchorage"
        case endAnchorage = "end_anchorage"
        case legHeight = "leg_height"
    }

    /// Rounds a layer for output.
    init(_ mat: MatDirection, layer: String) {
        self.layer = layer
        self.barDiameter = mat.diameter
        self.layout = mat.layout.rounded
        self.effectiveDepth = Rounding.round(mat.effectiveDepth, 1)
        self.moment = Rounding.round(mat.moment / 1e6, 2)
        self.flexuralSteel = Rounding.round(mat.flexuralSteel, 0)
        self.minimumSteel = Rounding.round(mat.minimumSteel, 0)
        self.providedSteel = Rounding.round(mat.providedSteel, 0)
        self.steelPercentage = Rounding.round(mat.steelPercentage, 3)
        self.shearForce = Rounding.round(mat.shearForce / 1000, 2)
        self.developmentLength = Rounding.round(mat.anchorage.required, 0)
        self.availableAnchorage = Rounding.round(mat.anchorage.available, 0)
        self.endAnchorage = mat.anchorage.shape.rawValue
        self.legHeight = Int(mat.anchorage.legHeight.rounded())
    }
}
