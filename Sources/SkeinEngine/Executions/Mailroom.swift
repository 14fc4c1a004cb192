// SPDX-License-Identifier: Apache-2.0

import SkeinInterpreter
import SkeinModel
import Synchronization

/// Sorts events by execution, and sees to it that an execution has one turn at a time.
///
/// It also keeps the executions whose tasks are out, so that a result does not have to read the history again.
final class Mailroom: Sendable {
    private struct Box {
        var deliveries: [Delivery] = []
        /// Whether a turn is under way.
        var isBusy = false
        /// The execution, while no turn has it.
        var execution: LiveExecution?
        /// Whether others have changed it, so that what is in memory is out of date.
        var needsLook = false
        /// The tasks that this node runs, with their attempts.
        var tasks: [String: Int] = [:]

        var hasMail: Bool { self.needsLook || !self.deliveries.isEmpty }
        /// Whether there is nothing to remember.
        var isEmpty: Bool { !self.hasMail && self.execution == nil && self.tasks.isEmpty }

        mutating func note(opened: [TaskRequest], closed: [String]) {
            for path in closed { self.tasks[path] = nil }
            for task in opened { self.tasks[task.path] = task.attempt }
        }
    }

    private struct State {
        var boxes: [ExecutionID: Box] = [:]
        /// Executions that have mail and no turn under way, in order of arrival.
        var ready: [ExecutionID] = []
        var isClosed = false
        /// Whether the loop that waits for mail has something else to do.
        var isRung = false
        /// Wakes the loop that waits for mail.
        var bell: CheckedContinuation<Bool, Never>?

        mutating func takeBell() -> CheckedContinuation<Bool, Never>? {
            defer { self.bell = nil }
            return self.bell
        }
    }

    private let state = Mutex(State())

    /// How many executions have mail, have a turn under way or are kept in memory.
    var population: Int { self.state.withLock { $0.boxes.count } }
    /// Whether these are so few that a turn is not worth another thread.
    var isCalm: Bool { self.population <= 4 }
    /// Whether there is no mail that could be taken up now.
    var isQuiet: Bool { self.state.withLock { $0.ready.isEmpty } }

    /// Takes an event in.
    ///
    /// - Returns: Whether it was taken; `false` once the mailroom is closed.
    func post(_ delivery: Delivery, to id: ExecutionID) -> Bool {
        let (isTaken, bell) = self.state.withLock { state -> (Bool, CheckedContinuation<Bool, Never>?) in
            if state.isClosed { return (false, nil) }
            var box = state.boxes.removeValue(forKey: id) ?? Box()
            if !box.hasMail, !box.isBusy { state.ready.append(id) }
            box.deliveries.append(delivery)
            state.boxes[id] = box
            return (true, state.takeBell())
        }
        bell?.resume(returning: false)
        return isTaken
    }

    /// Has an execution read anew, and its tasks compared with those that this node runs.
    func look(at id: ExecutionID) {
        let bell = self.state.withLock { state -> CheckedContinuation<Bool, Never>? in
            if state.isClosed { return nil }
            var box = state.boxes.removeValue(forKey: id) ?? Box()
            if !box.hasMail, !box.isBusy { state.ready.append(id) }
            box.needsLook = true
            state.boxes[id] = box
            return state.takeBell()
        }
        bell?.resume(returning: false)
    }

    /// Forgets the executions in memory and the tasks that this node runs, because they belong to others now.
    func disown() {
        // What the executions hold is let go outside of the lock.
        let executions = self.state.withLock { state in
            var executions: [LiveExecution] = []
            for id in Array(state.boxes.keys) {
                guard var box = state.boxes.removeValue(forKey: id) else { continue }
                if let execution = box.execution.take() { executions.append(execution) }
                box.tasks = [:]
                if box.isBusy || !box.isEmpty { state.boxes[id] = box }
            }
            return executions
        }
        _ = executions
    }

    /// Whether what an execution comes to is seen here: it has mail, a turn under way or tasks.
    func holds(_ id: ExecutionID) -> Bool { self.state.withLock { $0.boxes[id] != nil } }

    /// Hands an event to an execution and returns when the turn that took it is durable.
    ///
    /// - Throws: ``SkeinError`` when the event was refused or could not be stored; then it changed nothing.
    func deliver(
        _ event: IncomingEvent,
        to id: ExecutionID,
        start: StartContext? = nil,
        upgrade: CompiledVersion? = nil
    ) async throws -> TurnOutcome {
        try await withCheckedThrowingContinuation { continuation in
            let delivery = Delivery(event: event, start: start, upgrade: upgrade) { continuation.resume(with: $0) }
            self.hand(delivery, to: id)
        }
    }

