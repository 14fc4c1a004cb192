// SPDX-License-Identifier: Apache-2.0

import SeededRandom
import SkeinInterpreter
import SkeinModel

/// What stands round the interpreter in a simulation: a store that survives crashes, and functions, people, signals and
/// operators that do what a seed says.
struct SimulatedWorld {
    /// A defect of the shell that a simulation has to find.
    enum Defect {
        case none
        /// Timers are forgotten in a crash.
        case timersAreNotArmedAgain
        /// Tasks that were out are forgotten in a crash.
        case tasksAreNotHandedOutAgain
        /// What was decided last before a crash is lost.
        case theLastCommitIsLost
    }

    /// The history as the database has it: kinds, payloads as text, times.
    private(set) var events: [(kind: String, payload: String, time: Timestamp)] = []
    /// The tasks that are out.
    private(set) var tasks: [TaskRequest] = []
    private(set) var timers: [TimerID: Timestamp] = [:]
    /// The other executions that steps wait for.
    private(set) var children: [(path: String, id: ExecutionID)] = []
    private(set) var now = IncomingReader.start
    private var random: SeededGenerator
    private let defect: Defect

    init(seed: UInt64, defect: Defect) {
        self.random = SeededGenerator(seed: seed &* 31)
        self.defect = defect
    }

    /// What the execution is started on.
    mutating func input() -> JSONValue {
        [
            "a": .bool(self.random.chance(2)), "n": .int(Int64.random(in: 0...6, using: &self.random)),
            "level": .double(self.random.pick([0, 0.5, 1])), "list": ["p", "q/[r]%"],
        ]
    }

    /// Stores what was decided: events and commands together, as one transaction does.
    mutating func commit(_ decision: Decision) {
        for event in decision.events {
            self.events.append((event.kind, JSONWriter.text(event.payload), self.now))
        }
        for command in decision.commands {
            switch command {
            case .runTask(let task): self.tasks.append(task)
            case .setTimer(let timer, let time): self.timers[timer] = time
            case .cancelTimer(let timer): self.timers[timer] = nil
            case .cancelTask(let path): self.tasks.removeAll { $0.path == path }
            case .cancelChild(_, let id): self.children.removeAll { $0.id == id }
            }
        }
    }

    /// Whether everything in memory is lost now.
    mutating func crashes() -> Bool { self.random.chance(4) }

    /// What is left after a crash.
    mutating func restart() {
        switch self.defect {
        case .none: break
        case .timersAreNotArmedAgain: self.timers = [:]
        case .tasksAreNotHandedOutAgain: self.tasks = []
        case .theLastCommitIsLost: if !self.events.isEmpty { self.events.removeLast() }
        }
    }

    /// What happens next: mostly what was asked for, sometimes a report that nobody waits for.
    mutating func next(_ state: ExecutionState) -> IncomingEvent? {
        self.now = self.now + .milliseconds(10)
        if self.random.chance(10) { return .taskCompleted(path: "s1", attempt: 9, output: 1) }
        if self.random.chance(10) { return .timerFired(.retry(path: "s2", attempt: 9)) }
        if self.random.chance(4), let event = self.somebody(state) { return event }
        if !self.tasks.isEmpty { return self.report() }
        if !self.children.isEmpty, self.random.chance(2) {
            return self.endChild(at: self.random.below(self.children.count))
        }
        if state.status == .awaitingApproval, self.timers.isEmpty || self.random.chance(2) {
            if let decision = self.decision(state) { return decision }
        }
        if state.isPaused { return .control(Self.control(.resume, nil)) }
        if !state.blocked.isEmpty { return .control(Self.control(.advance, self.random.pick(state.blocked))) }
        guard
            let (timer, time) = self.timers.min(by: { ($0.value, $0.key.description) < ($1.value, $1.key.description) })
        else { return self.somebody(state) }
        self.timers[timer] = nil
        self.now = max(self.now, time)
        return .timerFired(timer)
    }

