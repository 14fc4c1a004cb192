// SPDX-License-Identifier: Apache-2.0

import SkeinInterpreter
import SkeinModel

/// Runs the tasks of effect and heavy functions on a bounded pool, each with its deadline, and reports their results.
///
/// It starts a task only after the turn that made it is durable. A process that dies between leaves the task in the
/// database, and recovery submits it again under the same idempotency key.
struct TaskDispatcher: Sendable {
    /// A task of an execution.
    struct Assignment: Sendable {
        let execution: ExecutionID
        let task: TaskRequest
        /// The identity of the trace that the execution belongs to.
        let trace: [String: String]
    }

    let registry: FunctionRegistry
    let deadlines: DeadlineWatch
    let mailroom: Mailroom
    let tracer: ExecutionTracer
    let log: EngineLog
    private let pool: TaskPool

    init(
        registry: FunctionRegistry,
        deadlines: DeadlineWatch,
        mailroom: Mailroom,
        limit: Int,
        tracer: ExecutionTracer,
        log: EngineLog
    ) {
        self.registry = registry
        self.deadlines = deadlines
        self.mailroom = mailroom
        self.tracer = tracer
        self.log = log
        self.pool = TaskPool(limit: limit)
    }

    /// Takes a task; it runs when there is room.
    func submit(_ task: TaskRequest, of execution: LiveExecution) {
        let trace = execution.state.started?.trace ?? [:]
        let assignment = Assignment(execution: execution.id, task: task, trace: trace)
        if let number = self.pool.admit(assignment) { self.run(assignment, number) }
    }

    /// Cancels a task that is not needed any more; its result does not count.
    func stop(_ path: String, of execution: ExecutionID) { self.pool.stop(path, of: execution) }

    /// Starts no more tasks, and returns when those under way have ended; those that wait stay in the database for the
    /// next start.
    ///
    /// When the surrounding task is cancelled, those under way are cancelled too, and their results do not count.
    func drain() async { await self.pool.drain() }

    /// Runs a task; exactly one report follows, unless the pool is abandoned first.
    ///
    /// When the time is over a failure is reported at once and the work is cancelled. Work that does not heed its
    /// cancellation keeps its place in the pool until it ends, and its late answer is dropped.
    private func run(_ assignment: Assignment, _ number: Int) {  // [tour:6]
        let task = assignment.task
        let function = self.registry.find(task.function)
        let deadline = self.deadlines.set(after: task.timeout) { self.expire(assignment, number) }
        // unstructured: it outlives the turn that started it; the pool keeps count of it and cancels it.
        let work = Task {
            let context = FunctionContext(executionID: assignment.execution, stepPath: task.path, attempt: task.attempt)
            let result = await self.tracer.attempt(assignment) {
                await function?.run(task.input, context) ?? .failure(Self.unknown(task.function))
            }
            self.deadlines.cancel(deadline)
            let (isLate, next) = self.pool.finish(number)
            if !isLate { self.report(result, assignment, function?.function.version) }
            if let (assignment, number) = next { self.run(assignment, number) }
        }
        self.pool.set(work, for: number)
    }

    private func expire(_ assignment: Assignment, _ number: Int) {
        guard self.pool.giveUp(number) else { return }
        let task = assignment.task
        self.log.taskTimedOut(assignment)
        let message = "'\(task.function)' did not answer within \(DurationText.format(task.timeout))."
        self.report(.failure(Failure(code: FailureCode.timeout, message: message, isRetryable: true)), assignment, nil)
    }

    /// Makes the result an event for the execution.
    private func report(_ result: Result<JSONValue, Failure>, _ assignment: Assignment, _ version: Int?) {
        let task = assignment.task
        let event: IncomingEvent =
            switch result {
            case .success(let output):
                .taskCompleted(path: task.path, attempt: task.attempt, output: output, functionVersion: version)
            case .failure(let failure): .taskFailed(path: task.path, attempt: task.attempt, failure: failure)
            }
        // A closed mailroom means that the engine has stopped; the task is then still open in the database.
        _ = self.mailroom.post(Delivery(event: event), to: assignment.execution)
    }

    private static func unknown(_ function: String) -> Failure {
        Failure(code: FailureCode.functionNotFound, message: "No function '\(function)' is registered on this server.")
    }
}
