// SPDX-License-Identifier: Apache-2.0

import SkeinInterpreter
import SkeinModel
import SkeinStorage
import Synchronization

/// Fires the timers of executions when they are due.
///
/// The database has the timers; this sleeps until the earliest one, or until a turn sets an earlier one. It looks again
/// from time to time, so that a wake-up that got lost delays a timer and never loses it.
struct TimerService: Sendable {
    let storage: any Storage
    let clock: any EngineClock
    let mailroom: Mailroom
    let log: EngineLog
    private let alarm = Alarm()

    /// How long it sleeps at most.
    private static let longestSleep = Duration.seconds(15)
    private static let batchSize = 500

    init(storage: any Storage, clock: any EngineClock, mailroom: Mailroom, log: EngineLog) {
        self.storage = storage
        self.clock = clock
        self.mailroom = mailroom
        self.log = log
    }

    /// Sees to it that it wakes by then.
    func wake(by time: Timestamp) { self.alarm.ring(by: time) }

    /// Fires timers until the surrounding task is cancelled.
    func run() async {
        while !Task.isCancelled {
            do {
                let fired = try await self.fireDueTimers()
                if fired == Self.batchSize { continue }
                let next = try await self.storage.nextTimer()
                try await self.sleep(until: next)
            } catch is CancellationError {
                return
            } catch {
                self.log.timersFailed(error)
                try? await self.clock.sleep(for: .seconds(1))
            }
        }
    }

    /// Fires what is due, and waits until the turns that took the timers are durable, so that none fires twice.
    ///
    /// - Returns: How many fired.
    private func fireDueTimers() async throws -> Int {
        let due = try await self.storage.dueTimers(at: self.clock.now(), limit: Self.batchSize)
        await withDiscardingTaskGroup { group in
            for timer in due {
                guard let id = TimerID(timer.name) else { continue }
                group.addTask {
                    await withCheckedContinuation { continuation in
                        let delivery = Delivery(event: .timerFired(id)) { _ in continuation.resume() }
                        if !self.mailroom.post(delivery, to: timer.executionID) { continuation.resume() }
                    }
                }
            }
        }
        return due.count
    }

    private func sleep(until next: Timestamp?) async throws {
        let now = self.clock.now()
        let untilNext = next.map { $0 - now } ?? Self.longestSleep
        // A timer that is due and was not given to this node is fired by another one, or is busy: it must not make this
        // loop hot.
        let length = untilNext > .zero ? min(untilNext, Self.longestSleep) : .milliseconds(10)
        let rings = self.alarm.arm(for: now + length)
        defer { self.alarm.disarm() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.clock.sleep(for: length) }
            group.addTask { for await _ in rings { return } }
            try await group.next()
            group.cancelAll()
        }
    }
}

/// Wakes a sleeper before its time.
private final class Alarm: Sendable {
    private struct State {
        var wakeAt: Timestamp?
        /// The earliest call that came while nobody slept.
        var missed: Timestamp?
        var bell: AsyncStream<Void>.Continuation?
    }

    private let state = Mutex(State())

    /// A stream that rings when somebody needs the sleeper before a time.
    func arm(for time: Timestamp) -> AsyncStream<Void> {
        let (stream, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.state.withLock { state in
            if let missed = state.missed, missed < time { bell.yield() }
            state.missed = nil
            state.wakeAt = time
            state.bell = bell
        }
        return stream
    }

    /// Says that the sleeper is awake; who calls from now on is heard when it goes to sleep again.
    ///
    /// A timer that was set before is in the database by now, so the sleeper will find it there.
    func disarm() {
        self.state.withLock { state in
            state.wakeAt = nil
            state.bell = nil
        }
    }

    func ring(by time: Timestamp) {
        self.state.withLock { state in
            guard let wakeAt = state.wakeAt, let bell = state.bell else {
                state.missed = min(state.missed ?? time, time)
                return
            }
            guard time < wakeAt else { return }
            bell.yield()
            state.wakeAt = nil
            state.bell = nil
            state.missed = time
        }
    }
}
