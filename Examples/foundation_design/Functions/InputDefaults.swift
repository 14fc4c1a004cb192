// SPDX-License-Identifier: Apache-2.0

/// The values that an input takes where it says nothing.
enum InputDefaults: Sendable {
    static let bearingCapacityBasis = "gross"
    static let planShape = "equal_projection"
    /// Table 5 asks for M25 in moderate exposure, which buried concrete is (table 3).
    static let concreteGrade = ConcreteGrade.m25.rawValue
    static let steelGrade = SteelGrade.fe500.rawValue
    static let foundingDepth = 1.5
    static let soilUnitWeight = 18.0
    static let concreteUnitWeight = 25.0
    static let clearCover = IS456Detailing.minimumCover
    static let maximumAggregateSize = 20.0
    static let barDiameters = [10, 12, 16, 20, 25]
    static let minimumBarSpacing = 75.0
    static let columnBarDiameter = 16
    static let maximumAspectRatio = 2.0
    static let maximumPlanDimension = 6.0
    static let planIncrement = 50
    static let minimumOverallDepth = 300
    static let maximumOverallDepth = 1500
    static let depthIncrement = 50
}

extension DesignCriteria {
    /// Fills every default in, so that a design shows what it assumed.
    static func completed(_ given: IsolatedFootingInput) -> IsolatedFootingInput {
        var input = given
        input.bearingCapacityBasis = given.bearingCapacityBasis ?? InputDefaults.bearingCapacityBasis
        input.planShape = given.planShape ?? InputDefaults.planShape
        input.concreteGrade = given.concreteGrade ?? InputDefaults.concreteGrade
        input.columnConcreteGrade = given.columnConcreteGrade ?? input.concreteGrade
        input.steelGrade = given.steelGrade ?? InputDefaults.steelGrade
        input.foundingDepth = given.foundingDepth ?? InputDefaults.foundingDepth
        input.soilUnitWeight = given.soilUnitWeight ?? InputDefaults.soilUnitWeight
        input.concreteUnitWeight = given.concreteUnitWeight ?? InputDefaults.concreteUnitWeight
        input.clearCover = given.clearCover ?? InputDefaults.clearCover
        input.maximumAggregateSize = given.maximumAggregateSize ?? InputDefaults.maximumAggregateSize
        input.barDiameters = Set(given.barDiameters ?? InputDefaults.barDiameters).sorted()
        input.minimumBarSpacing = given.minimumBarSpacing ?? InputDefaults.minimumBarSpacing
        input.columnBarDiameter = given.columnBarDiameter ?? InputDefaults.columnBarDiameter
        input.maximumAspectRatio = given.maximumAspectRatio ?? InputDefaults.maximumAspectRatio
        input.maximumPlanDimension = given.maximumPlanDimension ?? InputDefaults.maximumPlanDimension
        input.planIncrement = given.planIncrement ?? InputDefaults.planIncrement
        input.minimumOverallDepth = given.minimumOverallDepth ?? InputDefaults.minimumOverallDepth
        input.maximumOverallDepth = given.maximumOverallDepth ?? InputDefaults.maximumOverallDepth
        input.depthIncrement = given.depthIncrement ?? InputDefaults.depthIncrement
        return input
    }

    /// Checks every number with a default against the range it makes sense in.
    static func checkRanges(_ input: IsolatedFootingInput) throws(EngineeringError) {
        typealias Row = (value: Double?, range: ClosedRange<Double>, field: String, unit: String)
        let rows: [Row] = [
            (input.foundingDepth, 0.5...10, "founding_depth", "m"),
            (input.soilUnitWeight, 10...24, "soil_unit_weight", "kN/m³"),
            (input.concreteUnitWeight, 20...28, "concrete_unit_weight", "kN/m³"),
            (input.clearCover, IS456Detailing.minimumCover...150, "clear_cover", "mm"),
            (input.maximumAggregateSize, 10...40, "maximum_aggregate_size", "mm"),
            (input.minimumBarSpacing, 40...200, "minimum_bar_spacing", "mm"),
            (input.maximumAspectRatio, 1...4, "maximum_aspect_ratio", ""),
            (input.maximumPlanDimension, 0.5...20, "maximum_plan_dimension", "m"),
            (input.planIncrement.map(Double.init), 5...500, "plan_increment", "mm"),
            (input.minimumOverallDepth.map(Double.init), 150...3000, "minimum_overall_depth", "mm"),
            (input.maximumOverallDepth.map(Double.init), 150...3000, "maximum_overall_depth", "mm"),
            (input.depthIncrement.map(Double.init), 5...200, "depth_increment", "mm"),
            (input.columnBarDiameter.map(Double.init), 12...36, "column_bar_diameter", "mm"),
        ]
        for row in rows {
            guard let value = row.value else { continue }
            _ = try InputRules.range(value, row.range, field: row.field, unit: row.unit)
        }
    }
}
