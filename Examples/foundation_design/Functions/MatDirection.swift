// SPDX-License-Identifier: Apache-2.0

/// One layer of the bottom mat, worked out for a geometry, a diameter and a number of bars; unrounded.
///
/// Lengths are in mm, areas in mm², moments in N·mm, forces in N, stresses in N/mm².
struct MatDirection: Sendable {
    let direction: Direction
    let diameter: Int
    let effectiveDepth: Double
    let moment: Double
    let limitingMoment: Double
    let momentCapacity: Double
    let flexuralSteel: Double
    let minimumSteel: Double
    let layout: BarLayout
    let barArea: Double
    let steelPercentage: Double
    let shearForce: Double
    let shearStress: Double
    let shearStrength: Double
    let anchorage: EndAnchorage
    let maximumSpacing: Double
    let minimumClearDistance: Double

    /// The steel that bending and the minimum ask for.
    var requiredSteel: Double { max(self.flexuralSteel, self.minimumSteel) }
    /// The steel that the bars give.
    var providedSteel: Double { Double(self.layout.barCount) * self.barArea }
    /// The widest gap between bars, centre to centre.
    var widestSpacing: Double { max(self.layout.spacing, self.layout.centralBand?.outerSpacing ?? 0) }
    /// The narrowest gap between bars, centre to centre.
    var narrowestSpacing: Double { min(self.layout.spacing, self.layout.centralBand?.outerSpacing ?? .infinity) }

    /// Works a layer out.
    ///
    /// - Returns: The layer, or nil when the section cannot carry the moment or the bars do not fit.
    static func make(
        _ direction: Direction,
        criteria: DesignCriteria,
        geometry: FootingGeometry,
        diameters: (lower: Int, upper: Int),
        extraBars: Int
    ) -> MatDirection? {
        let isLower = direction == geometry.lowerLayer
        let diameter = isLower ? diameters.lower : diameters.upper
        let axis = isLower ? Double(diameter) / 2 : Double(diameters.lower) + Double(diameter) / 2
        let section = Section(
            breadth: geometry.breadth(direction),
            effectiveDepth: Double(geometry.depth) - criteria.cover - axis,
            projection: geometry.projection(direction),
            netPressure: criteria.factoredLoad / geometry.area / 1000,
            criteria: criteria
        )
        guard let flexural = section.flexuralSteel else { return nil }
        let ratio = IS456Detailing.minimumSteelRatio(isDeformed: criteria.steel.isDeformed)
        let minimum = ratio * section.breadth * Double(geometry.depth)
        let clear = IS456Detailing.minimumClearDistance(diameter: Double(diameter), aggregate: criteria.aggregate)
        let request = BarLayoutRequest(
            steelArea: max(flexural, minimum),
            diameter: diameter,
            breadth: section.breadth,
            span: geometry.span(direction),
            cover: criteria.cover,
            maximumSpacing: IS456Detailing.maximumSpacing(effectiveDepth: section.effectiveDepth),
            minimumSpacing: max(criteria.minimumBarSpacing, clear + Double(diameter))
        )
        guard let layout = request.layout(extraBars: extraBars) else { return nil }
        let provided = Double(layout.barCount) * request.barArea
        let percentage = 100 * provided / (section.breadth * section.effectiveDepth)
        let factor = IS456Shear.slabDepthFactor(overallDepth: Double(geometry.depth))
        return MatDirection(
            direction: direction,
            diameter: diameter,
            effectiveDepth: section.effectiveDepth,
            moment: section.moment,
            limitingMoment: section.limitingMoment,
            momentCapacity: section.momentCapacity(steelArea: provided),
            flexuralSteel: flexural,
            minimumSteel: minimum,
            layout: layout,
            barArea: request.barArea,
            steelPercentage: percentage,
            shearForce: section.shearStress * section.breadth * section.effectiveDepth,
            shearStress: section.shearStress,
            shearStrength: factor
                * IS456Shear.concreteShearStrength(steelPercentage: percentage, fck: criteria.fck),
            anchorage: EndAnchorage(
                diameter: diameter,
                straightLength: section.projection - criteria.cover,
                height: Double(geometry.depth) - 2 * criteria.cover,
                steel: criteria.steel,
                fck: criteria.fck
            ),
            maximumSpacing: request.maximumSpacing,
            minimumClearDistance: clear
        )
    }

    /// The concrete section at the column's face, over the whole width of the footing.
    private struct Section: Sendable {
        let breadth: Double
        let effectiveDepth: Double
        let projection: Double
        let netPressure: Double
        let criteria: DesignCriteria

        /// The moment of the pressure on the projection (clause 34.2.3.2).
        var moment: Double { self.netPressure * self.breadth * self.projection * self.projection / 2 }

        var shearStress: Double {
            IS456Shear.oneWayStress(
                netPressure: self.netPressure,
                projection: self.projection,
                effectiveDepth: self.effectiveDepth
            )
        }

        var flexuralSteel: Double? {
            IS456Flexure.steelArea(
                moment: self.moment,
                breadth: self.breadth,
                effectiveDepth: self.effectiveDepth,
                fck: self.criteria.fck,
                fy: self.criteria.fy
            )
        }

        var limitingMoment: Double {
            IS456Flexure.limitingMoment(
                breadth: self.breadth,
                effectiveDepth: self.effectiveDepth,
                fck: self.criteria.fck,
                fy: self.criteria.fy
            )
        }

        func momentCapacity(steelArea: Double) -> Double {
            IS456Flexure.momentCapacity(
                steelArea: steelArea,
                breadth: self.breadth,
                effectiveDepth: self.effectiveDepth,
                fck: self.criteria.fck,
                fy: self.criteria.fy
            )
        }
    }
}
