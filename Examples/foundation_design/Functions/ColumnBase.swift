// SPDX-License-Identifier: Apache-2.0

/// The transfer of the column's load into the footing (IS 456:2000 clause 34.4); unrounded, in N, mm and N/mm².
struct ColumnBase: Sendable {
    let bearingStress: Double
    let footingStrength: Double
    let columnStrength: Double
    let excessLoad: Double
    let requiredDowelSteel: Double
    let dowelDiameter: Int
    let dowelCount: Int
    let dowelSpacing: Double
    let minimumDowelSpacing: Double
    let developmentLength: Double
    let availableEmbedment: Double
    let lapLength: Double

    var dowelSteel: Double { Double(self.dowelCount) * .pi / 4 * Double(self.dowelDiameter * self.dowelDiameter) }

    /// Designs the dowels with the least steel that can be anchored in the depth that is there.
    ///
    /// Dowels take what bearing alone cannot, at the 0.67 fy of compression bars in a column (clause 39.3), and are never
    /// less than 0.5 % of the column or four bars. They are anchored for their full strength in either case. If no
    /// diameter can be, the smallest is kept and its check fails.
    static func make(criteria: DesignCriteria, geometry: FootingGeometry, matThickness: Double) -> ColumnBase {
        // Column bars are 12 mm or more (cl. 26.5.3.1 d), so dowels of 12 mm are always allowed.
        var best = self.make(12, criteria: criteria, geometry: geometry, matThickness: matThickness)
        for diameter in [16, 20, 25, 28, 32, 36] where diameter <= criteria.columnBarDiameter + 3 {
            let base = self.make(diameter, criteria: criteria, geometry: geometry, matThickness: matThickness)
            if base.fits, !best.fits || base.massIndex < best.massIndex {
                best = base
            }
        }
        return best
    }

    /// Works dowels of one diameter out.
    private static func make(
        _ diameter: Int,
        criteria: DesignCriteria,
        geometry: FootingGeometry,
        matThickness: Double
    ) -> ColumnBase {
        let loadedArea = geometry.columnArea * 1e6
        let load = criteria.factoredLoad * 1000
        let footing = IS456Detailing.bearingStrength(
            fck: criteria.fck,
            supportingArea: geometry.supportingArea,
            loadedArea: loadedArea
        )
        let columnStrength = criteria.columnConcrete.characteristicStrength
        let excess = max(0, load - min(footing, 0.45 * columnStrength) * loadedArea)
        let required = max(excess / (0.67 * criteria.fy), IS456Detailing.minimumDowelRatio * loadedArea)
        // Pairs, so that the bars are symmetric about both axes.
        let count = 2 * max(2, Rounding.count(required / (.pi / 4 * Double(diameter * diameter)) / 2))
        let perimeter = 2 * (geometry.columnLength + geometry.columnWidth) - 8 * criteria.cover
        return ColumnBase(
            bearingStress: load / loadedArea,
            footingStrength: footing,
            columnStrength: 0.45 * columnStrength,
            excessLoad: excess,
            requiredDowelSteel: required,
            dowelDiameter: diameter,
            dowelCount: count,
            dowelSpacing: perimeter / Double(count),
            minimumDowelSpacing: Double(diameter)
                + IS456Detailing.minimumClearDistance(diameter: Double(diameter), aggregate: criteria.aggregate),
            developmentLength: self.compressionLength(diameter, criteria.steel, fck: criteria.fck),
            availableEmbedment: Double(geometry.depth) - criteria.cover - matThickness,
            lapLength: max(
                self.compressionLength(diameter, criteria.steel, fck: columnStrength),
                24 * Double(diameter)
            )
        )
    }

    /// Whether the dowels find room around the column and depth to be anchored in.
    private var fits: Bool {
        self.developmentLength <= self.availableEmbedment && self.dowelSpacing >= self.minimumDowelSpacing
    }

    /// Steel times length: what the choice of dowels minimises.
    private var massIndex: Double { self.dowelSteel * (self.availableEmbedment + self.lapLength) }

    /// The development length in compression, in mm (clause 26.2.1.1).
    private static func compressionLength(_ diameter: Int, _ steel: SteelGrade, fck: Double) -> Double {
        IS456Detailing.developmentLength(
            diameter: Double(diameter),
            fy: steel.characteristicStrength,
            bondStress: IS456Detailing.bondStress(fck: fck, isDeformed: steel.isDeformed, inCompression: true)
        )
    }

    /// The checks of the transfer.
    var checks: [DesignCheck] {
        let bearing = min(self.footingStrength, self.columnStrength)
        return [
            DesignCheck(
                "column_bearing",
                clause: "34.4",
                demand: self.bearingStress,
                capacity: bearing + self.excessStrength,
                unit: "N/mm²",
                decimals: 3
            ),
            DesignCheck(
                "dowel_steel",
                clause: "34.4.1, 34.4.3",
                demand: self.requiredDowelSteel,
                capacity: self.dowelSteel,
                unit: "mm²"
            ),
            DesignCheck(
                "dowel_development",
                clause: "34.4.2, 26.2.1.1",
                demand: self.developmentLength,
                capacity: self.availableEmbedment,
                unit: "mm"
            ),
            DesignCheck(
                "dowel_spacing",
                clause: "26.3.2",
                demand: self.minimumDowelSpacing,
                capacity: self.dowelSpacing,
                unit: "mm"
            ),
        ]
    }

    /// The stress on the column's area that the dowels carry when bearing alone is not enough.
    private var excessStrength: Double {
        guard self.excessLoad > 0, self.requiredDowelSteel > 0 else { return 0 }
        let share = self.dowelSteel / self.requiredDowelSteel
        return max(0, self.bearingStress - min(self.footingStrength, self.columnStrength)) * share
    }
}
