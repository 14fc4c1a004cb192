// SPDX-License-Identifier: Apache-2.0

import Dispatch

/// The threads that turns and tasks run on.
///
/// Turns wait for the disk and functions may block, so neither runs on Swift's own threads, which are as few as the
/// machine has cores. One thread is never taken by a function, so that turns go on whatever functions do.
///
/// Waking a thread costs more than deciding a turn. So threads are woken once for all jobs that a group of turns makes
/// ready, and a single job stays on the thread that is about to be free (``gather(_:keepingOne:)``): with one execution
/// at a time a turn, its task and the next turn run on one thread, and none is woken.
final class EngineThreads: Sendable {
    /// Runs parts of tasks of one kind on the threads.
    final class Lane: TaskExecutor {
        private let crew: ThreadCrew
        private let isTurn: Bool

        fileprivate init(_ crew: ThreadCrew, isTurn: Bool) {
            self.crew = crew
            self.isTurn = isTurn
        }

        func enqueue(_ job: consuming ExecutorJob) {
            let part = UnownedJob(job)
            self.crew.add(ThreadCrew.Job(part: part, executor: self.asUnownedTaskExecutor(), isTurn: self.isTurn))
        }
    }

    /// Runs parts of requests: on the threads while little goes on, so that a request stays where its turns are, and on
    /// Dispatch's otherwise, so that turns and tasks have the threads to themselves.
    final class RequestLane: TaskExecutor {
        private let crew: ThreadCrew
        private let isCalm: @Sendable () -> Bool

        fileprivate init(_ crew: ThreadCrew, _ isCalm: @escaping @Sendable () -> Bool) {
            self.crew = crew
            self.isCalm = isCalm
        }

        func enqueue(_ job: consuming ExecutorJob) {
            let part = UnownedJob(job)
            let executor = self.asUnownedTaskExecutor()
            if self.isCalm() {
                self.crew.add(ThreadCrew.Job(part: part, executor: executor, isTurn: true))
            } else {
                DispatchQueue.global().async { part.runSynchronously(on: executor) }
            }
        }
    }

    /// What runs turns.
    let turns: Lane
    /// What answers callers.
    let requests: RequestLane
    /// What runs functions, on at most one thread fewer than there are.
    let functions: Lane
    private let crew: ThreadCrew

    /// - Parameters:
    ///   - limit: How many threads there are at most, two or more.
    ///   - isCalm: Whether little goes on.
    init(limit: Int, isCalm: @escaping @Sendable () -> Bool) {
        self.crew = ThreadCrew(limit: max(2, limit))
        self.requests = RequestLane(self.crew, isCalm)
        self.turns = Lane(self.crew, isTurn: true)
        self.functions = Lane(self.crew, isTurn: false)
    }

    /// Runs a body that makes jobs ready, and wakes threads for them once and not for each.
    ///
    /// - Parameters:
    ///   - body: What makes the jobs ready.
    ///   - isFree: Whether the current job is about to end; then a single job is kept for this thread.
    func gather(_ body: () -> Void, keepingOne isFree: () -> Bool = { true }) {
        self.crew.gather(body, keepingOne: isFree)
    }

    /// Lets another thread do what was kept for this one, because the current job goes on after all.
    func giveAway() { self.crew.giveAway() }

    /// Lets the threads end as soon as there is nothing to do; what still comes is run on a thread of its own.
    func close() { self.crew.close() }
}
