// SPDX-License-Identifier: Apache-2.0

/// How a reported value differs from its source.
///
/// The causes are `missing_in_report`, `missing_in_source`, `wrong_type`, `scale` (a power of ten apart), `sign`,
/// `amount`, `day_month_swapped`, `date`, `code` and `text`.
struct Difference: Sendable, Equatable {
    /// The kind of difference, which says where to look for its cause.
    let cause: String
    /// Report less source: an amount, or days.
    let amount: Double?

    /// Compares two values; nil when they agree.
    init?(reported: Cell, source: Cell, type: AttributeType, tolerance: Double) {
        switch (reported.isBlank, source.isBlank) {
        case (true, true): return nil
        case (true, false): self.init("missing_in_report")
        case (false, true): self.init("missing_in_source")
        case (false, false):
            switch type {
            case .integer, .number: self.init(reported.number, source.number, tolerance: tolerance)
            case .date: self.init(CalendarDate(reported.display), CalendarDate(source.display), tolerance: tolerance)
            case .code, .text:
                // Capitals and outer white space are no difference in content.
                guard reported.display.lowercased() != source.display.lowercased() else { return nil }
                self.init(type == .code ? "code" : "text")
            }
        }
    }

    private init(_ cause: String, _ amount: Double? = nil) {
        self.cause = cause
        self.amount = amount
    }

    private init?(_ reported: Double?, _ source: Double?, tolerance: Double) {
        guard let reported, let source else {
            self.init("wrong_type")
            return
        }
        let difference = reported - source
        // Half a cent is 0.0049999999999954525 between some numbers and 0.005000000000002558 between others.
        guard abs(difference) > tolerance + 1e-9 * max(1, abs(source)) else { return nil }
        if abs(reported + source) <= tolerance, source != 0 {
            self.init("sign", difference)
        } else if Self.isScaled(reported, source) {
            self.init("scale", difference)
        } else {
            self.init("amount", difference)
        }
    }

    private init?(_ reported: CalendarDate?, _ source: CalendarDate?, tolerance: Double) {
        guard let reported, let source else {
            self.init("wrong_type")
            return
        }
        let days = Double(reported.dayNumber - source.dayNumber)
        guard abs(days) > tolerance else { return nil }
        self.init(reported.swapped == source ? "day_month_swapped" : "date", days)
    }

    /// Whether one number is a power of ten times the other.
    private static func isScaled(_ first: Double, _ second: Double) -> Bool {
        guard first != 0, second != 0, first * second > 0 else { return false }
        let ratio = max(first / second, second / first)
        return [10.0, 100, 1000, 10_000, 1_000_000].contains { abs(ratio / $0 - 1) < 1e-4 }
    }
}
