// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import Synchronization

/// Many deadlines on one sleeper.
///
/// Most deadlines are cancelled long before they are due, so what counts is that setting and cancelling one is cheap: an
/// entry in a bucket of 10 ms, instead of a timer of the system.
final class DeadlineWatch: Sendable {
    private struct Entry {
        let deadline: Timestamp
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var buckets: [Int64: [Int: Entry]] = [:]
        var count = 0
        /// When the sleeper wakes.
        var wakeAt = Timestamp(microseconds: .max)
        var bell: AsyncStream<Void>.Continuation?

        /// When the next deadline is due.
        ///
        /// The fullest a bucket gets is what is due within 10 ms.
        var earliest: Timestamp? {
            self.buckets.keys.min().flatMap { self.buckets[$0]?.values.map(\.deadline).min() }
        }

        mutating func takeDue(at now: Timestamp, width: Int64) -> [Entry] {
            var due: [Entry] = []
            for bucket in self.buckets.keys where bucket <= now.microseconds / width {
                for (number, entry) in self.buckets[bucket] ?? [:] where entry.deadline <= now {
                    due.append(entry)
                    self.buckets[bucket]?[number] = nil
                }
                if self.buckets[bucket]?.isEmpty == true { self.buckets[bucket] = nil }
            }
            return due
        }
    }

    private static let width: Int64 = 10_000
    /// How long the sleeper sleeps at most.
    private static let longestSleep = Duration.seconds(60)

    private let clock: any EngineClock
    private let state = Mutex(State())

    init(clock: any EngineClock) { self.clock = clock }

    /// Returns `true` when that much time has passed, `false` when the surrounding task is cancelled before.
    func expires(after duration: Duration) async -> Bool {
        let deadline = self.clock.now() + duration
        let bucket = deadline.microseconds / Self.width
        let number = self.state.withLock { state -> Int in
            state.count += 1
            return state.count
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isCancelled = self.state.withLock { state -> Bool in
                    if Task.isCancelled { return true }
                    state.buckets[bucket, default: [:]][number] = Entry(deadline: deadline, continuation: continuation)
                    if deadline < state.wakeAt { state.bell?.yield() }
                    return false
                }
                if isCancelled { continuation.resume(returning: false) }
            }
        } onCancel: {
            let entry = self.state.withLock { state -> Entry? in
                let found = state.buckets[bucket]?.removeValue(forKey: number)
                if state.buckets[bucket]?.isEmpty == true { state.buckets[bucket] = nil }
                return found
            }
            entry?.continuation.resume(returning: false)
        }
    }

    /// Wakes those whose time has come, until the surrounding task is cancelled.
    func run() async {
        while !Task.isCancelled {
            let now = self.clock.now()
            let (bells, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
            let (due, next) = self.state.withLock { state -> ([Entry], Timestamp) in
                let due = state.takeDue(at: now, width: Self.width)
                state.wakeAt = state.earliest ?? Timestamp(microseconds: .max)
                state.bell = bell
                return (due, state.wakeAt)
            }
            for entry in due { entry.continuation.resume(returning: true) }
            let length = min(next - now, Self.longestSleep)
            await withTaskGroup(of: Void.self) { group in
                group.addTask { try? await self.clock.sleep(for: length) }
                group.addTask { for await _ in bells { return } }
                await group.next()
                group.cancelAll()
            }
        }
    }
}
