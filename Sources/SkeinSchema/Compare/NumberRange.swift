// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Where numbers lie.
struct NumberRange: Sendable {
    /// An end of a range.
    struct Bound: Sendable {
        let value: ExactNumber
        let isExclusive: Bool
    }

    private(set) var lower: Bound?
    private(set) var upper: Bound?

    /// Takes in the limits of a schema.
    mutating func narrow(_ checks: NumberChecks) {
        if let value = checks.minimum { self.raise(Bound(value: value, isExclusive: false)) }
        if let value = checks.exclusiveMinimum { self.raise(Bound(value: value, isExclusive: true)) }
        if let value = checks.maximum { self.reduce(Bound(value: value, isExclusive: false)) }
        if let value = checks.exclusiveMaximum { self.reduce(Bound(value: value, isExclusive: true)) }
    }

    /// Makes the ends whole numbers that belong to the range, where they are not too large for that.
    mutating func makeWhole() {
        if let lower = self.lower, let value = Self.whole(lower, .up) {
            self.lower = Bound(value: .int(value), isExclusive: false)
        }
        if let upper = self.upper, let value = Self.whole(upper, .down) {
            self.upper = Bound(value: .int(value), isExclusive: false)
        }
    }

    /// The whole numbers of a range with whole ends, when they are few.
    func integers(atMost limit: Int64) -> [JSONValue]? {
        guard case .int(let first) = self.lower?.value, case .int(let last) = self.upper?.value else { return nil }
        guard self.lower?.isExclusive == false, self.upper?.isExclusive == false else { return nil }
        guard first <= last else { return [] }
        let (span, overflowed) = last.subtractingReportingOverflow(first)
        return overflowed || span >= limit ? nil : (first...last).map { .int($0) }
    }

    /// Whether no number below the bound is in the range.
    func isAbove(_ bound: Bound) -> Bool {
        guard let lower = self.lower else { return false }
        if bound.value < lower.value { return true }
        return bound.value <= lower.value && (lower.isExclusive || !bound.isExclusive)
    }

    /// Whether no number above the bound is in the range.
    func isBelow(_ bound: Bound) -> Bool {
        guard let upper = self.upper else { return false }
        if upper.value < bound.value { return true }
        return upper.value <= bound.value && (upper.isExclusive || !bound.isExclusive)
    }

    /// Whether no number is in both ranges.
    func isDisjoint(with other: NumberRange) -> Bool {
        Self.isEmpty(from: self.lower, to: other.upper) || Self.isEmpty(from: other.lower, to: self.upper)
    }

    private static func isEmpty(from lower: Bound?, to upper: Bound?) -> Bool {
        guard let lower, let upper else { return false }
        if upper.value < lower.value { return true }
        return upper.value <= lower.value && (lower.isExclusive || upper.isExclusive)
    }

    private mutating func raise(_ bound: Bound) {
        if !self.isAbove(bound) { self.lower = bound }
    }

    private mutating func reduce(_ bound: Bound) {
        if !self.isBelow(bound) { self.upper = bound }
    }

    private static func whole(_ bound: Bound, _ rule: FloatingPointRoundingRule) -> Int64? {
        let step: Int64 = rule == .up ? 1 : -1
        var value: Int64
        switch bound.value {
        case .int(let whole): value = whole
        case .double(let number):
            guard let whole = Int64(exactly: number.rounded(rule)) else { return nil }
            guard bound.value.isWhole else { return whole }
            value = whole
        }
        guard bound.isExclusive else { return value }
        let (next, overflowed) = value.addingReportingOverflow(step)
        return overflowed ? nil : next
    }
}
