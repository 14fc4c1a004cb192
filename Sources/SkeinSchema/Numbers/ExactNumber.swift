// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// A number of a schema or an instance, compared without rounding one kind to the other.
enum ExactNumber: Hashable, Sendable {
    case int(Int64)
    case double(Double)

    init?(_ value: JSONValue) {
        switch value {
        case .int(let value): self = .int(value)
        case .double(let value): self = .double(value)
        default: return nil
        }
    }

    /// Whether it has no fraction; `3.0` has none.
    var isWhole: Bool {
        switch self {
        case .int: true
        case .double(let value): value.isFinite && value.rounded(.towardZero) == value
        }
    }

    static func < (left: ExactNumber, right: ExactNumber) -> Bool {
        switch (left, right) {
        case (.int(let a), .int(let b)): a < b
        case (.double(let a), .double(let b)): a < b
        case (.int(let a), .double(let b)): Self.order(a, b) < 0
        case (.double(let a), .int(let b)): Self.order(b, a) > 0
        }
    }

    static func <= (left: ExactNumber, right: ExactNumber) -> Bool {
        switch (left, right) {
        case (.int(let a), .int(let b)): a <= b
        case (.double(let a), .double(let b)): a <= b
        case (.int(let a), .double(let b)): Self.order(a, b) <= 0
        case (.double(let a), .int(let b)): Self.order(b, a) >= 0
        }
    }

    /// -1, 0 or 1 as the whole number is below, equal to or above the double.
    private static func order(_ int: Int64, _ double: Double) -> Int {
        if double >= 0x1p63 { return -1 }
        guard double >= -0x1p63 else { return 1 }
        let whole = double.rounded(.down)
        let floor = Int64(whole)
        if int != floor { return int < floor ? -1 : 1 }
        return double > whole ? -1 : 0
    }
}
