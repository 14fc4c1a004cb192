// SPDX-License-Identifier: Apache-2.0

/// What the scheduler is given: a design and the site's practice.
///
/// Thicknesses and projections are in mm, rates in money per unit of quantity.
public struct ScheduleInput: Codable, Sendable, Equatable {
    /// The design to schedule; its size and input count, its bars are chosen anew.
    public var designData: FootingDesign
    /// The diameters to choose from, in mm.
    ///
    /// Default: those of the design's input.
    public var barDiameters: [Int]?
    /// The steel lost in cutting, as a percentage of the net mass.
    ///
    /// Default 3.
    public var steelWastagePercent: Double?
    /// The concrete lost in placing, as a percentage of the net volume.
    ///
    /// Default 2.
    public var concreteWastagePercent: Double?
    /// The thickness of the plain concrete blinding, in mm.
    ///
    /// Default 100; 0 for none.
    public var blindingThickness: Double?
    /// The projection of the blinding beyond the footing, in mm.
    ///
    /// Default 100.
    public var blindingProjection: Double?
    /// The working space between blinding and the vertical sides of the excavation, in mm.
    ///
    /// Default 300.
    public var workingSpace: Double?
    /// The number of identical footings.
    ///
    /// Default 1.
    public var footingCount: Int?
    /// The rates to price the quantities with.
    public var rates: Rates?

    /// Prices per unit of quantity; an item without a rate is not priced.
    public struct Rates: Codable, Sendable, Equatable {
        /// Reinforced concrete, per m³.
        public var concrete: Double?
        /// Blinding, per m³.
        public var blinding: Double?
        /// Reinforcement with its wastage, per kg.
        public var steel: Double?
        /// Formwork, per m².
        public var formwork: Double?
        /// Excavation, per m³.
        public var excavation: Double?
        /// Backfill, per m³.
        public var backfill: Double?

        /// Creates rates that price nothing.
        public init() {}
    }

    /// Creates an input with the defaults for all but the design.
    ///
    /// - Parameter designData: The design to schedule.
    public init(designData: FootingDesign) {
        self.designData = designData
    }

    enum CodingKeys: String, CodingKey {
        case designData = "design_data"
        case barDiameters = "bar_diameters"
        case steelWastagePercent = "steel_wastage_percent"
        case concreteWastagePercent = "concrete_wastage_percent"
        case blindingThickness = "blinding_thickness"
        case blindingProjection = "blinding_projection"
        case workingSpace = "working_space"
        case footingCount = "footing_count"
        case rates
    }
}
