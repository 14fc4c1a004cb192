// SPDX-License-Identifier: Apache-2.0

extension FoundationDesigner {
    /// Chooses the lightest bars for a design and measures the footing.
    ///
    /// The size of the design stays. All allowed diameters are searched in both directions; a combination counts only
    /// when every check of the design passes again with its own effective depths. When the size was given and no
    /// combination passes, the design's own bars are scheduled and the failing checks stay visible.
    ///
    /// - Parameter input: The design and the site's practice.
    /// - Returns: The design with its final bars, the bar bending schedule and the bill of quantities.
    /// - Throws: An ``EngineeringError`` when a value is out of range or the bars do not fit.
    public static func optimizeSchedule(_ input: ScheduleInput) throws(EngineeringError) -> FootingSchedule {
        let design = input.designData
        let initial = try DesignCriteria(design.input)
        var wanted = design.input
        if let diameters = input.barDiameters {
            wanted.barDiameters = diameters
        }
        let criteria = try DesignCriteria(wanted)
        let geometry = try self.geometry(design, criteria)
        guard
            let started = FootingEvaluation.make(
                criteria: initial,
                geometry: geometry,
                diameters: self.diameters(design, geometry)
            )
        else {
            throw EngineeringError(
                code: "section-inadequate",
                message: "The bars of design_data do not fit its size. Pass the output of design_isolated_footing "
                    + "unchanged.",
                field: "design_data.reinforcement"
            )
        }
        let lightest = ScheduleOptimizer.lightest(criteria, geometry)
        guard lightest != nil || !started.isAdequate else {
            throw EngineeringError(
                code: "no-bar-arrangement",
                message: "No arrangement of the bars \(criteria.barDiameters) mm passes every check in a footing of "
                    + "\(design.length) m x \(design.width) m x \(design.overallDepth) mm. Allow other diameters or "
                    + "increase the depth.",
                field: "bar_diameters"
            )
        }
        let chosen = lightest ?? started
        let bars = BarSchedule.bars(criteria, chosen)
        let takeoff = try QuantityTakeoff(input, criteria: criteria, geometry: geometry, bars: bars)
        return FootingSchedule(
            design: FootingDesign(chosen, criteria: criteria, depthGovernedBy: design.depthGovernedBy),
            bars: bars,
            initialMass: BarSchedule.bars(initial, started).reduce(0) { $0 + $1.totalMass },
            boq: takeoff.bill()
        )
    }

    /// Reads the size of a design back.
    private static func geometry(
        _ design: FootingDesign,
        _ criteria: DesignCriteria
    ) throws(EngineeringError) -> FootingGeometry {
        let column = criteria.column
        let sides = [(design.length, column.length, "length"), (design.width, column.width, "width")]
        for (side, columnSide, field) in sides {
            _ = try InputRules.range(side, 0.15...20, field: "design_data.\(field)", unit: "m")
            guard side * 1000 > columnSide else {
                throw EngineeringError(
                    code: "column-outside-footing",
                    message:
                        "design_data.\(field) is \(side) m, not more than the column's \(columnSide / 1000) m. Pass "
                        + "the output of design_isolated_footing unchanged.",
                    field: "design_data.\(field)"
                )
            }
        }
        let depth = try InputRules.range(
            Double(design.overallDepth),
            150...3000,
            field: "design_data.overall_depth",
            unit: "mm"
        )
        return FootingGeometry(
            length: Rounding.up(design.length * 1000, toMultipleOf: 1),
            width: Rounding.up(design.width * 1000, toMultipleOf: 1),
            depth: Int(depth),
            columnLength: column.length,
            columnWidth: column.width
        )
    }

    /// Gives the diameters of a design's lower and upper layer.
    private static func diameters(_ design: FootingDesign, _ geometry: FootingGeometry) -> (lower: Int, upper: Int) {
        let (along, across) = (design.reinforcement.length.barDiameter, design.reinforcement.width.barDiameter)
        return geometry.lowerLayer == .length ? (along, across) : (across, along)
    }
}
