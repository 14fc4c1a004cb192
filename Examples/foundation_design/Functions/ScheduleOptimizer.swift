// SPDX-License-Identifier: Apache-2.0

/// The search for the lightest bars that pass every check in a given size.
enum ScheduleOptimizer: Sendable {
    /// Finds the lightest mat.
    ///
    /// Every pair of diameters is tried, since the lower layer's diameter sets the upper one's depth. In each pair a
    /// layer starts with the fewest bars that its steel and spacing allow and gains bars only while its shear strength,
    /// which grows with the steel, is short. Ties go to fewer bars, then to the thinner pair, so the result is unique.
    ///
    /// - Returns: The evaluation, or nil when no combination passes.
    static func lightest(_ criteria: DesignCriteria, _ geometry: FootingGeometry) -> FootingEvaluation? {
        var best: FootingEvaluation?
        var bestRank = (mass: Double.infinity, bars: Int.max)
        for lower in criteria.barDiameters {
            guard let lowerMat = self.layer(geometry.lowerLayer, criteria, geometry, (lower, lower)) else { continue }
            for upper in criteria.barDiameters {
                let direction: Direction = geometry.lowerLayer == .length ? .width : .length
                guard let upperMat = self.layer(direction, criteria, geometry, (lower, upper)) else { continue }
                let evaluation = FootingEvaluation(
                    criteria: criteria,
                    geometry: geometry,
                    lower: lowerMat,
                    upper: upperMat
                )
                guard evaluation.isAdequate else { continue }
                let bars = BarSchedule.bars(criteria, evaluation)
                let rank = (
                    mass: bars.reduce(0) { $0 + $1.totalMass },
                    bars: bars.reduce(0) { $0 + $1.count }
                )
                if rank.mass < bestRank.mass - 1e-9
                    || (rank.mass < bestRank.mass + 1e-9 && rank.bars < bestRank.bars)
                {
                    (best, bestRank) = (evaluation, rank)
                }
            }
        }
        return best
    }

    /// Gives the layer with the fewest bars that passes its own checks.
    private static func layer(
        _ direction: Direction,
        _ criteria: DesignCriteria,
        _ geometry: FootingGeometry,
        _ diameters: (lower: Int, upper: Int)
    ) -> MatDirection? {
        var extraBars = 0
        while let mat = MatDirection.make(
            direction,
            criteria: criteria,
            geometry: geometry,
            diameters: diameters,
            extraBars: extraBars
        ) {
            let failing = mat.checks(geometry).filter { !$0.ok }
            if failing.isEmpty {
                return mat
            }
            // More bars mend shear only; a length or a spacing that fails stays failed.
            guard failing.allSatisfy({ $0.name.hasPrefix("one_way_shear") }) else { return nil }
            extraBars += 1
        }
        return nil
    }
}
