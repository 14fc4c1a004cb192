// SPDX-License-Identifier: Apache-2.0

/// Pressure on the soil and the plan that keeps it within the capacity (IS 456:2000 clause 34.1, IS 1904).
enum PlanSizing: Sendable {
    /// The least projection beyond the column, in mm, so that there is a footing to form and pour.
    static let minimumProjection = 150.0

    /// The weights of a footing and of what lies on it, in kN.
    struct Weights: Sendable {
        let footing: Double
        let backfill: Double
    }

    /// Gives the weight of the footing, and of the soil and column stub above it up to ground level.
    static func weights(_ criteria: DesignCriteria, _ geometry: FootingGeometry) -> Weights {
        let depth = Double(geometry.depth) / 1000
        let above = criteria.foundingDepth - depth
        let soil = (geometry.area - geometry.columnArea) * above * criteria.soilUnitWeight
        let stub = geometry.columnArea * above * criteria.concreteUnitWeight
        return Weights(footing: geometry.area * depth * criteria.concreteUnitWeight, backfill: soil + stub)
    }

    /// Gives the service pressure that counts against the capacity, in kN/m².
    ///
    /// Gross: (P + footing + backfill) / A, or P (1 + fraction) / A. Net: the gross one less the overburden that was
    /// dug out.
    static func pressure(_ criteria: DesignCriteria, _ geometry: FootingGeometry) -> Double {
        if let fraction = criteria.selfWeightFraction {
            return criteria.serviceLoad * (1 + fraction) / geometry.area
        }
        let weights = self.weights(criteria, geometry)
        let gross = (criteria.serviceLoad + weights.footing + weights.backfill) / geometry.area
        return criteria.isNetCapacity ? gross - criteria.soilUnitWeight * criteria.foundingDepth : gross
    }

    /// Gives the plan for an overall depth.
    ///
    /// The area follows from the equilibrium in ``pressure(_:_:)``, so the actual weight of this depth is in it.
    ///
    /// - Throws: An ``EngineeringError`` when the weight alone uses up the capacity or the plan passes its limit.
    static func plan(_ criteria: DesignCriteria, depth: Int) throws(EngineeringError) -> FootingGeometry {
        let column = criteria.column
        if let plan = criteria.fixedPlan {
            return FootingGeometry(
                length: plan.length,
                width: plan.width,
                depth: depth,
                columnLength: column.length,
                columnWidth: column.width
            )
        }
        let area = try self.requiredArea(criteria, depth: Double(depth) / 1000) * 1e6
        let sides = self.sides(criteria, area: area)
        let limit = criteria.maximumPlanDimension * 1000
        guard Double(max(sides.length, sides.width)) <= limit + 1e-6 else {
            throw EngineeringError(
                code: "plan-too-large",
                message: "\(Rounding.round(criteria.serviceLoad, 1)) kN on \(criteria.input.safeBearingCapacity) kN/m² "
                    + "needs a plan of \(Double(sides.length) / 1000) m x \(Double(sides.width) / 1000) m, above the "
                    + "limit of \(criteria.maximumPlanDimension) m. Raise maximum_plan_dimension, improve the soil, or "
                    + "use a raft or piles.",
                field: "maximum_plan_dimension"
            )
        }
        return FootingGeometry(
            length: sides.length,
            width: sides.width,
            depth: depth,
            columnLength: column.length,
            columnWidth: column.width
        )
    }

    /// Gives the area that brings the pressure to the capacity, in m², for a depth in m.
    static func requiredArea(_ criteria: DesignCriteria, depth: Double) throws(EngineeringError) -> Double {
        let capacity = criteria.input.safeBearingCapacity
        if let fraction = criteria.selfWeightFraction {
            return criteria.serviceLoad * (1 + fraction) / capacity
        }
        let above = criteria.foundingDepth - depth
        let excess = criteria.concreteUnitWeight - criteria.soilUnitWeight
        let ownPressure = criteria.concreteUnitWeight * depth + criteria.soilUnitWeight * above
        let removed = criteria.isNetCapacity ? criteria.soilUnitWeight * criteria.foundingDepth : 0
        let remaining = capacity - ownPressure + removed
        guard remaining > 0 else {
            throw EngineeringError(
                code: "bearing-capacity-below-self-weight",
                message:
                    "The footing and the soil on it already press with \(Rounding.round(ownPressure - removed, 1)) "
                    + "kN/m² at \(criteria.foundingDepth) m, but safe_bearing_capacity is \(capacity) kN/m². Found "
                    + "at a lesser depth, or give a net capacity with bearing_capacity_basis: net.",
                field: "safe_bearing_capacity"
            )
        }
        let stub = criteria.column.length * criteria.column.width / 1e6 * above * excess
        return (criteria.serviceLoad + stub) / remaining
    }

    /// Gives the sides of a plan with an area in mm², rounded up to the increment.
    private static func sides(_ criteria: DesignCriteria, area: Double) -> (length: Int, width: Int) {
        let step = criteria.planIncrement
        let (a, b) = criteria.column
        if criteria.isSquarePlan || a == b {
            let side = max(area.squareRoot(), max(a, b) + 2 * self.minimumProjection)
            let rounded = Rounding.up(side, toMultipleOf: step)
            return (rounded, rounded)
        }
        // Equal projections p on all sides: (a + 2 p)(b + 2 p) = area. They make both cantilevers alike.
        let root = ((a - b) * (a - b) + 4 * area).squareRoot()
        let projection = max((root - a - b) / 4, self.minimumProjection)
        var length = Rounding.up(a + 2 * projection, toMultipleOf: step)
        var width = Rounding.up(b + 2 * projection, toMultipleOf: step)
        let ratio = criteria.maximumAspectRatio
        length = max(length, Rounding.up(Double(width) / ratio, toMultipleOf: step))
        width = max(width, Rounding.up(Double(length) / ratio, toMultipleOf: step))
        return (length, width)
    }
}
