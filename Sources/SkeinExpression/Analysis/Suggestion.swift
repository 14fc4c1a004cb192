// SPDX-License-Identifier: Apache-2.0

/// Finds what a person may have meant.
enum Suggestion {
    /// The candidate with the fewest edits from the name; `nil` when none is near.
    static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
        let wanted = Array(name.utf8.prefix(64))
        // A third of the letters may differ: enough for a slip, not enough for another word.
        var limit = max(1, wanted.count / 3)
        var nearest: String?
        for candidate in candidates {
            let distance = Self.distance(wanted, Array(candidate.utf8.prefix(64)), limit: limit)
            guard distance <= limit else { continue }
            if nearest == nil || distance < limit { nearest = candidate }
            limit = distance
        }
        return nearest
    }

    /// Insertions, deletions, replacements and swaps of neighbours, without regard to case.
    private static func distance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int {
        guard abs(left.count - right.count) <= limit else { return limit + 1 }
        let (a, b) = (left.map(Self.lowered), right.map(Self.lowered))
        var older = [Int](repeating: 0, count: b.count + 1)
        var previous = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            row.reserveCapacity(b.count + 1)
            for j in b.indices {
                var cost = min(previous[j] + (a[i] == b[j] ? 0 : 1), previous[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, older[j - 1] + 1) }
                row.append(cost)
            }
            (older, previous) = (previous, row)
        }
        return previous[b.count]
    }

    private static func lowered(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
