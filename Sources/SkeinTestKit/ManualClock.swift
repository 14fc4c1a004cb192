// SPDX-License-Identifier: Apache-2.0

import SeededRandom
import SkeinEngine
package import SkeinModel
import Synchronization

/// A clock that stands still until a test moves it, and random bits that repeat with their seed.
package final class ManualClock: EngineClock {
    struct Sleeper {
        let wakeAt: Timestamp
        let continuation: CheckedContinuation<Void, any Error>
    }

    struct State {
        var now: Timestamp
        var random: SeededGenerator
        var count = 0
        var sleepers: [Int: Sleeper] = [:]
        var watchers: [Int: Watcher] = [:]
    }

    /// Somebody who waits until another one sleeps.
    struct Watcher {
        let limit: Duration
        let continuation: CheckedContinuation<Void, Never>
    }

    private let state: Mutex<State>

    /// Makes a clock that shows 2026-01-01T00:00:00Z.
    package init(seed: UInt64 = 1) {
        let start = Timestamp(microseconds: 1_767_225_600_000_000)
        self.state = Mutex(State(now: start, random: SeededGenerator(seed: seed)))
    }

    package func now() -> Timestamp { self.state.withLock { $0.now } }

    package func random() -> (UInt64, UInt64) {
        self.state.withLock { ($0.random.next(), $0.random.next()) }
    }

    package func sleep(for duration: Duration) async throws {
        let number = self.state.withLock { state -> Int in
            state.count += 1
            return state.count
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let (isOver, watchers) = self.state.withLock { state -> (Bool, [Watcher]) in
                    if Task.isCancelled || duration <= .zero { return (true, []) }
                    state.sleepers[number] = Sleeper(wakeAt: state.now + duration, continuation: continuation)
                    let numbers = state.watchers.filter { duration <= $0.value.limit }.map(\.key)
                    return (false, numbers.compactMap { state.watchers.removeValue(forKey: $0) })
                }
                for watcher in watchers { watcher.continuation.resume() }
                guard isOver else { return }
                if Task.isCancelled {
                    continuation.resume(throwing: CancellationError())
                } else {
                    continuation.resume()
                }
            }
        } onCancel: {
            let sleeper = self.state.withLock { $0.sleepers.removeValue(forKey: number) }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Waits until somebody sleeps who wakes within that time, then moves the clock on.
    ///
    /// A sleep that begins after the clock was moved would last too long; waiting for it first makes a test repeatable.
    ///
    /// - Parameters:
    ///   - duration: How far the clock moves.
    ///   - limit: How long the sleep that it waits for lasts at most; `duration` without it.
    package func advance(by duration: Duration, onceAsleepFor limit: Duration?) async {
        await self.waitForSleeper(within: limit ?? duration)
        self.advance(by: duration)
    }

    /// Waits until somebody sleeps who wakes within that time.
    package func waitForSleeper(within limit: Duration) async {
        let number = self.state.withLock { state -> Int in
            state.count += 1
            return state.count
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = self.state.withLock { state -> Bool in
                    if Task.isCancelled || state.sleepers.values.contains(where: { $0.wakeAt <= state.now + limit }) {
                        return true
                    }
                    state.watchers[number] = Watcher(limit: limit, continuation: continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            self.state.withLock { $0.watchers.removeValue(forKey: number) }?.continuation.resume()
        }
    }

    /// Moves the clock on and wakes those whose time has come.
    package func advance(by duration: Duration) {
        let due = self.state.withLock { state -> [Sleeper] in
            state.now = state.now + duration
            let numbers = state.sleepers.filter { $0.value.wakeAt <= state.now }.map(\.key).sorted()
            return numbers.compactMap { state.sleepers.removeValue(forKey: $0) }
        }
        for sleeper in due { sleeper.continuation.resume() }
    }
}
