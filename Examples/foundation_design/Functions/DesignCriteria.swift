// SPDX-License-Identifier: Apache-2.0

/// An input with its defaults filled in and every value checked.
///
/// Loads are in kN, the column in mm, depths of the ground in m, unit weights in kN/m³, everything about bars in mm.
struct DesignCriteria: Sendable {
    /// The input as given, with every default written out.
    let input: IsolatedFootingInput
    let concrete: ConcreteGrade
    let columnConcrete: ConcreteGrade
    let steel: SteelGrade
    let isNetCapacity: Bool
    let isSquarePlan: Bool
    /// A plan to check rather than design.
    let fixedPlan: (length: Int, width: Int)?
    /// An overall depth to check rather than design.
    let fixedDepth: Int?

    /// Checks an input and fills in the defaults.
    ///
    /// - Parameter given: The input as given.
    /// - Throws: An ``EngineeringError`` for a value that is not finite, out of range, unsupported or contradictory.
    init(_ given: IsolatedFootingInput) throws(EngineeringError) {
        let input = Self.completed(given)
        try InputRules.checkLoads(input)
        try InputRules.checkConcentric(input)
        try Self.checkRanges(input)
        try InputRules.checkDiameters(input.barDiameters ?? [], field: "bar_diameters")
        self.concrete = try InputRules.concrete(input.concreteGrade ?? "", field: "concrete_grade")
        self.columnConcrete = try InputRules.concrete(input.columnConcreteGrade ?? "", field: "column_concrete_grade")
        self.steel = try InputRules.steel(input.steelGrade ?? "")
        self.isNetCapacity =
            try InputRules.option(
                input.bearingCapacityBasis ?? "",
                of: ["gross", "net"],
                field: "bearing_capacity_basis"
            ) == "net"
        self.isSquarePlan =
            try InputRules.option(
                input.planShape ?? "",
                of: ["equal_projection", "square"],
                field: "plan_shape"
            ) == "square"
        try InputRules.checkSelfWeightFraction(input, isNet: self.isNetCapacity)
        self.fixedPlan = try InputRules.fixedPlan(input)
        self.fixedDepth = try InputRules.fixedDepth(input)
        self.input = input
    }

    /// The service load of the column.
    var serviceLoad: Double { self.input.axialLoadDead + self.input.axialLoadLive }
    /// The factored load of the column, with 1.5 for dead and live load (table 18).
    var factoredLoad: Double { 1.5 * self.serviceLoad }
    /// The sides of the column along the footing's length and width.
    var column: (length: Double, width: Double) { (self.input.columnDepth * 1000, self.input.columnWidth * 1000) }
    var fck: Double { self.concrete.characteristicStrength }
    var fy: Double { self.steel.characteristicStrength }
    var selfWeightFraction: Double? { self.input.selfWeightFraction }
    var foundingDepth: Double { self.input.foundingDepth ?? InputDefaults.foundingDepth }
    var soilUnitWeight: Double { self.input.soilUnitWeight ?? InputDefaults.soilUnitWeight }
    var concreteUnitWeight: Double { self.input.concreteUnitWeight ?? InputDefaults.concreteUnitWeight }
    var cover: Double { self.input.clearCover ?? InputDefaults.clearCover }
    var aggregate: Double { self.input.maximumAggregateSize ?? InputDefaults.maximumAggregateSize }
    var barDiameters: [Int] { self.input.barDiameters ?? InputDefaults.barDiameters }
    var minimumBarSpacing: Double { self.input.minimumBarSpacing ?? InputDefaults.minimumBarSpacing }
    var columnBarDiameter: Int { self.input.columnBarDiameter ?? InputDefaults.columnBarDiameter }
    var maximumAspectRatio: Double { self.input.maximumAspectRatio ?? InputDefaults.maximumAspectRatio }
    var maximumPlanDimension: Double { self.input.maximumPlanDimension ?? InputDefaults.maximumPlanDimension }
    var planIncrement: Int { self.input.planIncrement ?? InputDefaults.planIncrement }
    var minimumOverallDepth: Int { self.input.minimumOverallDepth ?? InputDefaults.minimumOverallDepth }
    var maximumOverallDepth: Int { self.input.maximumOverallDepth ?? InputDefaults.maximumOverallDepth }
    var depthIncrement: Int { self.input.depthIncrement ?? InputDefaults.depthIncrement }
}
