// SPDX-License-Identifier: Apache-2.0

/// Shows the way that was expected and the one that was taken as one list, with the least number of changes.
enum PathDifference {
    /// Lines that start with `-` for what is missing, `+` for what was not expected, and a blank for both.
    static func lines(expected: [StepPattern], actual: [String]) -> [String] {
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
}
