// SPDX-License-Identifier: Apache-2.0

/// One line of a bar bending schedule, in the form of IS 2502 and SP 34.
///
/// Dimensions are in mm and measured to the outside of the bar.
public struct ScheduledBar: Codable, Sendable, Equatable {
    /// The bar mark: `A` along the length, `B` along the width, `C` for the dowels.
    public let mark: String
    /// What the bar does.
    public let description: String
    /// `straight`, `u_bar` with both ends bent up, `hooked` at both ends, or `l_bar`.
    public let shape: String
    /// The diameter, in mm.
    public let diameter: Int
    /// The number of bars in one footing.
    public let count: Int
    /// The outside dimensions of the legs, in mm, in the order of bending.
    public let dimensions: [Int]
    /// The length to cut, with bends deducted or hooks added, in mm.
    public let cuttingLength: Int
    /// The mass of one metre, d²/162, in kg/m.
    public let unitMass: Double
    /// The length of all bars of the line, in m.
    public let totalLength: Double
    /// The mass of all bars of the line, in kg.
    public let totalMass: Double

    enum CodingKeys: String, CodingKey {
        case mark, description, shape, diameter, count, dimensions
        case cuttingLength = "cutting_length"
        case unitMass = "unit_mass"
        case totalLength = "total_length"
        case totalMass = "total_mass"
    }

    /// Schedules bars of one mark; the cutting length goes up to the next 5 mm.
    init(mark: String, description: String, shape: BarShape, diameter: Int, count: Int, steel: SteelGrade) {
        self.mark = mark
        self.description = description
        self.shape = shape.name
        self.diameter = diameter
        self.count = count
        self.dimensions = shape.dimensions
        self.cuttingLength = Rounding.up(shape.cuttingLength(diameter: diameter, steel: steel), toMultipleOf: 5)
        let length = Double(self.cuttingLength) * Double(count) / 1000
        let unitMass = Double(diameter * diameter) / 162
        self.unitMass = Rounding.round(unitMass, 3)
        self.totalLength = Rounding.round(length, 2)
        self.totalMass = Rounding.round(length * unitMass, 2)
    }
}

/// The shape of a bar with its outside dimensions, in mm.
enum BarShape: Sendable, Equatable {
    /// A straight bar.
    case straight(Int)
    /// A bar with both ends bent up by 90°.
    case uBar(base: Int, leg: Int)
    /// A bar with a U hook at both ends.
    case hooked(Int)
    /// A bar with one 90° bend.
    case lBar(vertical: Int, foot: Int)

    var name: String {
        switch self {
        case .straight: "straight"
        case .uBar: "u_bar"
        case .hooked: "hooked"
        case .lBar: "l_bar"
        }
    }

    var dimensions: [Int] {
        switch self {
        case .straight(let length), .hooked(let length): [length]
        case .uBar(let base, let leg): [leg, base, leg]
        case .lBar(let vertical, let foot): [vertical, foot]
        }
    }

    /// Gives the length to cut, in mm.
    ///
    /// A 90° bend with the inside radius r saves r/2 + d against the outside dimensions (IS 2502): 2 d for mild steel
    /// bent to 2 d, 3 d for deformed bars bent to 4 d. A U hook of mild steel adds 9 d.
    func cuttingLength(diameter: Int, steel: SteelGrade) -> Double {
        let d = Double(diameter)
        let deduction = (steel.bendRadiusFactor / 2 + 1) * d
        return switch self {
        case .straight(let length): Double(length)
        case .hooked(let length): Double(length) + 2 * 9 * d
        case .uBar(let base, let leg): Double(base + 2 * leg) - 2 * deduction
        case .lBar(let vertical, let foot): Double(vertical + foot) - deduction
        }
    }
}
