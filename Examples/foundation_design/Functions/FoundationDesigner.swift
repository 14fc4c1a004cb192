// SPDX-License-Identifier: Apache-2.0

/// The design of isolated RCC footings under concentric loads to IS 456:2000.
///
/// The functions are pure: the same input gives the same output, on every machine.
public enum FoundationDesigner: Sendable {
    /// Sizes a footing, chooses its depth and bars, and verifies it.
    ///
    /// The depth starts at its least value and grows by the increment until every check passes with bars of one of
    /// the allowed diameters; the plan is sized anew for the weight of each depth. Of the diameters that pass, the one
    /// with a spacing nearest to 150 mm is taken; ``optimizeSchedule(_:)`` looks for the lightest.
    ///
    /// - Parameter input: The column, the loads and the soil.
    /// - Returns: The design, rounded for output.
    /// - Throws: An ``EngineeringError`` when the input is impossible or no footing within the limits works.
    public static func designIsolatedFooting(
        _ input: IsolatedFootingInput
    ) throws(EngineeringError) -> FootingDesign {
        let criteria = try DesignCriteria(input)
        try self.checkColumn(criteria)
        if let depth = criteria.fixedDepth {
            return try self.check(criteria, depth: depth)
        }
        let step = criteria.depthIncrement
        var depth = Rounding.up(Double(criteria.minimumOverallDepth), toMultipleOf: step)
        var failing: [String] = []
        while depth <= criteria.maximumOverallDepth {
            try self.checkFounding(criteria, depth: depth)
            let geometry = try PlanSizing.plan(criteria, depth: depth)
            let best = self.best(criteria, geometry)
            if let best, best.isAdequate {
                return FootingDesign(best, criteria: criteria, depthGovernedBy: failing)
            }
            if let best, let fixed = self.plainFailure(best, criteria) {
                return FootingDesign(fixed, criteria: criteria, depthGovernedBy: failing)
            }
            failing = best.map { $0.checks.filter { !$0.ok }.map(\.name) } ?? ["section_capacity"]
            depth += step
        }
        throw EngineeringError(
            code: "depth-too-large",
            message:
                "No depth up to maximum_overall_depth (\(criteria.maximumOverallDepth) mm) passes; at the last one "
                + "\(failing.joined(separator: ", ")) failed. Raise the limit, the concrete grade or the size of the "
                + "column, or allow other bar_diameters (for dowels: a larger column_bar_diameter).",
            field: "maximum_overall_depth"
        )
    }

    /// Returns an evaluation whose only failure no depth can mend: the pressure under a plan that was given.
    private static func plainFailure(_ best: FootingEvaluation, _ criteria: DesignCriteria) -> FootingEvaluation? {
        guard criteria.fixedPlan != nil else { return nil }
        let failing = best.checks.filter { !$0.ok }.map(\.name)
        return failing == ["bearing_pressure"] ? best : nil
    }

    /// Checks a depth that was given.
    private static func check(_ criteria: DesignCriteria, depth: Int) throws(EngineeringError) -> FootingDesign {
        try self.checkFounding(criteria, depth: depth)
        let geometry = try PlanSizing.plan(criteria, depth: depth)
        guard let best = self.best(criteria, geometry) else {
            throw EngineeringError(
                code: "section-inadequate",
                message:
                    "At overall_depth \(depth) mm the section cannot carry the moment as singly reinforced, or the "
                    + "bars do not fit. Increase the depth, or allow larger bars or a smaller minimum_bar_spacing.",
                field: "overall_depth"
            )
        }
        return FootingDesign(best, criteria: criteria, depthGovernedBy: [])
    }

    /// Makes sure that dowels can take what the column's concrete cannot, with the 6 % of clause 26.5.3.1 a.
    private static func checkColumn(_ criteria: DesignCriteria) throws(EngineeringError) {
        let area = criteria.column.length * criteria.column.width
        let stress = criteria.factoredLoad * 1000 / area
        let strength = 0.45 * criteria.columnConcrete.characteristicStrength + 0.06 * 0.67 * criteria.fy
        guard stress <= strength else {
            throw EngineeringError(
                code: "column-overloaded",
                message: "The factored load presses with \(Rounding.round(stress, 1)) N/mm² on the column's base, more "
                    + "than the \(Rounding.round(strength, 1)) N/mm² of its concrete with 6 % of dowels. Enlarge the "
                    + "column or raise column_concrete_grade.",
                field: "column_width"
            )
        }
    }

    /// Makes sure that the footing is below ground.
    private static func checkFounding(_ criteria: DesignCriteria, depth: Int) throws(EngineeringError) {
        guard Double(depth) <= criteria.foundingDepth * 1000 + 1e-6 else {
            throw EngineeringError(
                code: "footing-above-ground",
                message: "The footing needs a depth of \(depth) mm, but its base is only \(criteria.foundingDepth) m "
                    + "below ground. Found deeper, or use a higher concrete grade or a larger column.",
                field: "founding_depth"
            )
        }
    }

    /// The spacing, in mm, that a first mat aims at: open enough to pour and vibrate, dense enough to stand on.
    private static let practicalSpacing = 150.0

    /// Gives the diameter with the fewest failing checks; among equals, the one whose spacing is the most practical.
    private static func best(_ criteria: DesignCriteria, _ geometry: FootingGeometry) -> FootingEvaluation? {
        var best: FootingEvaluation?
        var bestRank = (failures: Int.max, deviation: Double.infinity)
        for diameter in criteria.barDiameters {
            guard
                let evaluation = FootingEvaluation.make(
                    criteria: criteria,
                    geometry: geometry,
                    diameters: (diameter, diameter)
                )
            else { continue }
            let rank = (
                failures: evaluation.checks.filter { !$0.ok }.count,
                deviation: abs(evaluation.lower.layout.spacing - self.practicalSpacing)
            )
            if rank < bestRank {
                (best, bestRank) = (evaluation, rank)
            }
        }
        return best
    }
}
