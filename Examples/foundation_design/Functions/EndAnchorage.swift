// SPDX-License-Identifier: Apache-2.0

/// How the bars of one direction are anchored beyond the column's face (IS 456:2000 clause 26.2 and 34.2.4.3).
struct EndAnchorage: Sendable, Equatable {
    /// The end of a bar.
    enum Shape: String, Sendable {
        /// No bend: deformed bars that are long enough.
        case straight
        /// A bend of 90° upwards.
        case bend = "bend_90"
        /// A U hook, always given to plain bars.
        case hook = "hook_180"
    }

    let shape: Shape
    /// The outside height of the upturned leg, in mm; 0 for other shapes.
    let legHeight: Double
    /// The development length that is needed, in mm.
    let required: Double
    /// The anchorage that is there, in mm.
    let available: Double

    /// Chooses the simplest end that anchors a bar.
    ///
    /// - Parameters:
    ///   - diameter: The diameter, in mm.
    ///   - straightLength: The length from the column's face to the end cover, in mm.
    ///   - height: The height between bottom and top cover, in mm, for an upturned leg.
    ///   - steel: The grade of the bar.
    ///   - fck: The strength of the concrete, in N/mm².
    init(diameter: Int, straightLength: Double, height: Double, steel: SteelGrade, fck: Double) {
        let d = Double(diameter)
        let bond = IS456Detailing.bondStress(fck: fck, isDeformed: steel.isDeformed)
        let required = IS456Detailing.developmentLength(
            diameter: d,
            fy: steel.characteristicStrength,
            bondStress: bond
        )
        self.required = required
        guard steel.isDeformed else {
            // Cl. 26.2.2.1 a: plain bars in tension end in hooks. The hook's outside is a radius and a bar long.
            self.shape = .hook
            self.legHeight = 0
            let toBend = straightLength - (steel.bendRadiusFactor + 1) * d
            self.available = toBend + IS456Detailing.hookAnchorage * d
            return
        }
        if required <= straightLength {
            (self.shape, self.legHeight, self.available) = (.straight, 0, straightLength)
            return
        }
        // A bend starts a radius and a bar before the end; it is worth 8 diameters, which include 4 straight ones, and
        // what the leg has beyond those counts at its own length.
        let outer = (steel.bendRadiusFactor + 1) * d
        let basic = straightLength - outer + IS456Detailing.rightAngleBendAnchorage * d
        let least = outer + 4 * d
        let wanted = least + max(0, required - basic)
        let leg = min(Double(Rounding.up(wanted, toMultipleOf: 10)), height)
        self.shape = .bend
        self.legHeight = leg
        self.available = leg < least ? straightLength : basic + leg - least
    }
}
