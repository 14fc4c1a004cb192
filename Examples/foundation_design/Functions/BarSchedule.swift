// SPDX-License-Identifier: Apache-2.0

/// Turns an evaluation into the lines of a bar bending schedule.
enum BarSchedule: Sendable {
    /// Schedules the mat and the dowels of one footing.
    static func bars(_ criteria: DesignCriteria, _ evaluation: FootingEvaluation) -> [ScheduledBar] {
        let layers = [evaluation.lower, evaluation.upper]
        return Direction.allCases.flatMap { direction in
            layers.filter { $0.direction == direction }.map { self.matBar(criteria, evaluation.geometry, $0) }
        } + [self.dowel(criteria, evaluation)]
    }

    private static func matBar(
        _ criteria: DesignCriteria,
        _ geometry: FootingGeometry,
        _ mat: MatDirection
    ) -> ScheduledBar {
        let base = Int(geometry.span(mat.direction) - 2 * criteria.cover)
        let shape: BarShape =
            switch mat.anchorage.shape {
            case .straight: .straight(base)
            case .bend: .uBar(base: base, leg: Int(mat.anchorage.legHeight))
            case .hook: .hooked(base)
            }
        return ScheduledBar(
            mark: mat.direction == .length ? "A" : "B",
            description: "bottom bars along the \(mat.direction.rawValue)",
            shape: shape,
            diameter: mat.diameter,
            count: mat.layout.barCount,
            steel: criteria.steel
        )
    }

    /// The dowels stand on the mat with a foot that holds them upright.
    private static func dowel(_ criteria: DesignCriteria, _ evaluation: FootingEvaluation) -> ScheduledBar {
        let base = evaluation.base
        let lap = Rounding.up(base.lapLength, toMultipleOf: 10)
        let foot = max(200, Rounding.up(12 * Double(base.dowelDiameter), toMultipleOf: 10))
        return ScheduledBar(
            mark: "C",
            description: "column dowels",
            shape: .lBar(vertical: Int(base.availableEmbedment) + lap, foot: foot),
            diameter: base.dowelDiameter,
            count: base.dowelCount,
            steel: criteria.steel
        )
    }
}
