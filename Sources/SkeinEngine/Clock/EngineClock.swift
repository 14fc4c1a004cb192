// SPDX-License-Identifier: Apache-2.0

public import SkeinModel
import Synchronization

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
    /// Random bits in store, because the system gives 256 bytes of them for little more than 16 bytes.
    private static let reserve = Mutex<[UInt64]>([])

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
        Self.reserve.withLock { words in
            if words.count < 2 { words = Self.fetchRandomWords() }
            return (words.removeLast(), words.removeLast())
        }
    }

    private static func fetchRandomWords() -> [UInt64] {
        var words = [UInt64](repeating: 0, count: 32)
        if words.withUnsafeMutableBytes({ getentropy($0.baseAddress, $0.count) }) == 0 { return words }
        return words.map { _ in UInt64.random(in: .min ... .max) }
    }
}
