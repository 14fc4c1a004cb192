// SPDX-License-Identifier: Apache-2.0

/// A day of the Gregorian calendar, written `2026-03-31`.
struct CalendarDate: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Days since 1970-01-01, which was a Thursday.
    let dayNumber: Int

    /// Creates a date from days since 1970-01-01.
    init(dayNumber: Int) {
        self.dayNumber = dayNumber
    }

    /// Reads `2026-03-31`; the 30th of February is no date.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Creates a date that exists.
    init?(year: Int, month: Int, day: Int) {
        guard year >= 1, (1...12).contains(month), day >= 1, day <= Self.length(ofMonth: month, year: year) else {
            return nil
        }
        // Years from March on, so that a leap day is the last of its year.
        let shifted = month > 2 ? year : year - 1
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        self.dayNumber = era * 146_097 + dayOfEra - 719_468
    }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The year, the month and the day.
    var parts: (year: Int, month: Int, day: Int) {
        let shifted = self.dayNumber + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// The date with day and month exchanged, when that is another date.
    var swapped: Self? {
        let (year, month, day) = self.parts
        guard day != month else { return nil }
        return Self(year: year, month: day, day: month)
    }

    /// The day of the week, from 0 for Monday to 6 for Sunday.
    var weekday: Int {
        ((self.dayNumber + 3) % 7 + 7) % 7
    }

    /// Gives the date a number of days from Monday to Friday later; public holidays are not known here.
    func adding(workingDays: Int) -> Self {
        var date = self
        var left = workingDays
        while left > 0 {
            date = Self(dayNumber: date.dayNumber + 1)
            if date.weekday < 5 { left -= 1 }
        }
        return date
    }

    static func < (left: Self, right: Self) -> Bool { left.dayNumber < right.dayNumber }

    var description: String {
        let (year, month, day) = self.parts
        return "\(Figures.padded(year, 4))-\(Figures.padded(month, 2))-\(Figures.padded(day, 2))"
    }

    /// The date as a letter writes it: `Friday, 3 April 2026`.
    var longText: String {
        let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ]
        let (year, month, day) = self.parts
        return "\(weekdays[self.weekday]), \(day) \(months[month - 1]) \(year)"
    }
}
