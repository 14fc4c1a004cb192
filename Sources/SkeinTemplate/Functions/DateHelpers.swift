// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension TemplateHelper {
    static let dates: [TemplateHelper] = [
        TemplateHelper(
            "date",
            "time pattern offset=\"+00:00\"",
            "The time or date (RFC 3339) in a pattern of YYYY YY MMMM MMM MM M DD D dddd ddd HH H hh h mm m ss s A Z; "
                + "text in brackets stays. `YYYY-MM-DD` without a pattern.",
            counts: 1...2,
            options: ["offset"]
        ) { arguments throws(TemplateError) in
            let text = try arguments.text(0)
            let pattern = try arguments.option("pattern", or: 1, default: "YYYY-MM-DD")
            guard pattern.utf8.count <= 256 else {
                throw TemplateError(.valueOutOfRange, "'date' takes a pattern of at most 256 bytes.")
            }
            let offset = try Self.offset(try arguments.option("offset", default: "Z"))
            let isDate = text.utf8.count == 10
            guard let time = Timestamp(isDate ? text + "T00:00:00Z" : text) else {
                let hint = "Times are written as 2026-07-31T14:30:00Z, dates as 2026-07-31."
                throw TemplateError(.typeMismatch, "'date' takes a time, not '\(text.prefix(40))'.", hint: hint)
            }
            return .string(DatePattern(time, offset: isDate ? 0 : offset).text(pattern))
        }
    ]

    /// The seconds of an offset such as `+05:30`.
    private static func offset(_ text: String) throws(TemplateError) -> Int64 {
        guard let time = Timestamp("1970-01-02T00:00:00" + text) else {
            let hint = "An offset is written as +05:30 or Z; names of zones are not known."
            throw TemplateError(.valueOutOfRange, "'\(text.prefix(40))' is no offset.", hint: hint)
        }
        return 86_400 - time.microseconds / 1_000_000
    }
}

/// Writes a time in a pattern.
private struct DatePattern {
    let year: Int64
    let month: Int64
    let day: Int64
    let weekday: Int
    let second: Int64
    let offset: Int64

    init(_ time: Timestamp, offset: Int64) {
        let seconds = time.microseconds.quotientAndRemainder(flooringBy: 1_000_000).quotient + offset
        let (days, second) = seconds.quotientAndRemainder(flooringBy: 86_400)
        (self.year, self.month, self.day) = CivilDate.date(ofDay: days)
        // 1970-01-01 was a Thursday.
        self.weekday = Int((days + 3).quotientAndRemainder(flooringBy: 7).remainder)
        self.second = second
        self.offset = offset
    }

    func text(_ pattern: String) -> String {
        var text = ""
        var rest = Substring(pattern)
        while let first = rest.first {
            if first == "[", let end = rest.firstIndex(of: "]") {
                text += rest[rest.index(after: rest.startIndex)..<end]
                rest = rest[rest.index(after: end)...]
                continue
            }
            let run = rest.prefix { $0 == first }
            text += self.field(String(run)) ?? String(run)
            rest = rest.dropFirst(run.count)
        }
        return text
    }

    private func field(_ name: String) -> String? {
        let hour = self.second / 3600
        let twelve = hour % 12 == 0 ? 12 : hour % 12
        switch name {
        case "YYYY": return Self.pad(self.year, 4)
        case "YY": return Self.pad(self.year % 100, 2)
        case "MMMM": return Self.months[Int(self.month) - 1]
        case "MMM": return String(Self.months[Int(self.month) - 1].prefix(3))
        case "MM": return Self.pad(self.month, 2)
        case "M": return String(self.month)
        case "DD": return Self.pad(self.day, 2)
        case "D": return String(self.day)
        case "dddd": return Self.weekdays[self.weekday]
        case "ddd": return String(Self.weekdays[self.weekday].prefix(3))
        case "HH": return Self.pad(hour, 2)
        case "H": return String(hour)
        case "hh": return Self.pad(twelve, 2)
        case "h": return String(twelve)
        case "mm": return Self.pad(self.second / 60 % 60, 2)
        case "m": return String(self.second / 60 % 60)
        case "ss": return Self.pad(self.second % 60, 2)
        case "s": return String(self.second % 60)
        case "A": return hour < 12 ? "AM" : "PM"
        case "Z":
            let minutes = Int64(self.offset.magnitude) / 60
            return (self.offset < 0 ? "-" : "+") + Self.pad(minutes / 60, 2) + ":" + Self.pad(minutes % 60, 2)
        default: return nil
        }
    }

    private static func pad(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
}
