// SPDX-License-Identifier: Apache-2.0

/// The offsets of a zone from some time on: one for all the year, or two that take turns.
///
/// This is the `TZ` text of POSIX, as the footer of a TZif file has it (RFC 8536, section 3.3).
struct RecurringRule: Hashable, Sendable {
    /// A day and time of each year.
    struct Change: Hashable, Sendable {
        enum Day: Hashable, Sendable {
            /// `Jn`: 1 to 365; the 29th of February is never counted.
            case ofCommonYear(Int64)
            /// `n`: 0 to 365; the 29th of February counts.
            case ofYear(Int64)
            /// `Mm.w.d`: the week is 1 to 5, and 5 is the last; weekday 0 is Sunday.
            case weekday(month: Int64, week: Int64, weekday: Int64)
        }

        let day: Day
        /// Seconds after midnight; may be negative and beyond a day.
        let time: Int64
    }

    /// Daylight saving time.
    struct Summer: Hashable, Sendable {
        let offset: Int64
        let begins: Change
        let ends: Change
    }

    /// Seconds east of UTC.
    let standardOffset: Int64
    let summer: Summer?

    func offset(at seconds: Int64) -> Int64 {
        guard let summer = self.summer else { return self.standardOffset }
        let day = (seconds + self.standardOffset).quotientAndRemainder(flooringBy: 86_400).quotient
        let year = CivilDate.date(ofDay: day).year
        for begun in (year - 1)...(year + 1) {
            let begin = summer.begins.seconds(in: begun) - self.standardOffset
            var end = summer.ends.seconds(in: begun) - summer.offset
            // South of the equator summer ends in the year after.
            if end <= begin { end = summer.ends.seconds(in: begun + 1) - summer.offset }
            if (begin..<max(begin, end)).contains(seconds) { return summer.offset }
        }
        return self.standardOffset
    }
}

extension RecurringRule.Change {
    /// What the clocks show when the change happens, as seconds since they showed 1970-01-01T00:00:00.
    func seconds(in year: Int64) -> Int64 { self.dayNumber(in: year) * 86_400 + self.time }

    private func dayNumber(in year: Int64) -> Int64 {
        switch self.day {
        case .ofYear(let day): return Self.first(of: 1, in: year) + day
        case .ofCommonYear(let day):
            let isLeapYear = CivilDate.day(year: year, month: 2, day: 29) != nil
            return Self.first(of: 1, in: year) + day - (isLeapYear && day >= 60 ? 0 : 1)
        case .weekday(let month, let week, let weekday):
            let first = Self.first(of: month, in: year)
            let next = month == 12 ? Self.first(of: 1, in: year + 1) : Self.first(of: month + 1, in: year)
            let firstWeekday = (first + 4).quotientAndRemainder(flooringBy: 7).remainder
            let day = first + (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
            return day < next ? day : day - 7
        }
    }

    private static func first(of month: Int64, in year: Int64) -> Int64 {
        CivilDate.day(year: year, month: month, day: 1) ?? 0
    }
}
