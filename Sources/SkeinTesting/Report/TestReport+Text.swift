// SPDX-License-Identifier: Apache-2.0

import SkeinInterpreter
import SkeinModel

/// How much a report for people says.
package struct TextStyle: Sendable {
    /// Whether a terminal reads it, which knows colours.
    package var isColoured: Bool
    /// Whether the ways of tests that passed are shown too.
    package var isVerbose: Bool
    /// Whether the ways that no test takes are listed.
    package var showsCoverage: Bool

    package init(isColoured: Bool = false, isVerbose: Bool = false, showsCoverage: Bool = true) {
        self.isColoured = isColoured
        self.isVerbose = isVerbose
        self.showsCoverage = showsCoverage
    }

    fileprivate enum Colour: Int {
        case red = 31
        case green = 32
        case yellow = 33
        case grey = 90
    }

    fileprivate func paint(_ text: String, _ colour: Colour) -> String {
        self.isColoured ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
    }
}

extension TestReport {
    /// The report for people.
    package func text(_ style: TextStyle) -> String {
        var lines: [String] = []
        for file in self.files { lines += Self.lines(of: file, style) + [""] }
        if style.showsCoverage {
            for coverage in self.coverage { lines += Self.lines(of: coverage, style) + [""] }
        }
        for coverage in self.tooLittleCovered {
            let percentage = Self.percent(coverage.coverage.percentage)
            let least = Self.percent(self.leastCoverage ?? 0)
            lines.append(style.paint("\(coverage.path): \(percentage) of its ways are tested, not \(least)", .red))
        }
        return (lines + [self.summary(style)]).joined(separator: "\n")
    }

    private func summary(_ style: TextStyle) -> String {
        var parts = [style.paint("\(self.passedCount) passed", .green)]
        if self.failedCount > 0 { parts.append(style.paint("\(self.failedCount) failed", .red)) }
        if self.skippedCount > 0 { parts.append(style.paint("\(self.skippedCount) skipped", .yellow)) }
        if self.unreadableCount > 0 {
            let files = self.unreadableCount == 1 ? "1 file" : "\(self.unreadableCount) files"
            parts.append(style.paint("\(files) with errors", .red))
        }
        let count = self.entries.count
        return "\(count) \(count == 1 ? "test" : "tests"): \(parts.joined(separator: ", "))"
    }

    // MARK: Files and tests

    private static func lines(of file: File, _ style: TextStyle) -> [String] {
        let key = file.key.map { " (\($0))" } ?? ""
        var lines = [file.path + key]
        for (path, problem) in file.problems {
            lines.append("  \(style.paint(problem.severity.rawValue, .red)) in \(path): \(problem.withoutSeverity)")
        }
        for entry in file.entries { lines += Self.lines(of: entry, style) }
        return lines
    }

    private static func lines(of entry: Entry, _ style: TextStyle) -> [String] {
        switch entry.result {
        case .skipped(let reason): return ["  \(style.paint("-", .yellow)) \(entry.name) (skipped: \(reason))"]
        case .ran(let verdict) where verdict.hasPassed:
            let line = "  \(style.paint("\u{2713}", .green)) \(entry.name)"
            return [line] + (style.isVerbose ? Self.path(of: verdict, style) + Self.notes(of: verdict, style) : [])
        case .ran(let verdict):
            var lines = ["  \(style.paint("\u{2717}", .red)) \(style.paint(entry.name, .red))"]
            for fault in verdict.outcome.faults {
                let place = Self.place(fault.pointer, entry, style)
                lines += ["      \(fault.message)\(place)"] + (fault.hint.map { ["        \($0)"] } ?? [])
            }
            for difference in verdict.differences { lines += Self.lines(of: difference, entry, style) }
            return lines + Self.path(of: verdict, style) + Self.notes(of: verdict, style)
        }
    }

    /// What the test was going to do and did not come to.
    private static func notes(of verdict: Verdict, _ style: TextStyle) -> [String] {
        verdict.outcome.unused.map { "      \(style.paint("note", .yellow)): \($0)" }
    }

