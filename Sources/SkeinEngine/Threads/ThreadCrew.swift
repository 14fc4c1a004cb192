// SPDX-License-Identifier: Apache-2.0

import DequeModule
import Dispatch
import Synchronization

/// Threads that share the work: started when there is too much for those there are, parked when there is none.
final class ThreadCrew: Sendable {
    /// A part of a task, and the executor that it belongs to.
    struct Job: Sendable {
        let part: UnownedJob
        let executor: UnownedTaskExecutor
        let isTurn: Bool
    }

    private struct State {
        var turns: Deque<Job> = []
        var functions: Deque<Job> = []
        /// How many functions run.
        var busy = 0
        var threads = 0
        /// The threads that wait for work; the last one is the warmest.
        var parked: [Worker] = []
        /// How many threads have been woken or started and have not looked for work yet.
        var coming = 0
        var isClosed = false
    }

    /// What is needed for work that nobody has taken up.
    private enum Help {
        case none
        case wake(Worker)
        case start
    }

    private enum Next {
        case run(Job, Help)
        case park
        case end
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) { self.limit = limit }

    func add(_ job: Job) {
        if let worker = Worker.current(of: self), worker.isGathering {
            worker.gathered.append(job)
            return
        }
        let help = self.state.withLock { state in
            self.enqueue(job, &state)
            return self.help(&state)
        }
        self.bring(help)
    }

    func gather(_ body: () -> Void, keepingOne isFree: () -> Bool) {
        guard let worker = Worker.current(of: self), !worker.isGathering else { return body() }
        worker.isGathering = true
        body()
        worker.isGathering = false
        guard !worker.gathered.isEmpty else { return }
        let mayKeep = worker.gathered.count == 1 && worker.next == nil && isFree()
        let help = self.state.withLock { state -> Help in
            // What has waited longer comes first.
            if mayKeep, state.turns.isEmpty, state.functions.isEmpty {
                worker.next = worker.gathered[0]
                return .none
            }
            for job in worker.gathered { self.enqueue(job, &state) }
            return self.help(&state)
        }
        worker.gathered.removeAll(keepingCapacity: true)
        self.bring(help)
    }

    func giveAway() {
        guard let worker = Worker.current(of: self), let job = worker.next.take() else { return }
        let help = self.state.withLock { state in
            self.enqueue(job, &state)
            return self.help(&state)
        }
        self.bring(help)
    }

    func close() {
        let parked = self.state.withLock { state in
            state.isClosed = true
            state.coming += state.parked.count
            defer { state.parked = [] }
            return state.parked
        }
        for worker in parked { worker.bell.signal() }
    }

    /// What a thread does from its start to its end.
    fileprivate func work(_ worker: Worker) {
        var isComing = true
        while true {
            switch self.next(for: worker, isComing: isComing) {
            case .run(let job, let help):
                isComing = false
                self.bring(help)
                job.part.runSynchronously(on: job.executor)
                if !job.isTurn { self.state.withLock { $0.busy -= 1 } }
            case .park:
                isComing = true
                worker.bell.wait()
            case .end: return
            }
        }
    }

    private func next(for worker: Worker, isComing: Bool) -> Next {
        self.state.withLock { state in
            if isComing { state.coming -= 1 }
            if let job = worker.next.take() {
                if job.isTurn || state.busy < self.limit - 1 { return self.run(job, &state) }
                state.functions.prepend(job)
            }
            if let job = state.turns.popFirst() { return self.run(job, &state) }
            if state.busy < self.limit - 1, let job = state.functions.popFirst() { return self.run(job, &state) }
            if state.isClosed {
                state.threads -= 1
                return .end
            }
            state.parked.append(worker)
            return .park
        }
    }

    private func run(_ job: Job, _ state: inout State) -> Next {
        if !job.isTurn { state.busy += 1 }
        return .run(job, self.help(&state))
    }

    private func enqueue(_ job: Job, _ state: inout State) {
        if job.isTurn { state.turns.append(job) } else { state.functions.append(job) }
    }

    /// One more thread, when those on their way are fewer than the work that could be done.
    private func help(_ state: inout State) -> Help {
        let possible = state.turns.count + min(state.functions.count, self.limit - 1 - state.busy)
        guard possible > state.coming else { return .none }
        if let worker = state.parked.popLast() {
            state.coming += 1
            return .wake(worker)
        }
        guard state.threads < self.limit else { return .none }
        state.threads += 1
        state.coming += 1
        return .start
    }

    private func bring(_ help: Help) {
        switch help {
        case .none: break
        case .wake(let worker): worker.bell.signal()
        case .start: Worker(crew: self).start()
        }
    }
}

/// One thread of a crew.
// safety: what can change is touched by its own thread only; others ring the bell.
private final class Worker: @unchecked Sendable {
    let crew: ThreadCrew
    let bell = DispatchSemaphore(value: 0)
    /// The job that it takes up before all others.
    var next: ThreadCrew.Job?
    /// The jobs that were made ready on this thread and have not been given to the crew yet.
    var gathered: [ThreadCrew.Job] = []
    var isGathering = false

    init(crew: ThreadCrew) { self.crew = crew }

    /// The worker of that crew whose thread this is.
    static func current(of crew: ThreadCrew) -> Worker? {
        guard let value = SystemThread.value else { return nil }
        let worker = Unmanaged<Worker>.fromOpaque(value).takeUnretainedValue()
        return worker.crew === crew ? worker : nil
    }

    func start() {
        SystemThread.start {
            SystemThread.value = Unmanaged.passUnretained(self).toOpaque()
            self.crew.work(self)
        }
    }
}
