// SPDX-License-Identifier: Apache-2.0

extension MatDirection {
    /// The checks of one layer, in the order of a calculation.
    func checks(_ geometry: FootingGeometry) -> [DesignCheck] {
        let name = self.direction.rawValue
        var checks = [
            DesignCheck(
                "one_way_shear_\(name)",
                clause: "34.2.4.1(a), 40.2.1, table 19",
                demand: self.shearStress,
                capacity: self.shearStrength,
                unit: "N/mm²",
                decimals: 3
            ),
            DesignCheck(
                "limiting_moment_\(name)",
                clause: "38.1, G-1.1(c)",
                demand: self.moment / 1e6,
                capacity: self.limitingMoment / 1e6,
                unit: "kN·m",
                decimals: 2
            ),
            DesignCheck(
                "flexure_\(name)",
                clause: "34.2.3.2, G-1.1(b)",
                demand: self.moment / 1e6,
                capacity: self.momentCapacity / 1e6,
                unit: "kN·m",
                decimals: 2
            ),
            DesignCheck(
                "minimum_steel_\(name)",
                clause: "34.5.1, 26.5.2.1",
                demand: self.minimumSteel,
                capacity: self.providedSteel,
                unit: "mm²"
            ),
            DesignCheck(
                "maximum_spacing_\(name)",
                clause: "26.3.3(b)",
                demand: self.widestSpacing,
                capacity: self.maximumSpacing,
                unit: "mm"
            ),
            DesignCheck(
                "clear_distance_\(name)",
                clause: "26.3.2",
                demand: self.minimumClearDistance,
                capacity: self.narrowestSpacing - Double(self.diameter),
                unit: "mm"
            ),
            DesignCheck(
                "bar_anchorage_\(name)",
                clause: "26.2.1, 26.2.2, 34.2.4.3",
                demand: self.anchorage.required,
                capacity: self.anchorage.available,
                unit: "mm"
            ),
        ]
        if geometry.isShort(self.direction) {
            checks.append(self.centralBandCheck(geometry))
        }
        return checks
    }

    /// The steel in the central band against its share of what the direction needs.
    private func centralBandCheck(_ geometry: FootingGeometry) -> DesignCheck {
        let share = IS456Detailing.centralBandShare(aspectRatio: geometry.aspectRatio)
        let inBand =
            self.layout.centralBand.map { Double($0.barCount) * self.barArea }
            ?? self.providedSteel / geometry.aspectRatio
        return DesignCheck(
            "central_band_\(self.direction.rawValue)",
            clause: "34.3.1(c)",
            demand: share * self.requiredSteel,
            capacity: inBand,
            unit: "mm²"
        )
    }
}
