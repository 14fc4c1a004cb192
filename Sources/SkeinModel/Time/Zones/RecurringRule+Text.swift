// SPDX-License-Identifier: Apache-2.0

extension RecurringRule {
    /// Reads a text such as `CET-1CEST,M3.5.0,M10.5.0/3` or `<+0330>-3:30`; `nil` for anything else.
    init?(text: some Sequence<UInt8>) {
        var scanner = RuleScanner(rest: Array(text)[...])
        guard scanner.name(), let offset = scanner.time(hours: 24) else { return nil }
        // The text counts west of Greenwich, everything else here counts east.
        self.standardOffset = -offset
        if scanner.rest.isEmpty {
            self.summer = nil
            return
        }
        guard scanner.name() else { return nil }
        var summerOffset = 3600 - offset
        if scanner.rest.first != UInt8(ascii: ",") {
            guard let offset = scanner.time(hours: 24) else { return nil }
            summerOffset = -offset
        }
        guard let begins = scanner.change(), let ends = scanner.change(), scanner.rest.isEmpty else { return nil }
        self.summer = Summer(offset: summerOffset, begins: begins, ends: ends)
    }
}

/// Reads the parts of a rule.
private struct RuleScanner {
    var rest: ArraySlice<UInt8>

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard self.rest.first == UInt8(ascii: character) else { return false }
        self.rest.removeFirst()
        return true
    }

    /// Skips a name: three letters or more, or letters, digits and signs in angle brackets.
    mutating func name() -> Bool {
        let isQuoted = self.take("<")
        let name = self.rest.prefix { byte in
            let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            let isSign = byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
            return isLetter || isQuoted && (isSign || (0x30...0x39).contains(byte))
        }
        self.rest = self.rest.dropFirst(name.count)
        return name.count >= 3 && (!isQuoted || self.take(">"))
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func time(hours: Int64) -> Int64? {
        let isNegative = self.take("-")
        if !isNegative { _ = self.take("+") }
        guard let hour = self.number(0...hours) else { return nil }
        var seconds = hour * 3600
        for unit in [60, 1] as [Int64] where self.take(":") {
            guard let value = self.number(0...59) else { return nil }
            seconds += value * unit
        }
        return isNegative ? -seconds : seconds
    }

    /// `,day[/time]`; the time is 02:00 unless it says otherwise, and version 3 allows a week before and after.
    mutating func change() -> RecurringRule.Change? {
        guard self.take(","), let day = self.day() else { return nil }
        guard self.take("/") else { return RecurringRule.Change(day: day, time: 7200) }
        return self.time(hours: 167).map { RecurringRule.Change(day: day, time: $0) }
    }

    private mutating func day() -> RecurringRule.Change.Day? {
        if self.take("J") { return self.number(1...365).map { .ofCommonYear($0) } }
        guard self.take("M") else { return self.number(0...365).map { .ofYear($0) } }
        guard let month = self.number(1...12), self.take("."), let week = self.number(1...5), self.take("."),
            let weekday = self.number(0...6)
        else { return nil }
        return .weekday(month: month, week: week, weekday: weekday)
    }

    private mutating func number(_ range: ClosedRange<Int64>) -> Int64? {
        let digits = self.rest.prefix { (0x30...0x39).contains($0) }
        guard (1...3).contains(digits.count) else { return nil }
        self.rest = self.rest.dropFirst(digits.count)
        let value = digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
        return range.contains(value) ? value : nil
    }
}