    /// Takes an event in, or tells its sender that the engine stops.
    func hand(_ delivery: Delivery, to id: ExecutionID) {
        if self.post(delivery, to: id) { return }
        delivery.reply?(.failure(SkeinError(.shuttingDown, "Skein shuts down and takes no new work.")))
    }

    /// The mail of executions that can have a turn now, waiting for some if there is none.
    ///
    /// - Parameter limit: At most this many; the others come with the next call.
    /// - Returns: None when ``ring()`` was called before any mail came; `nil` when the mailroom is closed and empty.
    func next(limit: Int) async -> [Mail]? {
        while true {
            let (mail, isRung) = self.takeReady(limit: limit)
            if isRung || !mail.isEmpty { return mail }
            let isDone = await withCheckedContinuation { (continuation: CheckedContinuation<Bool, Never>) in
                self.sleep(continuation)
            }
            if isDone { return nil }
        }
    }

    /// Wakes the loop that waits for mail.
    func ring() {
        let bell = self.state.withLock { state in
            state.isRung = true
            return state.takeBell()
        }
        bell?.resume(returning: false)
    }

    private func takeReady(limit: Int) -> ([Mail], isRung: Bool) {
        self.state.withLock { state in
            let ids = state.ready.prefix(limit)
            let mail = ids.compactMap { id -> Mail? in
                guard var box = state.boxes.removeValue(forKey: id) else { return nil }
                let mail = Mail(id: id, deliveries: box.deliveries, look: box.needsLook ? box.tasks : nil)
                if box.needsLook { box.execution = nil }
                box.needsLook = false
                box.deliveries = []
                box.isBusy = true
                state.boxes[id] = box
                return mail
            }
            state.ready.removeFirst(ids.count)
            defer { state.isRung = false }
            return (mail, state.isRung)
        }
    }

    /// The execution whose turn begins, if it is in memory.
    ///
    /// It is handed over, not shared: a second reference would make every change of its state a copy of the whole.
    func takeExecution(_ id: ExecutionID) -> LiveExecution? {
        self.state.withLock { $0.boxes[id]?.execution.take() }
    }

    /// Ends an execution's turn.
    ///
    /// - Parameters:
    ///   - id: The execution.
    ///   - execution: Its state, to be kept in memory until its tasks report.
    ///   - opened: The tasks that this node runs from now on.
    ///   - closed: The paths of the tasks that nobody runs any more.
    func finish(
        _ id: ExecutionID,
        keeping execution: LiveExecution? = nil,
        opened: [TaskRequest] = [],
        closed: [String] = []
    ) {
        let bell = self.state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard var box = state.boxes.removeValue(forKey: id) else { return nil }
            box.isBusy = false
            box.execution = execution
            box.note(opened: opened, closed: closed)
            if box.hasMail { state.ready.append(id) }
            if !box.isEmpty { state.boxes[id] = box }
            return box.hasMail || state.isClosed ? state.takeBell() : nil
        }
        bell?.resume(returning: false)
    }

    /// Ends a turn that was not stored: its events come before those that arrived meanwhile, on the stored state.
    func putBack(_ mail: Mail) {
        let bell = self.state.withLock { state -> CheckedContinuation<Bool, Never>? in
            var box = state.boxes.removeValue(forKey: mail.id) ?? Box()
            box.isBusy = false
            box.execution = nil
            box.deliveries = mail.deliveries + box.deliveries
            box.needsLook = box.needsLook || mail.look != nil
            state.boxes[mail.id] = box
            state.ready.append(mail.id)
            return state.takeBell()
        }
        bell?.resume(returning: false)
    }

    /// Takes no more mail; what is there will be worked off.
    func close() {
        let bell = self.state.withLock { state in
            state.isClosed = true
            return state.takeBell()
        }
        bell?.resume(returning: false)
    }

    private func sleep(_ continuation: CheckedContinuation<Bool, Never>) {
        enum Next { case wait, again, done }
        let next = self.state.withLock { state -> Next in
            if state.isRung || !state.ready.isEmpty { return .again }
            if state.isClosed, !state.boxes.values.contains(where: { $0.isBusy || $0.hasMail }) {
                return .done
            }
            state.bell = continuation
            return .wait
        }
        switch next {
        case .wait: break
        case .again: continuation.resume(returning: false)
        case .done: continuation.resume(returning: true)
        }
    }
}
