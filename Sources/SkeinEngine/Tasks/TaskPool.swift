// SPDX-License-Identifier: Apache-2.0

import SkeinInterpreter
import SkeinModel
import Synchronization

/// The places that tasks run in: who comes when all are taken waits in line.
final class TaskPool: Sendable {
    typealias Assignment = TaskDispatcher.Assignment

    /// How a task left its place.
    enum End {
        /// Its result counts.
        case inTime
        /// Its time was over, or it was stopped, before it ended.
        case takenBack
        /// The engine stops, or others have taken its work on; the task stays in the database for them.
        case abandoned
    }

    private struct Place {
        let assignment: Assignment
        var work: Task<Void, Never>?
        /// Whether its time was over, or it was stopped, before it ended.
        var isGivenUp = false
        /// Whether another node runs it now.
        var isDisowned = false
    }

    private struct State {
        var places: [Int: Place] = [:]
        var waiting: [Assignment] = []
        /// How many of the waiting have been taken; they are removed in bulk.
        var taken = 0
        var count = 0
        var isClosed = false
        var isAbandoned = false
        var drained: CheckedContinuation<Void, Never>?

        mutating func place(_ assignment: Assignment) -> Int {
            self.count += 1
            self.places[self.count] = Place(assignment: assignment)
            return self.count
        }

        mutating func nextWaiting() -> Assignment? {
            guard self.taken < self.waiting.count else { return nil }
            defer {
                self.taken += 1
                if self.taken > 1024, self.taken * 2 > self.waiting.count {
                    self.waiting.removeFirst(self.taken)
                    self.taken = 0
                }
            }
            return self.waiting[self.taken]
        }

        mutating func takeDrained() -> CheckedContinuation<Void, Never>? {
            guard self.isClosed, self.places.isEmpty else { return nil }
            return self.drained.take()
        }
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) { self.limit = limit }

    /// A place for a task; `nil` when it has to wait, or the pool is closed.
    func admit(_ assignment: Assignment) -> Int? {
        self.state.withLock { state in
            if state.isClosed { return nil }
            guard state.places.count < self.limit else {
                state.waiting.append(assignment)
                return nil
            }
            return state.place(assignment)
        }
    }

    /// Says what runs in a place, so that it can be cancelled.
    func set(_ work: Task<Void, Never>, for number: Int) {
        let isCancelled = self.state.withLock { state -> Bool in
            guard let place = state.places[number] else { return false }
            state.places[number]?.work = work
            return place.isGivenUp || place.isDisowned || state.isAbandoned
        }
        if isCancelled { work.cancel() }
    }

    /// Gives up a task whose time is over.
    ///
    /// - Returns: Whether it was still under way.
    func giveUp(_ number: Int) -> Bool {
        let (isUnderWay, work) = self.state.withLock { state -> (Bool, Task<Void, Never>?) in
            guard let place = state.places[number], !place.isGivenUp, !place.isDisowned, !state.isAbandoned else {
                return (false, nil)
            }
            state.places[number]?.isGivenUp = true
            return (true, place.work)
        }
        work?.cancel()
        return isUnderWay
    }

    /// Takes a task out of the line.
    ///
    /// - Returns: Whether it still waited.
    func withdraw(_ assignment: Assignment) -> Bool {
        self.state.withLock { state in
            let line = state.waiting[state.taken...]
            let (execution, path, attempt) = (assignment.execution, assignment.task.path, assignment.task.attempt)
            let found = line.firstIndex { waiting in
                waiting.execution == execution && waiting.task.path == path && waiting.task.attempt == attempt
            }
            guard let found else { return false }
            state.waiting.remove(at: found)
            return true
        }
    }

    /// Stops a task wherever it is: in a place, or in line for one.
    func stop(_ path: String, of execution: ExecutionID) {
        let work = self.state.withLock { state -> Task<Void, Never>? in
            state.waiting.removeFirst(state.taken)
            state.taken = 0
            state.waiting.removeAll { $0.execution == execution && $0.task.path == path }
            let found = state.places.first { _, place in
                place.assignment.execution == execution && place.assignment.task.path == path && !place.isGivenUp
            }
            guard let (number, place) = found else { return nil }
            state.places[number]?.isGivenUp = true
            return place.work
        }
        work?.cancel()
    }

    /// Cancels every task, because another node runs it now.
    func disown() {
        let works = self.state.withLock { state in
            state.waiting = []
            state.taken = 0
            for number in state.places.keys { state.places[number]?.isDisowned = true }
            return state.places.values.compactMap(\.work)
        }
        for work in works { work.cancel() }
    }

    /// Ends a task.
    ///
    /// - Returns: How it ended, and the task that gets a place now.
    func finish(_ number: Int) -> (end: End, next: (Assignment, Int)?) {
        let (end, next, drained) = self.state.withLock { state in
            let place = state.places.removeValue(forKey: number)
            var next: (Assignment, Int)?
            if !state.isClosed, let waiting = state.nextWaiting() { next = (waiting, state.place(waiting)) }
            let isAbandoned = state.isAbandoned || place?.isDisowned == true
            let end: End = place?.isGivenUp ?? true ? .takenBack : isAbandoned ? .abandoned : .inTime
            return (end, next, state.takeDrained())
        }
        drained?.resume()
        return (end, next)
    }

    /// Admits no more tasks, and returns when those under way have ended; cancelling the caller cancels them.
    func drain() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let drained = self.state.withLock { state in
                    state.isClosed = true
                    state.drained = continuation
                    return state.takeDrained()
                }
                drained?.resume()
            }
        } onCancel: {
            let works = self.state.withLock { state in
                state.isAbandoned = true
                return state.places.values.compactMap(\.work)
            }
            for work in works { work.cancel() }
        }
    }
}
