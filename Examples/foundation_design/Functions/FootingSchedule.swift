// SPDX-License-Identifier: Apache-2.0

/// A footing ready for site: the design with its final bars, the bar schedule and the quantities.
public struct FootingSchedule: Codable, Sendable, Equatable {
    /// The design with the chosen bars; every check is done anew.
    public let design: FootingDesign
    /// The service pressure on the soil, in kN/m².
    public let pressure: Double
    /// The safe bearing capacity, in kN/m².
    public let pressureCapacity: Double
    /// Whether every check passes.
    public let allChecksOk: Bool
    /// The greatest utilisation of a strength.
    public let maximumUtilisation: Double
    /// The bar bending schedule of one footing.
    public let barSchedule: [ScheduledBar]
    /// The steel of the bars that the design started from, in kg.
    public let initialSteelMass: Double
    /// The steel of the chosen bars, in kg.
    public let steelMass: Double
    /// The steel saved, in percent of the initial mass.
    public let steelSavingPercent: Double
    /// The bill of quantities for all footings.
    public let boq: BillOfQuantities

    enum CodingKeys: String, CodingKey {
        case design, pressure
        case pressureCapacity = "pressure_capacity"
        case allChecksOk = "all_checks_ok"
        case maximumUtilisation = "maximum_utilisation"
        case barSchedule = "bar_schedule"
        case initialSteelMass = "initial_steel_mass"
        case steelMass = "steel_mass"
        case steelSavingPercent = "steel_saving_percent"
        case boq
    }

    /// Puts a schedule together.
    init(design: FootingDesign, bars: [ScheduledBar], initialMass: Double, boq: BillOfQuantities) {
        let mass = bars.reduce(0) { $0 + $1.totalMass }
        self.design = design
        self.pressure = design.pressure
        self.pressureCapacity = design.pressureCapacity
        self.allChecksOk = design.allChecksOk
        self.maximumUtilisation = design.maximumUtilisation
        self.barSchedule = bars
        self.initialSteelMass = Rounding.round(initialMass, 2)
        self.steelMass = Rounding.round(mass, 2)
        self.steelSavingPercent = initialMass > 0 ? Rounding.round(100 * (1 - mass / initialMass), 1) : 0
        self.boq = boq
    }
}
