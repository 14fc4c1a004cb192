// SPDX-License-Identifier: Apache-2.0

/// One of the two directions in which a footing is reinforced.
enum Direction: String, Sendable, CaseIterable {
    /// Bars along the footing's length, which follows the column's depth.
    case length
    /// Bars along the footing's width, which follows the column's width.
    case width
}

/// The concrete outline of a footing and its column, in mm.
struct FootingGeometry: Sendable, Equatable {
    /// The side along the column's depth.
    let length: Int
    /// The side along the column's width.
    let width: Int
    /// The overall depth.
    let depth: Int
    /// The column's side along the length.
    let columnLength: Double
    /// The column's side along the width.
    let columnWidth: Double

    /// The plan area, in m².
    var area: Double { Double(self.length) * Double(self.width) / 1e6 }
    /// The column's area, in m².
    var columnArea: Double { self.columnLength * self.columnWidth / 1e6 }
    /// The long side of the plan over its short side.
    var aspectRatio: Double {
        Double(max(self.length, self.width)) / Double(min(self.length, self.width))
    }
    /// The direction of the lower layer: the longer side, whose moment is the larger.
    var lowerLayer: Direction { self.length >= self.width ? .length : .width }

    /// The length of the bars' side of the plan.
    func span(_ direction: Direction) -> Double {
        Double(direction == .length ? self.length : self.width)
    }

    /// The side across which the bars are spread.
    func breadth(_ direction: Direction) -> Double {
        Double(direction == .length ? self.width : self.length)
    }

    /// The projection beyond the column's face, along the bars.
    func projection(_ direction: Direction) -> Double {
        (self.span(direction) - (direction == .length ? self.columnLength : self.columnWidth)) / 2
    }

    /// Whether the bars run along the shorter side, so that clause 34.3.1 c bands them.
    func isShort(_ direction: Direction) -> Bool {
        self.span(direction) < self.breadth(direction)
    }

    /// The base of the largest frustum with slopes of 1 in 2 under the column, in mm² (clause 34.4).
    var supportingArea: Double {
        let spread = 4 * Double(self.depth)
        return min(Double(self.length), self.columnLength + spread)
            * min(Double(self.width), self.columnWidth + spread)
    }
}
