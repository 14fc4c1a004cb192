// SPDX-License-Identifier: Apache-2.0

import SkeinInterpreter
import SkeinModel
import Synchronization

/// Runs the tasks of effect and heavy functions on a bounded pool, each with its deadline, and reports their results.
///
/// It starts a task only after the turn that made it is durable. A process that dies between leaves the task in the
/// database, and recovery submits it again under the same idempotency key.
struct TaskDispatcher: Sendable {
    /// A task of an execution.
    struct Assignment: Sendable {
        let execution: ExecutionID
        let task: TaskRequest
    }

    let registry: FunctionRegistry
    let deadlines: DeadlineWatch
    let mailroom: Mailroom
    let log: EngineLog
    private let queue: AsyncStream<Assignment>
    private let intake: AsyncStream<Assignment>.Continuation
    private let slots: Slots
    private let isClosed = Latch()

    init(registry: FunctionRegistry, deadlines: DeadlineWatch, mailroom: Mailroom, limit: Int, log: EngineLog) {
        self.registry = registry
        self.deadlines = deadlines
        self.mailroom = mailroom
        self.log = log
        (self.queue, self.intake) = AsyncStream.makeStream(of: Assignment.self)
        self.slots = Slots(limit)
    }

    /// Takes a task; it runs when there is room.
    func submit(_ task: TaskRequest, of execution: ExecutionID) {
        self.intake.yield(Assignment(execution: execution, task: task))
    }

    /// Starts no more tasks; those that wait stay in the database for the next start.
    func close() {
        self.isClosed.set()
        self.intake.finish()
    }

    /// Runs tasks until it is closed and those under way have ended.
    func run() async {
        await withDiscardingTaskGroup { group in
            for await assignment in self.queue {
                if self.isClosed.isSet { continue }
                await self.slots.acquire()
                group.addTask {
                    await self.run(assignment)
                    self.slots.release()
                }
            }
        }
    }

    private func run(_ assignment: Assignment) async {  // [tour:6]
        let task = assignment.task
        guard let function = self.registry.find(task.function) else {
            let message = "No function '\(task.function)' is registered on this server."
            return self.report(.failure(Failure(code: FailureCode.functionNotFound, message: message)), assignment, 0)
        }
        let context = FunctionContext(executionID: assignment.execution, stepPath: task.path, attempt: task.attempt)
        let work: @Sendable () async -> Result<JSONValue, Failure> = { await function.run(task.input, context) }
        await self.deadlines.run(work, within: task.timeout) {
            self.log.taskTimedOut(assignment)
            let message = "'\(task.function)' did not answer within \(DurationText.format(task.timeout))."
            return Failure(code: FailureCode.timeout, message: message, isRetryable: true)
        } report: { result in
            self.report(result, assignment, function.function.version)
        }
    }

    /// Makes the result an event for the execution, unless the engine is stopping: then the task counts as not done.
    private func report(_ result: Result<JSONValue, Failure>, _ assignment: Assignment, _ version: Int) {
        let task = assignment.task
        let event: IncomingEvent =
            switch result {
            case .success(let output):
                .taskCompleted(path: task.path, attempt: task.attempt, output: output, functionVersion: version)
            case .failure(let failure): .taskFailed(path: task.path, attempt: task.attempt, failure: failure)
            }
        _ = self.mailroom.post(Delivery(event: event), to: assignment.execution)
    }
}

/// A counter of places: who comes when all are taken waits for one.
private final class Slots: Sendable {
    private struct State {
        var free: Int
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state: Mutex<State>

    init(_ count: Int) { self.state = Mutex(State(free: count)) }

    /// Takes a place.
    ///
    /// Only the dispatcher's loop calls it, so at most one waits.
    func acquire() async {
        await withCheckedContinuation { continuation in
            let isFree = self.state.withLock { state -> Bool in
                guard state.free > 0 else {
                    state.waiting = continuation
                    return false
                }
                state.free -= 1
                return true
            }
            if isFree { continuation.resume() }
        }
    }

    func release() {
        let waiting = self.state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard let waiting = state.waiting else {
                state.free += 1
                return nil
            }
            state.waiting = nil
            return waiting
        }
        waiting?.resume()
    }
}

/// A flag that is set once.
private final class Latch: Sendable {
    private let state = Mutex(false)

    var isSet: Bool { self.state.withLock { $0 } }

    func set() { self.state.withLock { $0 = true } }
}
