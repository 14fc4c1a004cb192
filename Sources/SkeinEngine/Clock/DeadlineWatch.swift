// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import Synchronization

/// Many deadlines on one sleeper.
///
/// Most deadlines are cancelled long before they are due, so what counts is that setting and cancelling one is cheap: an
/// entry in a bucket of 10 ms, instead of a timer of the system or a task that sleeps.
final class DeadlineWatch: Sendable {
    /// A deadline that has been set.
    struct Ticket: Sendable {
        fileprivate let bucket: Int64
        fileprivate let number: Int
    }

    private struct Entry {
        let deadline: Timestamp
        let action: @Sendable () -> Void
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

    /// Does something when that much time has passed, unless the deadline is cancelled before.
    func set(after duration: Duration, _ action: @escaping @Sendable () -> Void) -> Ticket {
        let deadline = self.clock.now() + duration
        let bucket = deadline.microseconds / Self.width
        return self.state.withLock { state in
            state.count += 1
            state.buckets[bucket, default: [:]][state.count] = Entry(deadline: deadline, action: action)
            if deadline < state.wakeAt { state.bell?.yield() }
            return Ticket(bucket: bucket, number: state.count)
        }
    }

    /// Takes a deadline back; one that has passed stays passed.
    func cancel(_ ticket: Ticket) {
        let entry = self.state.withLock { state -> Entry? in
            let entry = state.buckets[ticket.bucket]?.removeValue(forKey: ticket.number)
            if state.buckets[ticket.bucket]?.isEmpty == true { state.buckets[ticket.bucket] = nil }
            return entry
        }
        // What the action holds is let go here, outside of the lock.
        _ = entry
    }

    /// Does what is due when its time has come, until the surrounding task is cancelled.
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
            for entry in due { entry.action() }
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
