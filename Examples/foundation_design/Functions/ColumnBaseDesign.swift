// SPDX-License-Identifier: Apache-2.0

/// The transfer of the column's load into the footing (IS 456:2000 clause 34.4).
public struct ColumnBaseDesign: Codable, Sendable, Equatable {
    /// The factored load over the column's area, in N/mm².
    public let bearingStress: Double
    /// The permissible bearing stress, the lesser of footing and column, in N/mm².
    public let bearingStrength: Double
    /// The factored load beyond what bearing carries, in kN; the dowels take it.
    public let excessLoad: Double
    /// The diameter of the dowels, in mm.
    public let dowelDiameter: Int
    /// The number of dowels.
    public let dowelCount: Int
    /// The steel of the dowels, in mm².
    public let dowelSteel: Double
    /// The development length of the dowels in compression, in mm.
    public let developmentLength: Double
    /// The vertical embedment above the mat, in mm.
    public let embedment: Int
    /// The projection above the footing for the lap with the column's bars, in mm (clause 26.2.5.1).
    public let lapLength: Int

    enum CodingKeys: String, CodingKey {
        case bearingStress = "bearing_stress"
        case bearingStrength = "bearing_strength"
        case excessLoad = "excess_load"
        case dowelDiameter = "dowel_diameter"
        case dowelCount = "dowel_count"
        case dowelSteel = "dowel_steel"
        case developmentLength = "development_length"
        case embedment
        case lapLength = "lap_length"
    }

    /// Rounds a column base for output; the lap goes up to the next 10 mm.
    init(_ base: ColumnBase) {
        self.bearingStress = Rounding.round(base.bearingStress, 3)
        self.bearingStrength = Rounding.round(min(base.footingStrength, base.columnStrength), 3)
        self.excessLoad = Rounding.round(base.excessLoad / 1000, 2)
        self.dowelDiameter = base.dowelDiameter
        self.dowelCount = base.dowelCount
        self.dowelSteel = Rounding.round(base.dowelSteel, 0)
        self.developmentLength = Rounding.round(base.developmentLength, 0)
        self.embedment = Int(base.availableEmbedment)
        self.lapLength = Rounding.up(base.lapLength, toMultipleOf: 10)
    }
}