    private mutating func report() -> IncomingEvent {
        let task = self.tasks.remove(at: self.random.below(self.tasks.count))
        if case .workflow(let child) = task.work, !self.random.chance(4) {
            if child.waits { self.children.append((task.path, child.executionID)) }
            // A quick child has ended before anybody says that it has started.
            if child.waits, self.random.chance(4) { return self.endChild(at: self.children.count - 1) }
            return .childStarted(
                ChildStarted(path: task.path, executionID: child.executionID, definition: Self.other)
            )
        }
        if self.random.chance(2) {
            return .taskCompleted(path: task.path, attempt: task.attempt, output: task.input)
        }
        let code = self.random.pick(["boom", "timeout"])
        let failure = Failure(code: code, message: "No", isRetryable: !self.random.chance(3))
        return .taskFailed(path: task.path, attempt: task.attempt, failure: failure)
    }

    private static let other = DefinitionReference(
        key: "other",
        version: 1,
        contentHash: ContentHash(bytes: [UInt8](repeating: 3, count: 32))
    )

    private mutating func endChild(at index: Int) -> IncomingEvent {
        let child = self.children.remove(at: index)
        let status = self.random.pick([ExecutionStatus.completed, .completed, .failed, .rejected, .cancelled])
        return .childEnded(
            ChildEnded(
                path: child.path,
                executionID: child.id,
                definition: Self.other,
                status: status,
                output: 7,
                failure: status == .completed ? nil : Failure(code: "boom", message: "No", isRetryable: true)
            )
        )
    }

    private mutating func decision(_ state: ExecutionState) -> IncomingEvent? {
        guard let approval = state.approval else { return nil }
        return .approvalDecided(
            ApprovalDecided(
                approvalID: approval.request.approvalID,
                decision: self.random.chance(3) ? .reject : .approve,
                decidedBy: self.random.pick(["ana", "eve", "max", "ida"]),
                roles: [],
                note: "because",
                evidenceHash: approval.request.evidenceHash
            )
        )
    }

    /// What a person, an operator or another system may do at any time.
    private mutating func somebody(_ state: ExecutionState) -> IncomingEvent? {
        let open = state.steps.filter { !$0.value.status.isTerminal }.keys.sorted()
        if self.random.chance(12), !state.steps.isEmpty {
            let begun = state.steps.keys.sorted()
            return .control(Self.control(.rewind, self.random.chance(3) ? nil : self.random.pick(begun)))
        }
        switch self.random.below(14) {
        case 12: return .control(Self.control(.advance, self.random.pick([nil] + state.blocked)))
        case 13 where !open.isEmpty: return .control(Self.control(.complete, self.random.pick(open)))
        case 0: return .control(Self.control(.pause, nil))
        case 1: return .control(Self.control(.resume, nil))
        case 2 where !open.isEmpty: return .control(Self.control(.skip, self.random.pick(open)))
        case 3 where self.random.chance(10): return .control(Self.control(.cancel, nil))
        case 4, 5, 6:
            let id = "signal-\(UInt8.random(in: 0...200, using: &self.random))"
            let name = self.random.pick(["red", "blue"])
            return .signal(SignalReceived(id: id, name: name, payload: ["n": 1], sentBy: "eve"))
        case 7:
            let id = "broadcast-\(UInt8.random(in: 0...200, using: &self.random))"
            return .broadcast(SignalReceived(id: id, name: "red", payload: 1, sentBy: "workflow"))
        default: return self.person(open.compactMap { state.steps[$0]?.humanTask?.content.id })
        }
    }

    private mutating func person(_ asked: [HumanTaskID]) -> IncomingEvent? {
        guard !asked.isEmpty else { return nil }
        let decision = self.random.pick(["approve", "reject"])
        let answer = HumanRequest.Action.complete(data: [:], decision: decision, note: "because")
        let action = self.random.pick([answer, answer, answer, .claim, .release, .delegate(to: ["ida"])])
        let by = self.random.pick(["ida", "eve"])
        return .human(HumanRequest(taskID: self.random.pick(asked), action: action, by: by, roles: ["manager"]))
    }

    static func control(_ action: ControlEvent.Action, _ path: String?) -> ControlEvent {
        ControlEvent(action: action, path: path, by: "ops", note: "test")
    }
}
