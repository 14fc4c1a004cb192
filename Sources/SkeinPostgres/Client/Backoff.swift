// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Waits longer and longer between attempts, until patience ends.
struct Backoff {
    private let deadline: ContinuousClock.Instant
    private var next = Duration.milliseconds(20)
    private static let longest = Duration.milliseconds(500)

    init(patience: Duration) { self.deadline = ContinuousClock.now + patience }

    /// Blocks the thread until the next attempt should be made.
    ///
    /// Up to half of the time is left to chance, so that those who lost a server together do not come back together.
    ///
    /// - Returns: `false` when patience has ended.
    mutating func wait() -> Bool {
        let left = self.deadline - ContinuousClock.now
        guard left > .zero else { return false }
        let wait = min(left, self.next * Double.random(in: 0.5...1))
        self.next = min(self.next * 2, Self.longest)
        let (seconds, attoseconds) = wait.components
        var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
        nanosleep(&time, nil)
        return true
    }
}
