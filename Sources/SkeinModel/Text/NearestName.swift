// SPDX-License-Identifier: Apache-2.0

/// Finds what somebody probably meant.
package enum NearestName {
    /// The candidate that differs least from the name, when it differs little enough to be a slip.
    ///
    /// - Parameters:
    ///   - candidates: What would have been right.
    ///   - name: What was written.
    /// - Returns: The nearest candidate; the first of several.
    package static func among(_ candidates: some Sequence<String>, to name: String) -> String? {
        guard name.utf8.count < 128 else { return nil }
        let limit = max(1, name.utf8.count / 3)
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let distance = Self.distance(Array(name.utf8), Array(candidate.utf8))
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// The sentence that offers the nearest candidate.
    package static func hint(_ candidates: some Sequence<String>, for name: String) -> String? {
        Self.among(candidates, to: name).map { "Did you mean '\($0)'?" }
    }

    /// How many letters must be added, dropped, changed or swapped with their neighbour (optimal string alignment).
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        guard abs(left.count - right.count) < 32, left.count < 128, right.count < 128 else { return .max }
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            for column in 0..<right.count {
                var cost = min(last[column + 1], current[column]) + 1
                cost = min(cost, last[column] + (left[row] == right[column] ? 0 : 1))
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
