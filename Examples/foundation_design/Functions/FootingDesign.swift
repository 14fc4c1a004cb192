// SPDX-License-Identifier: Apache-2.0

/// A designed footing: its size, its bars and every check.
///
/// Plan sides are in m, the overall depth in mm, pressures in kN/m².
public struct FootingDesign: Codable, Sendable, Equatable {
    /// The code the design follows, `IS 456:2000`.
    public let code: String
    /// `square` or `rectangular`.
    public let shape: String
    /// The plan side along the column's depth, in m.
    public let length: Double
    /// The plan side along the column's width, in m.
    public let width: Double
    /// The overall depth, in mm.
    public let overallDepth: Int
    /// The service pressure on the soil, in kN/m², on the basis of the capacity.
    public let pressure: Double
    /// The safe bearing capacity, in kN/m².
    public let pressureCapacity: Double
    /// `gross` or `net`: what both pressures count.
    public let pressureBasis: String
    /// The loads.
    public let loads: FootingLoads
    /// The bottom mat.
    public let reinforcement: MatDesign
    /// The transfer of the column's load.
    public let columnBase: ColumnBaseDesign
    /// Every verification, in the order of a calculation.
    public let checks: [DesignCheck]
    /// Whether every check passes.
    public let allChecksOk: Bool
    /// The greatest utilisation of a strength: soil, shear, bending or bearing.
    public let maximumUtilisation: Double
    /// The check that has it.
    public let governingCheck: String
    /// The checks that failed one increment of depth shallower; empty when the least depth is enough or was given.
    public let depthGovernedBy: [String]
    /// What the engineer should know: assumptions that were made.
    public let notes: [String]
    /// The input with every default written out.
    public let input: IsolatedFootingInput

    enum CodingKeys: String, CodingKey {
        case code, shape, length, width
        case overallDepth = "overall_depth"
        case pressure
        case pressureCapacity = "pressure_capacity"
        case pressureBasis = "pressure_basis"
        case loads, reinforcement
        case columnBase = "column_base"
        case checks
        case allChecksOk = "all_checks_ok"
        case maximumUtilisation = "maximum_utilisation"
        case governingCheck = "governing_check"
        case depthGovernedBy = "depth_governed_by"
        case notes, input
    }

    /// Rounds an evaluation for output.
    init(_ evaluation: FootingEvaluation, criteria: DesignCriteria, depthGovernedBy: [String]) {
        let geometry = evaluation.geometry
        self.code = "IS 456:2000"
        self.shape = geometry.length == geometry.width ? "square" : "rectangular"
        self.length = Double(geometry.length) / 1000
        self.width = Double(geometry.width) / 1000
        self.overallDepth = geometry.depth
        self.pressure = Rounding.round(evaluation.pressure, 2)
        self.pressureCapacity = criteria.input.safeBearingCapacity
        self.pressureBasis = criteria.isNetCapacity ? "net" : "gross"
        self.loads = FootingLoads(criteria, geometry)
        self.reinforcement = MatDesign(evaluation)
        self.columnBase = ColumnBaseDesign(evaluation.base)
        self.checks = evaluation.checks
        self.allChecksOk = evaluation.isAdequate
        // A detailing rule met exactly (0.5 % dowels, 300 mm spacing) says nothing about how hard the footing works.
        let strengths = ["bearing_pressure", "two_way_shear", "one_way_shear", "flexure", "column_bearing"]
        let ranked = evaluation.checks.filter { check in strengths.contains { check.name.hasPrefix($0) } }
        let governing = ranked.max { $0.utilisation < $1.utilisation }
        self.maximumUtilisation = governing?.utilisation ?? 0
        self.governingCheck = governing?.name ?? ""
        self.depthGovernedBy = depthGovernedBy
        self.notes = DesignNotes.notes(criteria, evaluation)
        self.input = criteria.input
    }
}

/// The loads of a footing, in kN, with pressures in kN/m².
public struct FootingLoads: Codable, Sendable, Equatable {
    /// Dead and live load of the column.
    public let serviceColumnLoad: Double
    /// The weight of the footing.
    public let footingWeight: Double
    /// The weight of the backfill and the column stub above the footing.
    public let backfillWeight: Double
    /// The service load at the founding level.
    public let serviceTotal: Double
    /// 1.5 times dead and live load (table 18).
    public let factoredColumnLoad: Double
    /// The factored load over the plan area, which bends and shears the footing; its own weight does neither.
    public let factoredNetPressure: Double

    enum CodingKeys: String, CodingKey {
        case serviceColumnLoad = "service_column_load"
        case footingWeight = "footing_weight"
        case backfillWeight = "backfill_weight"
        case serviceTotal = "service_total"
        case factoredColumnLoad = "factored_column_load"
        case factoredNetPressure = "factored_net_pressure"
    }

    /// Collects the loads of a geometry.
    init(_ criteria: DesignCriteria, _ geometry: FootingGeometry) {
        let weights = PlanSizing.weights(criteria, geometry)
        self.serviceColumnLoad = Rounding.round(criteria.serviceLoad, 2)
        self.footingWeight = Rounding.round(weights.footing, 2)
        self.backfillWeight = Rounding.round(weights.backfill, 2)
        self.serviceTotal = Rounding.round(criteria.serviceLoad + weights.footing + weights.backfill, 2)
        self.factoredColumnLoad = Rounding.round(criteria.factoredLoad, 2)
        self.factoredNetPressure = Rounding.round(criteria.factoredLoad / geometry.area, 2)
    }
}