    private static func lines(of difference: Difference, _ entry: Entry, _ style: TextStyle) -> [String] {
        let place = Self.place(difference.pointer, entry, style)
        return [
            "      \(difference.subject)\(place)",
            "        expected: \(style.paint(difference.expected, .green))",
            "        actual:   \(style.paint(difference.actual, .red))",
        ]
            + difference.details.map { detail in
                let colour: TextStyle.Colour? = detail.hasPrefix("- ") ? .green : detail.hasPrefix("+ ") ? .red : nil
                return "          \(colour.map { style.paint(detail, $0) } ?? detail)"
            }
    }

    private static func place(_ pointer: JSONPointer, _ entry: Entry, _ style: TextStyle) -> String {
        let line = entry.lines[pointer].map { "line \($0), " } ?? ""
        return style.paint("  (\(line)\(pointer))", .grey)
    }

    /// How many steps of the way of a failed test are shown.
    private static let pathLimit = 30

    /// How much of a step's output is shown, where it is.
    private static let outputLimit = 160

    /// The way that the execution took.
    private static func path(of verdict: Verdict, _ style: TextStyle) -> [String] {
        let outcome = verdict.outcome
        guard outcome.refusal == nil else { return [] }
        let time = DurationText.format(outcome.duration)
        let title = "      path taken (\(time), then \(outcome.status)):"
        // Of a long way the end says most; all of it is there for who asks.
        let isCut = outcome.visits.count > Self.pathLimit && !style.isVerbose
        let visits = isCut ? outcome.visits.suffix(Self.pathLimit) : outcome.visits[...]
        let start =
            isCut ? ["        ... \(outcome.visits.count - visits.count) steps before (--verbose shows them)"] : []
        let steps = visits.map { visit in
            let run = outcome.state.steps[visit.path]
            var text = "\(visit.path): \(run?.status.rawValue ?? "")"
            if let run, run.attempt > 1 { text += " after \(run.attempt) attempts" }
            if let failure = run?.failure { text += " (\(failure.code))" }
            if style.isVerbose, let output = run?.output, !output.isNull {
                let json = JSONWriter.text(output)
                text += " \(json.prefix(Self.outputLimit))\(json.count > Self.outputLimit ? "..." : "")"
            }
            return "        \(style.paint(text, .grey))"
        }
        return [title] + start + (steps.isEmpty ? ["        \(style.paint("no step", .grey))"] : steps)
    }

    // MARK: Coverage

    private static func lines(of definition: DefinitionCoverage, _ style: TextStyle) -> [String] {
        let coverage = definition.coverage
        let share = "\(coverage.takenCount) of \(coverage.ways.count) ways (\(Self.percent(coverage.percentage)))"
        var lines = ["Coverage of \(definition.path): \(share)"]
        for (place, ways) in Self.grouped(coverage.missing) {
            let line = ways.compactMap { definition.lines[$0.pointer] }.min()
            let never = ways.map(\.text).joined(separator: ", ")
            let number = line.map { String($0) } ?? ""
            let padding = String(repeating: " ", count: max(0, 6 - number.count))
            lines.append("  line\(padding)\(number)  \(place): never: \(never)")
        }
        if coverage.missing.isEmpty { lines.append("  The tests take every way.") }
        return lines
    }

    /// Ways of the same place together, in the order of the document.
    private static func grouped(_ ways: [Way]) -> [(place: String, ways: [Way])] {
        var groups: [(place: String, ways: [Way])] = []
        for way in ways {
            if let index = groups.firstIndex(where: { $0.place == way.place }) {
                groups[index].ways.append(way)
            } else {
                groups.append((way.place, [way]))
            }
        }
        return groups
    }

    /// A share, cut to whole per cent so that 100 is all.
    static func percent(_ value: Double) -> String { "\(Int(value)) %" }
}

extension Problem {
    /// The problem on one line, without how bad it is.
    fileprivate var withoutSeverity: String { String(self.description.dropFirst(self.severity.rawValue.count + 1)) }
}
