// SPDX-License-Identifier: Apache-2.0

/// What the designer is given: one concentrically loaded column on one footing.
///
/// Loads are service (unfactored) loads in kN, column and plan dimensions are in m, pressures in kN/m², covers,
/// bars and increments in mm. Every optional field has an engineering default, which the design reports
/// back in its `input`.
public struct IsolatedFootingInput: Codable, Sendable, Equatable {
    /// The dead load of the column at the top of the footing, in kN, above 0.
    public var axialLoadDead: Double
    /// The live load of the column, in kN, 0 or more.
    public var axialLoadLive: Double
    /// The side of the column along the footing's `width`, in m.
    public var columnWidth: Double
    /// The side of the column along the footing's `length`, in m.
    public var columnDepth: Double
    /// The safe bearing capacity of the soil at the founding level, in kN/m²; see ``bearingCapacityBasis``.
    public var safeBearingCapacity: Double
    /// What the capacity bounds: `gross` (default), all load at the founding level, or `net`, the load in excess of
    /// the removed overburden.
    public var bearingCapacityBasis: String?
    /// Takes the weight of footing and backfill as this share of the column load (0.1 is a usual assumption) in place
    /// of the actual weights.
    ///
    /// Only with the gross basis.
    public var selfWeightFraction: Double?
    /// The depth from ground level to the underside of the footing, in m.
    ///
    /// Default 1.5; IS 1904 asks for 0.5 or more.
    public var foundingDepth: Double?
    /// The unit weight of the backfill, in kN/m³.
    ///
    /// Default 18.
    public var soilUnitWeight: Double?
    /// The unit weight of reinforced concrete, in kN/m³.
    ///
    /// Default 25 (clause 19.2.1).
    public var concreteUnitWeight: Double?
    /// The footing's concrete, `M20` to `M40`.
    ///
    /// Default `M25`, the least for buried concrete (table 5).
    public var concreteGrade: String?
    /// The column's concrete, `M20` to `M40`.
    ///
    /// Default: as the footing.
    public var columnConcreteGrade: String?
    /// The steel, `Fe250`, `Fe415` or `Fe500`.
    ///
    /// Default `Fe500`.
    public var steelGrade: String?
    /// The clear cover to all faces, in mm.
    ///
    /// Default 50, the least allowed (clause 26.4.2.2).
    public var clearCover: Double?
    /// The nominal maximum size of the aggregate, in mm.
    ///
    /// Default 20.
    public var maximumAggregateSize: Double?
    /// The diameters the footing bars may have, in mm.
    ///
    /// Default 10, 12, 16, 20, 25.
    public var barDiameters: [Int]?
    /// The least spacing of bars between centres that the site wants, in mm.
    ///
    /// Default 75.
    public var minimumBarSpacing: Double?
    /// The diameter of the column's bars, in mm, which bounds the dowels (clause 34.4.3).
    ///
    /// Default 16.
    public var columnBarDiameter: Int?
    /// How the plan follows the column: `equal_projection` (default) or `square`.
    public var planShape: String?
    /// The greatest ratio of the plan's sides.
    ///
    /// Default 2.
    public var maximumAspectRatio: Double?
    /// The greatest side of the plan, in m.
    ///
    /// Default 6.
    public var maximumPlanDimension: Double?
    /// The step of the plan's sides, in mm.
    ///
    /// Default 50.
    public var planIncrement: Int?
    /// The least overall depth, in mm.
    ///
    /// Default 300; never below 150 (clause 34.1.2).
    public var minimumOverallDepth: Int?
    /// The greatest overall depth, in mm.
    ///
    /// Default 1500.
    public var maximumOverallDepth: Int?
    /// The step of the overall depth, in mm.
    ///
    /// Default 50.
    public var depthIncrement: Int?
    /// A plan side along the column's depth to check instead of designing one, in m.
    ///
    /// Needs `footing_width`.
    public var footingLength: Double?
    /// A plan side along the column's width to check instead of designing one, in m.
    ///
    /// Needs `footing_length`.
    public var footingWidth: Double?
    /// An overall depth to check instead of designing one, in mm.
    public var overallDepth: Int?
    /// The service moment along the footing's length, in kN·m.
    ///
    /// Only 0 is designed.
    public var momentLength: Double?
    /// The service moment along the footing's width, in kN·m.
    ///
    /// Only 0 is designed.
    public var momentWidth: Double?
    /// The service horizontal force at the column's base, in kN.
    ///
    /// Only 0 is designed.
    public var horizontalLoad: Double?
    /// The eccentricity of the column from the footing's centre, in m.
    ///
    /// Only 0 is designed.
    public var eccentricity: Double?

    /// Creates an input with the defaults for all that is optional.
    ///
    /// - Parameters:
    ///   - axialLoadDead: The dead load, in kN.
    ///   - axialLoadLive: The live load, in kN.
    ///   - columnWidth: The side of the column along the footing's width, in m.
    ///   - columnDepth: The side of the column along the footing's length, in m.
    ///   - safeBearingCapacity: The safe bearing capacity, in kN/m².
    public init(
        axialLoadDead: Double,
        axialLoadLive: Double,
        columnWidth: Double,
        columnDepth: Double,
        safeBearingCapacity: Double
    ) {
        self.axialLoadDead = axialLoadDead
        self.axialLoadLive = axialLoadLive
        self.columnWidth = columnWidth
        self.columnDepth = columnDepth
        self.safeBearingCapacity = safeBearingCapacity
    }

    enum CodingKeys: String, CodingKey {
        case axialLoadDead = "axial_load_dead"
        case axialLoadLive = "axial_load_live"
        case columnWidth = "column_width"
        case columnDepth = "column_depth"
        case safeBearingCapacity = "safe_bearing_capacity"
        case bearingCapacityBasis = "bearing_capacity_basis"
        case selfWeightFraction = "self_weight_fraction"
        case foundingDepth = "founding_depth"
        case soilUnitWeight = "soil_unit_weight"
        case concreteUnitWeight = "concrete_unit_weight"
        case concreteGrade = "concrete_grade"
        case columnConcreteGrade = "column_concrete_grade"
        case steelGrade = "steel_grade"
        case clearCover = "clear_cover"
        case maximumAggregateSize = "maximum_aggregate_size"
        case barDiameters = "bar_diameters"
        case minimumBarSpacing = "minimum_bar_spacing"
        case columnBarDiameter = "column_bar_diameter"
        case planShape = "plan_shape"
        case maximumAspectRatio = "maximum_aspect_ratio"
        case maximumPlanDimension = "maximum_plan_dimension"
        case planIncrement = "plan_increment"
        case minimumOverallDepth = "minimum_overall_depth"
        case maximumOverallDepth = "maximum_overall_depth"
        case depthIncrement = "depth_increment"
        case footingLength = "footing_length"
        case footingWidth = "footing_width"
        case overallDepth = "overall_depth"
        case momentLength = "moment_length"
        case momentWidth = "moment_width"
        case horizontalLoad = "horizontal_load"
        case eccentricity
    }
}
