// SPDX-License-Identifier: Apache-2.0

/// A geometry and its bars, verified against every clause; unrounded.
struct FootingEvaluation: Sendable {
    let geometry: FootingGeometry
    let pressure: Double
    let lower: MatDirection
    let upper: MatDirection
    let base: ColumnBase
    let checks: [DesignCheck]

    /// Whether every check passes.
    var isAdequate: Bool { self.checks.allSatisfy(\.ok) }

    /// Verifies two layers on a geometry.
    init(criteria: DesignCriteria, geometry: FootingGeometry, lower: MatDirection, upper: MatDirection) {
        self.geometry = geometry
        self.lower = lower
        self.upper = upper
        self.pressure = PlanSizing.pressure(criteria, geometry)
        self.base = ColumnBase.make(
            criteria: criteria,
            geometry: geometry,
            matThickness: Double(lower.diameter + upper.diameter)
        )
        let ordered = lower.direction == .length ? [lower, upper] : [upper, lower]
        self.checks =
            Self.groundChecks(criteria, geometry, pressure: self.pressure)
            + [Self.punchingCheck(criteria, geometry, effectiveDepth: upper.effectiveDepth)]
            + ordered.flatMap { $0.checks(geometry) }
            + self.base.checks
    }

    /// Works the two layers out and verifies them.
    ///
    /// - Returns: The evaluation, or nil when a layer cannot carry its moment or does not fit.
    static func make(
        criteria: DesignCriteria,
        geometry: FootingGeometry,
        diameters: (lower: Int, upper: Int)
    ) -> FootingEvaluation? {
        let upperDirection: Direction = geometry.lowerLayer == .length ? .width : .length
        guard
            let lower = MatDirection.make(
                geometry.lowerLayer,
                criteria: criteria,
                geometry: geometry,
                diameters: diameters,
                extraBars: 0
            ),
            let upper = MatDirection.make(
                upperDirection,
                criteria: criteria,
                geometry: geometry,
                diameters: diameters,
                extraBars: 0
            )
        else { return nil }
        return FootingEvaluation(criteria: criteria, geometry: geometry, lower: lower, upper: upper)
    }

    private static func groundChecks(
        _ criteria: DesignCriteria,
        _ geometry: FootingGeometry,
        pressure: Double
    ) -> [DesignCheck] {
        [
            DesignCheck(
                "bearing_pressure",
                clause: "34.1; IS 1904",
                demand: pressure,
                capacity: criteria.input.safeBearingCapacity,
                unit: "kN/m²",
                decimals: 2
            ),
            DesignCheck(
                "edge_thickness",
                clause: "34.1.2",
                demand: IS456Detailing.minimumEdgeThickness,
                capacity: Double(geometry.depth),
                unit: "mm"
            ),
            DesignCheck(
                "cover",
                clause: "26.4.2.2",
                demand: IS456Detailing.minimumCover,
                capacity: criteria.cover,
                unit: "mm"
            ),
        ]
    }

    /// Punching, with the smaller effective depth of the two layers, which is the safe one.
    private static func punchingCheck(
        _ criteria: DesignCriteria,
        _ geometry: FootingGeometry,
        effectiveDepth: Double
    ) -> DesignCheck {
        let column = criteria.column
        return DesignCheck(
            "two_way_shear",
            clause: "31.6.2, 31.6.3, 34.2.4.1(b)",
            demand: IS456Shear.punchingStress(
                netPressure: criteria.factoredLoad / geometry.area / 1000,
                plan: (Double(geometry.length), Double(geometry.width)),
                column: column,
                effectiveDepth: effectiveDepth
            ),
            capacity: IS456Shear.punchingStrength(
                fck: criteria.fck,
                shortSide: min(column.length, column.width),
                longSide: max(column.length, column.width)
            ),
            unit: "N/mm²",
            decimals: 3
        )
    }
}
