// SPDX-License-Identifier: Apache-2.0

/// One verification of a design against a clause.
public struct DesignCheck: Codable, Sendable, Equatable {
    /// The snake_case name of the check, ending in the direction of the bars where there are two.
    public let name: String
    /// The clause or table of IS 456:2000, unless another standard is named.
    public let clause: String
    /// What is asked of the footing, in ``unit``; for a least value, that least value.
    public let demand: Double
    /// What the footing offers, in ``unit``; for a least value, what is provided.
    public let capacity: Double
    /// The unit of demand and capacity.
    public let unit: String
    /// Demand over capacity, to 3 decimals.
    public let utilisation: Double
    /// Whether the demand is within the capacity, judged before rounding.
    public let ok: Bool

    /// Makes a check from unrounded values.
    ///
    /// - Parameters:
    ///   - name: The snake_case name.
    ///   - clause: The clause.
    ///   - demand: What is asked.
    ///   - capacity: What is offered.
    ///   - unit: The unit of both.
    ///   - decimals: The decimals of demand and capacity.
    init(_ name: String, clause: String, demand: Double, capacity: Double, unit: String, decimals: Int = 0) {
        self.name = name
        self.clause = clause
        self.demand = Rounding.round(demand, decimals)
        self.capacity = Rounding.round(capacity, decimals)
        self.unit = unit
        self.utilisation = capacity > 0 ? Rounding.round(demand / capacity, 3) : (demand > 0 ? 999 : 0)
        self.ok = demand <= capacity * (1 + 1e-9)
    }
}
