// SPDX-License-Identifier: Apache-2.0

/// Shows the way that was expected and the one that was taken as one list, with few changes.
enum PathDifference {
    /// How many equal lines are shown on either side of a change.
    private static let context = 3
    /// How large the table of common parts may get; two ways that are longer are shown one after the other.
    private static let tableLimit = 1 << 20

    /// Lines that start with `-` for what is missing, `+` for what was not expected, and a blank for both.
    static func lines(expected: [StepPattern], actual: [String]) -> [String] {
        let start = zip(expected, actual).prefix { $0.matches($1) }.count
        let (wanted, taken) = (expected.dropFirst(start), actual.dropFirst(start))
        let end = zip(wanted.reversed(), taken.reversed()).prefix { $0.matches($1) }.count
        let middle = self.changes(Array(wanted.dropLast(end)), Array(taken.dropLast(end)))
        return self.shortened(actual.prefix(start).map { "  \($0)" } + middle + taken.suffix(end).map { "  \($0)" })
    }

    private static func changes(_ expected: [StepPattern], _ actual: [String]) -> [String] {
        guard expected.count * actual.count <= self.tableLimit else {
            return expected.map { "- \($0.text)" } + actual.map { "+ \($0)" }
        }
        // lengths[i][j]: the longest common part of what is left from i and from j.
        var lengths = Array(repeating: Array(repeating: 0, count: actual.count + 1), count: expected.count + 1)
        for row in expected.indices.reversed() {
            for column in actual.indices.reversed() {
                lengths[row][column] =
                    expected[row].matches(actual[column])
                    ? lengths[row + 1][column + 1] + 1
                    : max(lengths[row + 1][column], lengths[row][column + 1])
            }
        }
        var lines: [String] = []
        var (row, column) = (0, 0)
        while row < expected.count || column < actual.count {
            if row < expected.count, column < actual.count, expected[row].matches(actual[column]) {
                lines.append("  \(actual[column])")
                row += 1
                column += 1
            } else if column == actual.count
                || row < expected.count && lengths[row + 1][column] >= lengths[row][column + 1]
            {
                lines.append("- \(expected[row].text)")
                row += 1
            } else {
                lines.append("+ \(actual[column])")
                column += 1
            }
        }
        return lines
    }

    /// The lines with long runs of equal ones left out.
    private static func shortened(_ lines: [String]) -> [String] {
        let changes = lines.indices.filter { !lines[$0].hasPrefix("  ") }
        var result: [String] = []
        var omitted = 0
        var next = changes[...]
        for (index, line) in lines.enumerated() {
            while let change = next.first, change + self.context < index { next = next.dropFirst() }
            if let change = next.first, abs(change - index) <= self.context {
                if omitted > 0 { result.append("  ... \(omitted) as expected") }
                omitted = 0
                result.append(line)
            } else {
                omitted += 1
            }
        }
        return omitted > 0 ? result + ["  ... \(omitted) as expected"] : result
    }
}
