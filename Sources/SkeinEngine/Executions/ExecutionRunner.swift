// SPDX-License-Identifier: Apache-2.0

import SkeinInterpreter
import SkeinModel
import SkeinStorage

/// Runs turns: takes the events that have arrived, lets the interpreter decide, stores what it decided, and only then
/// acts on it.
///
/// One loop serves all executions. While a group of turns is being made durable, the next group is decided. An
/// execution has at most one turn under way; what arrives meanwhile waits for the next.
struct ExecutionRunner: Sendable {
    let storage: any Storage
    let library: DefinitionLibrary
    let registry: FunctionRegistry
    let clock: any EngineClock
    let mailroom: Mailroom
    let dispatcher: TaskDispatcher
    let children: ChildStarter
    let timers: TimerService
    let waiters: SettledWaiters
    let tracer: ExecutionTracer
    let log: EngineLog
    /// Executions that need not belong to this node.
    let idle = IdleExecutions()
    private let threads: EngineThreads
    private let storing: StoringThreads

    /// How many turns are decided before it is looked whether others have been stored.
    private static let portion = 32

    init(
        storage: any Storage,
        library: DefinitionLibrary,
        registry: FunctionRegistry,
        clock: any EngineClock,
        mailroom: Mailroom,
        dispatcher: TaskDispatcher,
        children: ChildStarter,
        timers: TimerService,
        waiters: SettledWaiters,
        tracer: ExecutionTracer,
        threads: EngineThreads,
        log: EngineLog
    ) {
        self.storage = storage
        self.library = library
        self.registry = registry
        self.clock = clock
        self.mailroom = mailroom
        self.dispatcher = dispatcher
        self.children = children
        self.timers = timers
        self.waiters = waiters
        self.tracer = tracer
        self.threads = threads
        self.log = log
        self.storing = StoringThreads(storage.commitsAtOnce)
    }

    /// Hands an event to an execution and returns when the turn that took it is durable.
    ///
    /// - Throws: ``SkeinError`` when the event was refused or could not be stored; then it changed nothing.
    func handle(  // [tour:3]
        _ event: IncomingEvent,
        for id: ExecutionID,
        start: StartContext? = nil,
        upgrade: CompiledVersion? = nil
    ) async throws -> TurnOutcome {
        try await self.mailroom.deliver(event, to: id, start: start, upgrade: upgrade)
    }

    /// Hands an event to an execution; `reply` is called when the turn that took it is durable, or why there is none.
    func handle(
        _ event: IncomingEvent,
        for id: ExecutionID,
        start: StartContext,
        reply: @escaping @Sendable (Result<TurnOutcome, any Error>) -> Void
    ) {
        self.mailroom.hand(Delivery(event: event, start: start, reply: reply), to: id)
    }

    /// Runs turns until the mailroom is closed and empty.
    ///
    /// While turns are being stored, others are decided on another thread. What is decided while turns are being stored is stored next, so groups
    /// are as large as the load asks for and the disk never waits for a decision. With few executions turns are stored
    /// where they were decided, because handing them over takes longer: ``EngineThreads``.
    func run() async {
        await withTaskExecutorPreference(self.threads.turns) {
            while let mail = await self.mailroom.next(limit: Self.portion) {
                // Mail that was there already kept this thread from getting free.
                self.threads.giveAway()
                let turns = await self.prepare(mail)
                if self.storing.isIdle, self.mailroom.isCalm {
                    await self.conclude(turns, self.store(turns))
                } else if !turns.isEmpty {
                    self.storing.add(turns, storedBy: self.store, then: self.mailroom.ring)
                }
                for (turns, results) in self.storing.takeStored() { await self.conclude(turns, results) }
            }
        }
    }

    /// Decides a turn for each execution that has mail.
    private func prepare(_ mail: [Mail]) async -> [PreparedTurn] {
        var turns: [PreparedTurn] = []
        turns.reserveCapacity(mail.count)
        var missing: [Mail] = []
        for mail in mail {
            guard var execution = self.inMemory(mail) else {
                missing.append(mail)
                continue
            }
            if let turn = self.decide(mail, &execution) { turns.append(turn) }
        }
        if !missing.isEmpty { turns += await self.prepareFromHistory(missing) }
        return turns
    }

    private func decide(_ mail: Mail, _ execution: inout LiveExecution) -> PreparedTurn? {
        do {
            return try PreparedTurn(mail, &execution, registry: self.registry, clock: self.clock)
        } catch {
            self.refuse(mail, error)
            return nil
        }
    }

