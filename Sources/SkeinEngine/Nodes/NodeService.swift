// SPDX-License-Identifier: Apache-2.0

import SkeinInterpreter
import SkeinModel
import SkeinStorage

/// Makes this engine a node, and keeps it one: renews its lease, takes up what belongs to it, hears what others say.
///
/// A lease is kept in real time, whatever clock the engine goes by: the database's clock decides about it.
struct NodeService: Sendable {
    let storage: any Storage
    let node: NodeDescription
    let library: DefinitionLibrary
    let mailroom: Mailroom
    let dispatcher: TaskDispatcher
    let children: ChildStarter
    let timers: TimerService
    let waiters: SettledWaiters
    let idle: IdleExecutions
    let clock: any EngineClock
    /// How many executions may have tasks out here before no more are taken on.
    let capacity: Int
    /// Gets the database's time whenever it is learnt.
    let onTime: @Sendable (Timestamp) -> Void
    let log: EngineLog
    private let bell = Bell()
    private let leaseEnd = LeaseEnd()

    /// How often a node attends when nobody calls it.
    private static let pause = Duration.seconds(1)
    /// How often at first: a node that takes the place of one that has died finds it out in its second round.
    private static let firstPause = Duration.milliseconds(350)
    /// How often it is looked whether an execution that somebody waits for has been moved on by another node.
    private static let glance = Duration.milliseconds(150)

    init(
        storage: any Storage,
        node: NodeDescription,
        library: DefinitionLibrary,
        runner: ExecutionRunner,
        capacity: Int,
        onTime: @escaping @Sendable (Timestamp) -> Void
    ) {
        self.storage = storage
        self.node = node
        self.library = library
        self.mailroom = runner.mailroom
        self.dispatcher = runner.dispatcher
        self.children = runner.children
        self.timers = runner.timers
        self.waiters = runner.waiters
        self.idle = runner.idle
        self.clock = runner.clock
        self.capacity = node.roles.contains(.engine) ? capacity : 0
        self.onTime = onTime
        self.log = runner.log
    }

    /// Makes this engine a node.
    ///
    /// - Throws: ``SkeinError`` `storage-unavailable`.
    func join() async throws {
        let begun = ContinuousClock.now
        let number = try await self.storage.join(self.node, now: self.clock.now())
        self.leaseEnd.set(begun + self.storage.lease)
        self.log.joined(number)
        if self.node.roles.contains(.engine) { try await self.children.recover() }
    }

    /// Attends until the surrounding task is cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.attend() }
            if self.storage.isShared {
                group.addTask { await self.listen() }
                group.addTask { await self.watchLease() }
                group.addTask { await self.watchWaits() }
            }
        }
    }

    /// Takes nothing more on, because the node is about to leave.
    func takeNoMore() { self.leaseEnd.makeLast() }

    /// Gives back what belongs to this node; when the database is away, the end of the lease does that.
    func leave() async {
        do {
            try await self.storage.leave()
        } catch {
            self.log.nodeFailed("leave", error)
        }
    }

    private func attend() async {
        var rounds = 0
        while !Task.isCancelled {
            do {
                if !self.leaseEnd.isSet { try await self.join() }
                if try await self.attendOnce() { continue }
                // Nobody else can change what it has taken up.
                if !self.storage.isShared { return }
            } catch is CancellationError {
                return
            } catch {
                self.log.nodeFailed("attend", error)
            }
            rounds += 1
            await self.bell.wait(upTo: rounds < 3 ? Self.firstPause : Self.pause)
        }
    }

    /// Renews the lease and takes up what there is.
    ///
    /// - Returns: Whether there may be more at once.
    private func attendOnce() async throws -> Bool {
        let begun = ContinuousClock.now
        let free = self.leaseEnd.isLast ? 0 : max(0, self.capacity - self.mailroom.population)
        let attendance = try await self.storage.attend(takingOn: free, lettingGo: self.idle.take())
        guard attendance.isMember else {
            self.lose()
            return true
        }
        self.leaseEnd.set(begun + self.storage.lease)
        if let time = attendance.time { self.onTime(time) }
        for id in attendance.executions { self.mailroom.look(at: id) }
        if !attendance.executions.isEmpty || !attendance.dead.isEmpty { self.timers.wake(by: self.clock.now()) }
        if attendance.dead.isEmpty { return false }
        self.log.tookOver(attendance.dead)
        try await self.children.recover()
        return true
    }

    /// Stops what this node does for executions that others have taken on, or will.
    private func lose() {
        guard self.leaseEnd.clear() else { return }
        self.log.leaseLost()
        self.dispatcher.disown()
        self.mailroom.disown()
    }

    /// Stops the node's work when its lease runs out while the database cannot be reached.
    private func watchLease() async {
        while !Task.isCancelled {
            let now = ContinuousClock.now
            let end = self.leaseEnd.value ?? now + self.storage.lease
            if end <= now { self.lose() }
            try? await Task.sleep(until: max(end, now + .milliseconds(100)), clock: .continuous)
        }
    }

    private func listen() async {
        guard let news = try? self.storage.news() else { return }
        for await item in news {
            switch item {
            case .work: self.bell.ring()
            case .timers: self.timers.wake(by: self.clock.now())
            case .definitions: self.library.current.forget()
            case .deaf: self.library.current.distrust()
            case .listening:
                self.library.current.trust()
                self.bell.ring()
            }
        }
    }

    /// Tells callers who wait here for executions that other nodes move on.
    private func watchWaits() async {
        var seen: [ExecutionID: Int] = [:]
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.glance)
            let ids = self.waiters.awaited.filter { !self.mailroom.holds($0) }
            seen = seen.filter { ids.contains($0.key) }
            guard !ids.isEmpty, let sequences = try? await self.storage.lastSequences(of: Array(ids)) else { continue }
            for (id, sequence) in sequences where seen[id] != sequence {
                guard let execution = try? await self.loader.load(id) else { continue }
                seen[id] = execution.state.sequence
                self.waiters.settle(execution)
            }
        }
    }

    private var loader: ExecutionLoader { ExecutionLoader(storage: self.storage, library: self.library) }
}
