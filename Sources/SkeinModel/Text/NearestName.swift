// SPDX-License-Identifier: Apache-2.0

/// Finds what somebody probably meant.
///
/// A search takes a bounded time, whatever the names are and however many there are.
package enum NearestName {
    /// Longer names, in bytes, are nobody's slips and are not compared.
    private static let lengthLimit = 128
    /// More letters than these are never a slip.
    private static let differenceLimit = 8
    /// How many pairs of letters a search compares at most: enough for thousands of names of usual length.
    private static let workLimit = 1 << 20

    /// The candidate that differs least from the name, when it differs little enough to be a slip.
    ///
    /// A third of the letters may differ, and one has to be the same. Upper and lower case are the same letter.
    ///
    /// - Parameters:
    ///   - candidates: What would have been right.
    ///   - name: What was written.
    /// - Returns: The nearest candidate, the first of several; `nil` when none is near among those that there is time for.
    package static func among(_ candidates: some Sequence<String>, to name: String) -> String? {
        guard let left = Self.letters(of: name) else { return nil }
        var work = Self.workLimit
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            work -= 1
            guard work > 0 else { break }
            guard let right = Self.letters(of: candidate) else { continue }
            work -= right.count
            let (shorter, longer) = (min(left.count, right.count), max(left.count, right.count))
            var limit = min(max(1, shorter / 3), longer - 1, Self.differenceLimit)
            if let best { limit = min(limit, best.distance - 1) }
            guard longer - shorter <= limit else { continue }
            guard let distance = Self.distance(left, right, limit: limit, work: &work) else { continue }
            best = (candidate, distance)
            if distance == 0 { break }
        }
        return best?.name
    }

    /// The sentence that offers the nearest candidate.
    package static func hint(_ candidates: some Sequence<String>, for name: String) -> String? {
        Self.among(candidates, to: name).map { "Did you mean '\($0)'?" }
    }

    private static func letters(of name: String) -> [Unicode.Scalar]? {
        name.utf8.count <= Self.lengthLimit ? Array(name.lowercased().unicodeScalars) : nil
    }

    /// How many letters must be added, dropped, changed or swapped with their neighbour (optimal string alignment), when
    /// they are no more than the limit.
    ///
    /// Only the places within the limit of the diagonal can be on the way to such a distance (Ukkonen 1985).
    private static func distance(
        _ left: [Unicode.Scalar],
        _ right: [Unicode.Scalar],
        limit: Int,
        work: inout Int
    ) -> Int? {
        let far = limit + 1
        var beforeLast = [Int](repeating: far, count: right.count + 1)
        var last = (0...right.count).map { min($0, far) }
        var current = beforeLast
        for row in left.indices {
            let band = max(0, row - limit)..<min(right.count, row + far)
            work -= band.count
            current[band.lowerBound] = band.lowerBound == 0 ? row + 1 : far
            var least = current[band.lowerBound]
            for column in band {
                var cost = min(last[column + 1], current[column]) + 1
                cost = min(cost, last[column] + (left[row] == right[column] ? 0 : 1))
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current[column + 1] = cost
                least = min(least, cost)
            }
            guard least <= limit else { return nil }
            (beforeLast, last, current) = (last, current, beforeLast)
        }
        return last[right.count] <= limit ? last[right.count] : nil
    }
}
