// SPDX-License-Identifier: Apache-2.0

/// When the clocks of a time zone show what: its offsets from UTC in the past, and the rule for the future.
package struct TimeZoneRules: Hashable, Sendable {
    /// When another offset begins, in seconds since 1970-01-01T00:00:00Z, ascending.
    let transitions: [Int64]
    /// The offsets that begin then, in seconds east of UTC.
    let offsets: [Int64]
    /// The offset before the first transition.
    let firstOffset: Int64
    /// What holds after the last transition.
    let recurring: RecurringRule?

    /// How many seconds the zone's clocks are ahead of UTC.
    ///
    /// - Parameter seconds: The instant, in seconds since 1970-01-01T00:00:00Z.
    /// - Returns: Seconds east of UTC.
    package func offset(at seconds: Int64) -> Int64 {
        guard let last = self.transitions.last else { return self.recurring?.offset(at: seconds) ?? self.firstOffset }
        if seconds >= last, let recurring = self.recurring { return recurring.offset(at: seconds) }
        var (low, high) = (0, self.transitions.count)
        while low < high {
            let middle = (low + high) / 2
            if self.transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? self.firstOffset : self.offsets[low - 1]
    }

    /// The instants at which the zone's clocks show a time: none in the hour that is skipped, two in the hour that
    /// comes twice.
    ///
    /// - Parameter local: What the clocks show, as seconds since they showed 1970-01-01T00:00:00.
    /// - Returns: The instants in seconds since 1970-01-01T00:00:00Z, ascending.
    package func instants(showing local: Int64) -> [Int64] {
        // No offset is beyond 26 hours, so each that can hold at that time holds at one of the two ends or begins
        // between them.
        let (from, to) = (local - 26 * 3600, local + 26 * 3600)
        var candidates: Set<Int64> = [self.offset(at: from), self.offset(at: to)]
        for (transition, offset) in zip(self.transitions, self.offsets) where (from...to).contains(transition) {
            candidates.insert(offset)
        }
        return candidates.map { local - $0 }.filter { $0 + self.offset(at: $0) == local }.sorted()
    }
}
