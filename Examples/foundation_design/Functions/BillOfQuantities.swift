// SPDX-License-Identifier: Apache-2.0

/// The material quantities of all footings of a schedule; net volumes, wastage apart.
public struct BillOfQuantities: Codable, Sendable, Equatable {
    /// The number of identical footings.
    public let footingCount: Int
    /// Reinforced concrete of the footings, net, in m³.
    public let concrete: Double
    /// The allowance for concrete lost in placing, in m³.
    public let concreteWastage: Double
    /// Plain concrete blinding, net, in m³.
    public let blinding: Double
    /// Reinforcement by diameter.
    public let steel: [SteelQuantity]
    /// Net reinforcement, in kg.
    public let steelMass: Double
    /// The allowance for steel lost in cutting, in kg.
    public let steelWastage: Double
    /// Net reinforcement in the concrete, in kg/m³.
    public let steelRatio: Double
    /// Formwork to the sides of footing and blinding, in m².
    public let formwork: Double
    /// Excavation with vertical sides and working space, in m³.
    public let excavation: Double
    /// Backfill around and above the footing up to ground level, in m³.
    public let backfill: Double
    /// Excavated soil to take away, in m³, not bulked.
    public let disposal: Double
    /// The priced list.
    public let items: [Item]
    /// The sum of the priced items, or nil when nothing is priced.
    public let totalAmount: Double?

    /// The reinforcement of one diameter.
    public struct SteelQuantity: Codable, Sendable, Equatable {
        /// The diameter, in mm.
        public let diameter: Int
        /// The length, in m.
        public let length: Double
        /// The net mass, in kg.
        public let mass: Double
    }

    /// One line of the bill.
    public struct Item: Codable, Sendable, Equatable {
        /// The number of the line, from 1.
        public let number: Int
        /// What is measured.
        public let description: String
        /// The unit of the quantity.
        public let unit: String
        /// The quantity, with its wastage where it has one.
        public let quantity: Double
        /// The price of a unit.
        public let rate: Double?
        /// Quantity times rate.
        public let amount: Double?
    }

    enum CodingKeys: String, CodingKey {
        case footingCount = "footing_count"
        case concrete = "concrete_m3"
        case concreteWastage = "concrete_wastage_m3"
        case blinding = "blinding_m3"
        case steel
        case steelMass = "steel_kg"
        case steelWastage = "steel_wastage_kg"
        case steelRatio = "steel_kg_per_m3"
        case formwork = "formwork_m2"
        case excavation = "excavation_m3"
        case backfill = "backfill_m3"
        case disposal = "disposal_m3"
        case items
        case totalAmount = "total_amount"
    }
}
