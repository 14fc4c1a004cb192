// SPDX-License-Identifier: Apache-2.0

package import SkeinModel
import Synchronization

/// A machine's clock, put right by the database's, so that all nodes go by one time.
package final class SharedClock: EngineClock {
    private let base: any EngineClock
    /// How far the database's clock is ahead, in microseconds.
    private let lead = Atomic<Int64>(0)
    /// What the way to the database may take: smaller differences say nothing.
    private static let tolerance = Duration.milliseconds(20)

    /// Makes a clock that shows the machine's time until it learns the database's.
    package init(_ base: any EngineClock = SystemClock()) { self.base = base }

    package func now() -> Timestamp {
        Timestamp(microseconds: self.base.now().microseconds + self.lead.load(ordering: .relaxed))
    }

    package func sleep(for duration: Duration) async throws { try await self.base.sleep(for: duration) }

    package func random() -> (UInt64, UInt64) { self.base.random() }

    /// Takes over what the database's clock has just shown.
    package func follow(_ time: Timestamp) {
        let difference = time - self.now()
        guard difference > Self.tolerance || difference < .zero - Self.tolerance else { return }
        self.lead.add(time.microseconds - self.now().microseconds, ordering: .relaxed)
    }
}
