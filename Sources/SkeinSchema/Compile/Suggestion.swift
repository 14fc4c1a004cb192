// SPDX-License-Identifier: Apache-2.0

/// Finds what a misspelt name was probably meant to be.
enum Suggestion {
    /// The candidate that is fewest edits away, when they are few for the length of the name.
    static func nearest(to name: String, among candidates: [String]) -> String? {
        let source = Array(name.lowercased().unicodeScalars)
        guard source.count <= 100 else { return nil }
        var best: (distance: Int, candidate: String)?
        for candidate in candidates {
            let target = Array(candidate.lowercased().unicodeScalars)
            let limit = max(1, min(source.count, target.count) / 3)
            guard target.count <= 100, abs(target.count - source.count) <= limit else { continue }
            let distance = Self.distance(source, target)
            if distance <= limit, best.map({ distance < $0.distance }) ?? true { best = (distance, candidate) }
        }
        return best?.candidate
    }

    /// The number of insertions, deletions, replacements and swaps of neighbours between two texts.
    private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in 0..<a.count {
            var row = [i + 1]
            for j in 0..<b.count {
                var cost = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
                row.append(cost)
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }
}
