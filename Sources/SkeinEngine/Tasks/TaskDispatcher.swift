// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
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
        /// What the execution was started with.
        let started: ExecutionStarted?
    }

    let registry: FunctionRegistry
    let deadlines: DeadlineWatch
    let mailroom: Mailroom
    let children: ChildStarter
    let broadcaster: Broadcaster
    let tracer: ExecutionTracer
    let threads: EngineThreads
    let log: EngineLog
    private let pool: TaskPool

    init(
        registry: FunctionRegistry,
        deadlines: DeadlineWatch,
        mailroom: Mailroom,
        children: ChildStarter,
        broadcaster: Broadcaster,
        limit: Int,
        tracer: ExecutionTracer,
        threads: EngineThreads,
        log: EngineLog
    ) {
        self.registry = registry
        self.deadlines = deadlines
        self.mailroom = mailroom
        self.children = children
        self.broadcaster = broadcaster
        self.tracer = tracer
        self.threads = threads
        self.log = log
        self.pool = TaskPool(limit: limit)
    }

    /// Takes a task; it runs when there is room.
    func submit(_ task: TaskRequest, of execution: LiveExecution) {
        let assignment = Assignment(execution: execution.id, task: task, started: execution.state.started)
        if let number = self.pool.admit(assignment) { return self.run(assignment, number) }
        guard let limit = task.clocks.scheduleToStart else { return }
        _ = self.deadlines.set(after: limit) { self.giveUpWaiting(assignment, limit) }
    }

    /// Cancels a task that is not needed any more; its result does not count.
    func stop(_ path: String, of execution: ExecutionID) { self.pool.stop(path, of: execution) }

    /// Cancels all tasks, those in line included, because others run them now.
    func disown() { self.pool.disown() }

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
        let deadline = self.deadlines.set(after: task.timeout) {
            let message = "'\(task.work.name)' did not answer within \(DurationText.format(task.timeout))."
            self.expire(assignment, number, FailureCode.timeout, message)
        }
        let heartbeat = self.heartbeat(of: assignment, number)
        // unstructured: it outlives the turn that started it; the pool keeps count of it and cancels it.
        let work = Task(executorPreference: self.threads.functions) {
            let event = await self.perform(assignment, heartbeat)
            self.deadlines.cancel(deadline)
            heartbeat?.end()
            let (end, next) = self.pool.finish(number)
            if let (assignment, number) = next { self.run(assignment, number) }
            self.conclude(assignment, end, event)
        }
        self.pool.set(work, for: number)
    }

    private func conclude(_ assignment: Assignment, _ end: TaskPool.End, _ event: IncomingEvent?) {
        switch end {
        case .inTime:
            guard let event else { return }
            // The turn that takes up the result follows on this thread, unless another one has begun.
            self.threads.gather { self.report(event, assignment) }
        case .takenBack:
            // The step was cancelled, or gave up, while its child started. An engine that merely stops cancels nothing.
            guard case .workflow(let child) = assignment.task.work else { return }
            self.children.cancel(child.executionID, parent: assignment.execution)
        case .abandoned: break
        }
    }

    private func heartbeat(of assignment: Assignment, _ number: Int) -> Heartbeat? {
        assignment.task.clocks.heartbeat.map { limit in
            Heartbeat(limit: limit, self.deadlines) {
                let message = "'\(assignment.task.work.name)' gave no sign of life for \(DurationText.format(limit))."
                self.expire(assignment, number, FailureCode.heartbeatTimeout, message)
            }
        }
    }

    /// Does what the task asks for.
    ///
    /// - Returns: What the execution is told; `nil` when the engine stops before there is anything to tell.
    private func perform(_ assignment: Assignment, _ heartbeat: Heartbeat?) async -> IncomingEvent? {
        let task = assignment.task
        switch task.work {
        case .workflow(let child): return await self.children.start(child, for: assignment)
        case .emit(let event): return await self.broadcaster.emit(event, for: assignment)
        case .function(let name):
            let function = self.registry.find(name)
            let context = FunctionContext(
                executionID: assignment.execution,
                stepPath: task.path,
                attempt: task.attempt,
                heartbeat: { heartbeat?.beat() }
            )
            let result = await self.tracer.attempt(assignment) {
                await function?.run(task.input, context) ?? .failure(Self.unknown(name))
            }
            switch result {
            case .success(let output):
                let version = function?.function.version
                return .taskCompleted(path: task.path, attempt: task.attempt, output: output, functionVersion: version)
            case .failure(let failure):
                return .taskFailed(path: task.path, attempt: task.attempt, failure: failure)
            }
        }
    }

    private func expire(_ assignment: Assignment, _ number: Int, _ code: String, _ message: String) {
        guard self.pool.giveUp(number) else { return }
        self.timeOut(assignment, code, message)
    }

    /// A task has waited for a place for too long.
    private func giveUpWaiting(_ assignment: Assignment, _ limit: Duration) {
        guard self.pool.withdraw(assignment) else { return }
        let message = "No place was free for '\(assignment.task.work.name)' within \(DurationText.format(limit))."
        self.timeOut(assignment, FailureCode.scheduleToStartTimeout, message)
    }

    private func timeOut(_ assignment: Assignment, _ code: String, _ message: String) {
        self.log.taskTimedOut(assignment)
        let failure = Failure(code: code, message: message, isRetryable: true)
        let task = assignment.task
        self.report(.taskFailed(path: task.path, attempt: task.attempt, failure: failure), assignment)
    }

    /// Tells the execution.
    ///
    /// A closed mailroom means that the engine has stopped; the task is then still open in the database.
    private func report(_ event: IncomingEvent, _ assignment: Assignment) {
        _ = self.mailroom.post(Delivery(event: event), to: assignment.execution)
    }

    private static func unknown(_ function: String) -> Failure {
        Failure(code: FailureCode.functionNotFound, message: "No function '\(function)' is registered on this server.")
    }
}
