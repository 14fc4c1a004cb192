// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Which members or elements of one value have been looked at by a keyword, for `unevaluatedProperties` and `unevaluatedItems`.
///
/// It holds nothing, and costs nothing, unless a schema in use asks for it.
struct Evaluated {
    private var flags: [Bool] = []
    let isTracking: Bool

    /// Tracks nothing.
    init() { self.isTracking = false }

    /// Tracks the members or elements of a value.
    init(of value: JSONValue) {
        switch value {
        case .object(let object): self.flags = [Bool](repeating: false, count: object.count)
        case .array(let array): self.flags = [Bool](repeating: false, count: array.count)
        default: break
        }
        self.isTracking = true
    }

    subscript(position: Int) -> Bool { self.flags[position] }

    mutating func mark(_ position: Int) {
        if self.isTracking { self.flags[position] = true }
    }

    mutating func formUnion(_ other: Evaluated) {
        guard self.isTracking, other.isTracking else { return }
        for position in self.flags.indices where other.flags[position] { self.flags[position] = true }
    }
}