    private func refuse(_ mail: Mail, _ error: any Error) {
        // Who sends to an execution that is not there is told so; that is no fault of the engine.
        let code = (error as? SkeinError)?.code
        if code != .executionNotFound, code != .executionErased { self.log.turnFailed(mail.id, error) }
        for delivery in mail.deliveries { delivery.reply?(.failure(error)) }
        self.mailroom.finish(mail.id)
    }

    /// The execution that mail is for, unless it has to be read.
    private func inMemory(_ mail: Mail) -> LiveExecution? {
        if let execution = self.mailroom.takeExecution(mail.id) { return execution }
        guard mail.look == nil, let start = mail.deliveries.first?.start else { return nil }
        return LiveExecution(new: mail.id, version: start.version)
    }

    /// Decides turns of executions that are read at the same time: each reading is several waits for the database.
    private func prepareFromHistory(_ mail: [Mail]) async -> [PreparedTurn] {
        let loader = ExecutionLoader(storage: self.storage, library: self.library)
        let loaded = LoadedExecutions(count: mail.count)
        await withTaskGroup(of: Void.self) { group in
            for (place, mail) in mail.enumerated() {
                group.addTask { await loaded.load(mail.id, at: place, loader) }
            }
        }
        return mail.enumerated().compactMap { place, mail in
            do {
                var execution = try loaded.take(place)
                return self.decide(mail, &execution)
            } catch {
                self.refuse(mail, error)
                return nil
            }
        }
    }

    /// Makes turns durable.
    ///
    /// Those that change nothing need no transaction.
    private func store(_ turns: [PreparedTurn]) -> Result<[CommitResult], any Error> {
        let commits = turns.compactMap(\.commit)
        if commits.isEmpty { return .success([]) }
        do {
            return .success(try self.storage.commit(commits))
        } catch {
            return .failure(error)
        }
    }

    /// Acts on turns that are durable: runs tasks, sets timers, answers callers.
    private func conclude(_ turns: [PreparedTurn], _ results: Result<[CommitResult], any Error>) async {
        switch results {
        case .success(let results):
            self.threads.gather {
                var remaining = results[...]
                for turn in turns {
                    let result = turn.commit == nil ? .committed : remaining.popFirst() ?? .conflict
                    self.conclude(turn, result)
                }
            } keepingOne: {
                self.mailroom.isQuiet
            }
        case .failure(let error):
            self.log.commitFailed(turns.count, error)
            for turn in turns where turn.commit == nil { self.conclude(turn, .committed) }
            for turn in turns where turn.commit != nil { turn.fail(error, self.mailroom) }
            // The events of stored executions go back to their mailboxes; a disk that is full needs a moment.
            try? await self.clock.sleep(for: .milliseconds(500))
        }
    }

    private func conclude(_ turn: PreparedTurn, _ result: CommitResult) {
        switch result {
        case .committed:
            let execution = turn.execution
            for path in turn.calledBack { self.dispatcher.stop(path, of: execution.id) }
            for task in turn.tasks { self.dispatcher.submit(task, of: execution) }
            self.tellOthers(of: turn)
            if turn.commit == nil, execution.isIdle, self.storage.isShared { self.idle.add(execution) }
            let kept = execution.isIdle ? nil : execution
            self.mailroom.finish(execution.id, keeping: kept, opened: turn.tasks, closed: turn.closedTasks)
            turn.answer()
        case .committedElsewhere:
            self.tellOthers(of: turn)
            self.mailroom.finish(turn.execution.id, closed: turn.closedTasks)
            turn.answer()
        case .conflict: turn.retry(self.mailroom)
        case .repeated(let reference): turn.answerRepeated(reference, self.mailroom)
        case .keyReused:
            let message = "The Idempotency-Key was used with another request; a new request takes a new key."
            turn.fail(SkeinError(.idempotencyKeyReused, message), self.mailroom)
        }
    }

    /// Tells of a turn whom it concerns, wherever the execution's tasks run.
    private func tellOthers(of turn: PreparedTurn) {
        let execution = turn.execution
        for child in turn.childrenCalledBack { self.children.cancel(child, parent: execution.id) }
        if turn.ends { self.children.report(execution) }
        if let earliest = turn.earliestTimer { self.timers.wake(by: earliest) }
        self.waiters.settle(execution)
        if let commit = turn.commit { self.tracer.record(commit, of: execution) }
    }
}
