// SPDX-License-Identifier: Apache-2.0

public import SkeinModel

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Where the engine's time and random bits come from, so that tests can bring their own.
public protocol EngineClock: Sendable {
    /// The time of the wall clock.
    func now() -> Timestamp

    /// Returns when that much time has passed, or throws when the task is cancelled.
    func sleep(for duration: Duration) async throws

    /// Two words of random bits.
    func random() -> (UInt64, UInt64)
}

/// The machine's clock and random source.
public struct SystemClock: EngineClock {
    /// Makes the clock.
    public init() {}

    /// The time of the wall clock.
    public func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    /// Returns when that much time has passed.
    public func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration) }

    /// Two words of random bits of the system's generator.
    public func random() -> (UInt64, UInt64) {
        (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))
    }
}
