// SPDX-License-Identifier: Apache-2.0

/// The assumptions that an engineer who signs the design has to agree with.
enum DesignNotes: Sendable {
    /// Lists them for one design.
    static func notes(_ criteria: DesignCriteria, _ evaluation: FootingEvaluation) -> [String] {
        var notes = [self.capacity(criteria)]
        if criteria.concrete == .m20 {
            notes.append(
                "M20 meets a mild exposure only; buried concrete is moderate exposure, for which table 5 asks for M25."
            )
        }
        if evaluation.base.excessLoad > 0 {
            notes.append("Bearing alone does not carry the column's load; the dowels take the rest (cl. 34.4.1).")
        }
        let layers = [evaluation.lower, evaluation.upper]
        if layers.contains(where: { $0.anchorage.shape == .bend }) {
            notes.append("The straight bars are too short to develop fy; their ends are bent up (cl. 26.2.2.1).")
        }
        if layers.contains(where: { $0.flexuralSteel < $0.minimumSteel }) {
            notes.append("The minimum steel of cl. 34.5.1 governs in at least one direction.")
        }
        if criteria.fixedPlan != nil || criteria.fixedDepth != nil {
            notes.append("The size was given, so it is checked as it stands and failing checks are reported.")
        }
        notes.append("Settlement, water table, sulphates and earthquake loads are not considered.")
        return notes
    }

    private static func capacity(_ criteria: DesignCriteria) -> String {
        if let fraction = criteria.selfWeightFraction {
            return "Footing and backfill are taken as \(Rounding.round(100 * fraction, 1)) % of the column load, "
                + "against a gross capacity."
        }
        if criteria.isNetCapacity {
            return "The capacity is net: the pressure is what the load adds to the overburden at "
                + "\(criteria.foundingDepth) m."
        }
        return "The capacity is gross: the pressure includes the footing and the backfill up to ground level, "
            + "\(criteria.foundingDepth) m above the base."
    }
}
