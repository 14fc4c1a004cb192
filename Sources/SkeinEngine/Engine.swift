// SPDX-License-Identifier: Apache-2.0

package import Logging
import ServiceLifecycle
package import SkeinDefinition
import SkeinInterpreter
package import SkeinModel
package import SkeinStorage
package import Tracing

/// The shell round the interpreter: everything that runs executions on one database.
///
/// It is the façade of the engine; the work is done by the parts it is composed of.
package struct Engine: Service {
    /// What can be set.
    package struct Settings: Sendable {
        /// How many tasks run at a time.
        package var taskLimit = 1024
        /// How many threads turns and tasks share; a function that blocks takes one while it does.
        package var threadLimit = 8
        /// How long tasks under way may take when the engine stops; then they are left for the next start.
        package var shutdownGrace = Duration.seconds(10)
        package var definitionLimits = DefinitionLimits()
        /// What this engine is called among the nodes on its database.
        package var nodeName = "engine"
        /// The Skein that it belongs to.
        package var version = "unknown"
        /// What it does; without `engine` it stores turns and leaves tasks and timers to other nodes.
        package var roles = Set(NodeRole.allCases)
        /// Gets the database's time whenever it is learnt, so that all nodes can go by one clock.
        package var onDatabaseTime: @Sendable (Timestamp) -> Void = { _ in }
        /// How long ended executions are kept whose definition does not say; `nil` for ever.
        package var retention: Duration?

        package init() {}
    }

    package let library: DefinitionLibrary
    package let registry: FunctionRegistry
    package let storage: any Storage
    package let clock: any EngineClock
    private let settings: Settings
    private let runner: ExecutionRunner
    private let nodes: NodeService
    private let deadlines: DeadlineWatch
    private let retention: RetentionService
    private let threads: EngineThreads
    private let log: EngineLog
    private let tracer: ExecutionTracer
    let broadcaster: Broadcaster

    package init(
        storage: any Storage,
        registry: FunctionRegistry,
        clock: any EngineClock = SystemClock(),
        settings: Settings = Settings(),
        tracer: any Tracer = InstrumentationSystem.tracer,
        logger: Logger
    ) {
        self.storage = storage
        self.registry = registry
        self.clock = clock
        self.settings = settings
        self.log = EngineLog(logger)
        self.retention = RetentionService(storage: storage, clock: clock, log: self.log, standard: settings.retention)
        let mailroom = Mailroom()
        let deadlines = DeadlineWatch(clock: clock)
        self.deadlines = deadlines
        self.library = DefinitionLibrary(
            storage: storage,
            registry: registry,
            clock: clock,
            limits: settings.definitionLimits
        )
        let tracer = ExecutionTracer(tracer)
        let threads = EngineThreads(limit: settings.threadLimit) { mailroom.isCalm }
        self.threads = threads
        let broadcaster = Broadcaster(storage: storage, mailroom: mailroom, clock: clock)
        self.broadcaster = broadcaster
        let children = ChildStarter(storage: storage, library: self.library, mailroom: mailroom, clock: clock)
        self.tracer = tracer
        self.runner = ExecutionRunner(
            storage: storage,
            library: self.library,
            registry: registry,
            clock: clock,
            mailroom: mailroom,
            dispatcher: TaskDispatcher(
                registry: registry,
                deadlines: deadlines,
                mailroom: mailroom,
                children: children,
                broadcaster: broadcaster,
                limit: settings.taskLimit,
                tracer: tracer,
                threads: threads,
                log: self.log
            ),
            children: children,
            timers: TimerService(storage: storage, clock: clock, mailroom: mailroom, log: self.log),
            waiters: SettledWaiters(),
            tracer: tracer,
            threads: threads,
            log: self.log
        )
        self.nodes = NodeService(
            storage: storage,
            node: NodeDescription(name: settings.nodeName, version: settings.version, roles: settings.roles),
            library: self.library,
            runner: self.runner,
            capacity: settings.taskLimit * 4,
            onTime: settings.onDatabaseTime
        )
    }

    /// Starts an execution; it is durable when this returns.
    ///
    /// - Parameters:
    ///   - request: What to execute, on what, for whom.
    ///   - wait: How long to wait for the execution to settle: to end, or to need a person.
    /// - Returns: The execution as it stands then.
    /// - Throws: ``SkeinError`` `definition-not-found`, `version-not-found`, `definition-not-executable`,
    ///   `function-not-found`, `input-invalid` with every fault, `idempotency-key-reused`, `storage-unavailable`.
    package func start(_ request: StartRequest, wait: Duration = .zero) async throws -> ExecutionDetail {  // [tour:2]
        let version = try await self.library.executable(request.definition, version: request.version)
        let started = try request.event(of: version, id: self.newID(), trace: self.tracer.carrier)
        let (id, context) = (started.executionID, request.context(version))
        guard wait > .zero else {
            let outcome = try await self.runner.handle(.start(started), for: id, start: context)
            if let execution = outcome.execution { return ExecutionDetail(execution) }
            return try await self.execution(outcome.executionID, isRepeat: true)
        }
        switch try await self.start(started, context, within: wait) {
        case .settled(let execution): return ExecutionDetail(execution)
        case .open: return try await self.execution(id)
        case .repeated(let id): return try await self.execution(id, wait: wait, isRepeat: true)
        }
    }

    /// Starts an execution, and waits for it to settle.
    private func start(
        _ started: ExecutionStarted,
        _ context: StartContext,
        within wait: Duration
    ) async throws -> SettledWait.Outcome {
        let id = started.executionID
        let settled = self.runner.waiters.register(id, awaitsStart: true)
        defer { self.runner.waiters.remove(settled, id) }
        // The turn follows on this thread, which waits from here on anyway.
        self.threads.gather {
            self.runner.handle(.start(started), for: id, start: context) { settled.acknowledge($0) }
        }
        return try await settled.outcome(within: wait, self.deadlines)
    }

    /// Runs what answers callers where a request, its turns and its answer need no second thread.
    package func withThreads<Value: Sendable>(
        _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withTaskExecutorPreference(self.threads.requests) { try await body() }
    }

    /// An execution as it stands, or as it stands when it has settled.
    ///
    /// - Parameters:
    ///   - id: The execution.
    ///   - wait: How long to wait for it to settle.
    ///   - isRepeat: Whether the request that asks had been done before.
    /// - Returns: The execution.
    /// - Throws: ``SkeinError`` `execution-not-found`.
    package func execution(
        _ id: ExecutionID,
        wait: Duration = .zero,
        isRepeat: Bool = false
    ) async throws -> ExecutionDetail {
        // Registered before it is read, so that it cannot settle unnoticed in between.
        let settled = wait > .zero ? self.runner.waiters.register(id) : nil
        defer { if let settled { self.runner.waiters.remove(settled, id) } }
        var execution = try await self.loader.load(id)
        if !execution.isSettled, let settled {
            switch try await settled.outcome(within: wait, self.deadlines) {
            case .settled(let after): execution = after
            case .open, .repeated: execution = try await self.loader.load(id)
            }
        }
        return ExecutionDetail(execution, isRepeat: isRepeat)
    }

    /// Takes a person's decision about an approval.
    ///
    /// The same decision by the same person again changes nothing and is answered as a repeat, even when the approval
    /// is closed by now: a caller that got no answer may ask again.
    ///
    /// - Returns: The execution after it.
    /// - Throws: ``SkeinError`` `approval-not-found`, `approval-closed`, `approval-forbidden`, `evidence-mismatch`,
    ///   `approval-note-missing`, `idempotency-key-reused`.
    package func decide(_ request: DecisionRequest) async throws -> ExecutionDetail {
        guard let record = try await self.storage.approval(request.approval) else {
            throw SkeinError(.approvalNotFound, "There is no approval '\(request.approval)'.")
        }
        let event = IncomingEvent.approvalDecided(request.event(standing: record.approval.evidenceHash))
        return try await self.take(event, for: record.executionID)
    }

    /// Hands an event to an execution.
    ///
    /// - Returns: The execution after it.
    func take(
        _ event: IncomingEvent,
        for id: ExecutionID,
        upgrade: CompiledVersion? = nil
    ) async throws -> ExecutionDetail {
        let outcome = try await self.runner.handle(event, for: id, upgrade: upgrade)
        if let execution = outcome.execution { return ExecutionDetail(execution, isRepeat: outcome.isRepeat) }
        return try await self.execution(id, isRepeat: outcome.isRepeat)
    }

    /// The events of an execution in order.
    ///
    /// - Throws: ``SkeinError`` `execution-not-found`.
    package func history(of id: ExecutionID, after sequence: Int, limit: Int) async throws -> [EventRecord] {
        let events = try await self.storage.history(of: id, after: sequence, limit: limit)
        if events.isEmpty, try await self.storage.execution(id) == nil { throw try await self.storage.absence(of: id) }
        return events
    }

    /// Runs executions until a graceful shutdown: becomes a node, takes up what an earlier process left, then fires timers
    /// and runs turns and tasks.
    ///
    /// On shutdown no more timers fire and no more tasks start; those under way have the grace period to end. What is
    /// left then stands in the database, and another node or the next start takes it up.
    ///
    /// - Throws: ``SkeinError`` `storage-unavailable` when it cannot begin.
    package func run() async throws {
        try await self.nodes.join()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.runner.run() }
            group.addTask {
                await self.work()
                self.runner.mailroom.close()
            }
            await withTaskGroup(of: Void.self) { watch in
                watch.addTask { await self.deadlines.run() }
                watch.addTask { await self.nodes.run() }
                await group.waitForAll()
                watch.cancelAll()
            }
        }
        // unstructured: it has to be done although the engine may have been cancelled.
        await Task { await self.nodes.leave() }.value
        self.threads.close()
        self.log.stopped()
    }

    /// Fires timers and erases what is due until a graceful shutdown or cancellation, then lets the tasks under way end.
    private func work() async {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                guard self.settings.roles.contains(.engine) else {
                    try? await gracefulShutdown()
                    return
                }
                group.addTask { await self.retention.run() }
                await self.runner.timers.run()
                group.cancelAll()
            }
        }
        self.nodes.takeNoMore()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.runner.dispatcher.drain() }
            group.addTask { try? await self.clock.sleep(for: self.settings.shutdownGrace) }
            await group.next()
            group.cancelAll()
        }
    }

    var loader: ExecutionLoader { ExecutionLoader(storage: self.storage, library: self.library) }

    private func newID() -> ExecutionID { ExecutionID(UUIDv7(at: self.clock.now(), random: self.clock.random())) }
}
