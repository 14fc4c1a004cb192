// SPDX-License-Identifier: Apache-2.0

/// How the bars of one direction are spread across the footing; spacings are between centres, in mm.
public struct BarLayout: Codable, Sendable, Equatable {
    /// `uniform`, or `banded` for the short bars of a rectangular footing (IS 456:2000 clause 34.3.1 c).
    public let arrangement: String
    /// All bars of the direction.
    public let barCount: Int
    /// The spacing of evenly spread bars, or of those in the central band, in mm.
    public let spacing: Double
    /// The central band, when the arrangement is `banded`.
    public let centralBand: CentralBand?

    /// The part of the bars that is concentrated under the column.
    public struct CentralBand: Codable, Sendable, Equatable {
        /// The width of the band, equal to the short side of the footing, in m.
        public let width: Double
        /// The bars in the band.
        public let barCount: Int
        /// The bars in each of the two strips beside the band.
        public let outerBarCount: Int
        /// The spacing of the outer bars, in mm.
        public let outerSpacing: Double

        enum CodingKeys: String, CodingKey {
            case width
            case barCount = "bar_count"
            case outerBarCount = "outer_bar_count_per_side"
            case outerSpacing = "outer_spacing"
        }
    }

    enum CodingKeys: String, CodingKey {
        case arrangement
        case barCount = "bar_count"
        case spacing
        case centralBand = "central_band"
    }

    /// The layout with its spacings rounded for output.
    var rounded: BarLayout {
        BarLayout(
            arrangement: self.arrangement,
            barCount: self.barCount,
            spacing: Rounding.round(self.spacing, 1),
            centralBand: self.centralBand.map {
                CentralBand(
                    width: Rounding.round($0.width, 3),
                    barCount: $0.barCount,
                    outerBarCount: $0.outerBarCount,
                    outerSpacing: Rounding.round($0.outerSpacing, 1)
                )
            }
        )
    }
}

/// What a layout must satisfy: the steel, the room and the spacing limits.
///
/// Lengths are in mm, areas in mm².
struct BarLayoutRequest: Sendable {
    /// The steel the whole direction needs.
    let steelArea: Double
    /// The diameter of the bars.
    let diameter: Int
    /// The side across which the bars are spread.
    let breadth: Double
    /// The length of the bars' side of the plan.
    let span: Double
    /// The side cover.
    let cover: Double
    /// The greatest spacing between centres.
    let maximumSpacing: Double
    /// The least spacing between centres.
    let minimumSpacing: Double

    /// The area of one bar.
    var barArea: Double { .pi / 4 * Double(self.diameter * self.diameter) }
    /// The long side over the short side, when the bars are the short ones; else 1.
    var aspectRatio: Double { max(1, self.breadth / self.span) }
    /// The width of each strip beside the central band.
    var outerWidth: Double { max(0, (self.breadth - self.span) / 2) }
    /// Whether the outer strips are wide enough to be reinforced apart from the band.
    ///
    /// Below one greatest spacing a strip holds no bar of its own; the band's density is then used throughout.
    var isBanded: Bool { self.outerWidth >= self.maximumSpacing }

    /// Gives the layout with the fewest bars, plus some.
    ///
    /// - Parameter extraBars: The bars to add, in the central band when there is one.
    /// - Returns: The layout, or nil when it is denser than the least spacing.
    func layout(extraBars: Int = 0) -> BarLayout? {
        self.isBanded ? self.banded(extraBars: extraBars) : self.uniform(extraBars: extraBars)
    }

    private func uniform(extraBars: Int) -> BarLayout? {
        // A slightly rectangular footing gets the density of the central band everywhere: As 2 beta / (beta + 1).
        let area = self.steelArea * IS456Detailing.centralBandShare(aspectRatio: self.aspectRatio) * self.aspectRatio
        let room = self.breadth - 2 * self.cover - Double(self.diameter)
        let gaps = Rounding.count(room / self.maximumSpacing)
        let count = max(Rounding.count(area / self.barArea), gaps + 1, 2) + extraBars
        let spacing = room / Double(count - 1)
        guard spacing >= self.minimumSpacing - 1e-9 else { return nil }
        return BarLayout(arrangement: "uniform", barCount: count, spacing: spacing, centralBand: nil)
    }

    private func banded(extraBars: Int) -> BarLayout? {
        let share = IS456Detailing.centralBandShare(aspectRatio: self.aspectRatio)
        let band = self.span
        let bandCount =
            max(
                Rounding.count(share * self.steelArea / self.barArea),
                Rounding.count(band / self.maximumSpacing)
            ) + extraBars
        let spacing = band / Double(bandCount)
        // The outer pitch is measured from the last bar of the band, half a spacing inside it, to the side cover.
        let reach = spacing / 2 + self.outerWidth - self.cover - Double(self.diameter) / 2
        let outerCount = max(
            Rounding.count((1 - share) * self.steelArea / 2 / self.barArea),
            Rounding.count(reach / self.maximumSpacing),
            1
        )
        let outerSpacing = reach / Double(outerCount)
        guard min(spacing, outerSpacing) >= self.minimumSpacing - 1e-9 else { return nil }
        return BarLayout(
            arrangement: "banded",
            barCount: bandCount + 2 * outerCount,
            spacing: spacing,
            centralBand: BarLayout.CentralBand(
                width: band / 1000,
                barCount: bandCount,
                outerBarCount: outerCount,
                outerSpacing: outerSpacing
            )
        )
    }
}
