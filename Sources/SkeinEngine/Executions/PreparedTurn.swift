// SPDX-License-Identifier: Apache-2.0

import SkeinInterpreter
import SkeinModel
import SkeinStorage

/// A turn that has been decided and is to be stored.
final class PreparedTurn: Sendable {
    let execution: LiveExecution
    /// What to store; `nil` when the events changed nothing.
    let commit: TurnCommit?
    /// The tasks to run once it is stored.
    let tasks: [TaskRequest]
    /// The paths of the tasks to stop once it is stored.
    let calledBack: [String]
    /// The executions to cancel once it is stored.
    let childrenCalledBack: [ExecutionID]
    private let mail: Mail
    private let answers: [Answer]

    /// What became of one event.
    private struct Answer {
        var refusal: SkeinError?
        var isRepeat = false
    }

    /// Decides what the mail of an execution comes to, pure functions included.
    ///
    /// - Throws: ``HistoryError`` when the execution's state and version do not belong together.
    init(_ mail: Mail, _ execution: inout LiveExecution, registry: FunctionRegistry, clock: any EngineClock) throws {
        var now = clock.now()
        var builder = TurnBuilder(after: execution.state.sequence)
        var answers: [Answer] = []
        var childrenCalledBack: [ExecutionID] = []
        for delivery in mail.deliveries {
            var answer = Answer()
            var incoming = [delivery.event]
            let before = execution.version
            if let upgrade = delivery.upgrade {
                answer.refusal = execution.upgrade(to: upgrade)
                if answer.refusal != nil { incoming = [] }
            }
            while let event = incoming.popLast() {
                now = clock.now()
                let circumstances = Circumstances(now: now, random: clock.random())
                let decision = try execution.version.interpreter.decide(event, in: &execution.state, circumstances)
                answer.refusal = answer.refusal ?? decision.refusal
                answer.isRepeat = answer.isRepeat || decision.isRepeat
                builder.add(decision, to: &execution, at: now)
                // In their order: a task can be called back by the decision that made it.
                for command in decision.commands {
                    switch command {
                    case .runTask(let task):
                        if let result = Self.runInline(task, registry) {
                            incoming.append(result)
                        } else {
                            builder.open(task, in: &execution)
                        }
                    case .cancelTask(let path): builder.callBack(path, &execution)
                    case .cancelChild(_, let child): childrenCalledBack.append(child)
                    case .setTimer, .cancelTimer: break
                    }
                }
            }
            if answer.refusal != nil { execution.version = before }
            answers.append(answer)
        }
        self.mail = mail
        self.answers = answers
        let work = Self.work(mail.look, builder, execution)
        self.tasks = work.tasks
        self.calledBack = work.calledBack
        self.childrenCalledBack = childrenCalledBack
        // Time has gone on since the start, with the functions that ran inside the turn.
        let new = mail.deliveries.first?.start?.new(at: execution.state.startedAt)
        self.commit = builder.isEmpty ? nil : builder.commit(execution, new: new, at: now)
        self.execution = execution
    }

    /// The tasks to run and those to stop, once the turn is stored.
    ///
    /// - Parameters:
    ///   - running: The tasks that this node runs, if the execution was read anew; then all that are out are compared.
    ///   - builder: What the turn itself does.
    ///   - execution: The execution after the turn.
    /// - Returns: The tasks to run, and the paths of those to stop.
    private static func work(
        _ running: [String: Int]?,
        _ builder: TurnBuilder,
        _ execution: LiveExecution
    ) -> (tasks: [TaskRequest], calledBack: [String]) {
        guard let running else { return (builder.tasks, builder.calledBack) }
        let pending = execution.pendingTasks
        let isOut = Dictionary(pending.map { ($0.path, $0.attempt) }, uniquingKeysWith: { $1 })
        let gone = running.filter { isOut[$0.key] != $0.value }.keys.sorted()
        return (pending.filter { running[$0.path] != $0.attempt }, gone)
    }

    /// The result of a pure function; `nil` for one that has to wait for the turn to be durable.
    private static func runInline(_ task: TaskRequest, _ registry: FunctionRegistry) -> IncomingEvent? {
        guard case .function(let name) = task.work else { return nil }
        guard let function = registry.find(name) else {
            let message = "No function '\(name)' is registered on this server."
            let failure = Failure(code: FailureCode.functionNotFound, message: message)
            return .taskFailed(path: task.path, attempt: task.attempt, failure: failure)
        }
        guard function.runsInline else { return nil }
        switch function.run(task.input) {
        case .success(let output):
            let version = function.function.version
            return .taskCompleted(path: task.path, attempt: task.attempt, output: output, functionVersion: version)
        case .failure(let failure): return .taskFailed(path: task.path, attempt: task.attempt, failure: failure)
        }
    }

    /// Whether the execution ends with it.
    var ends: Bool {
        guard self.execution.state.status.isTerminal, let commit = self.commit else { return false }
        return commit.events.contains { $0.kind == "execution_ended" }
    }

    /// The paths of the tasks that nobody runs after it.
    var closedTasks: [String] { (self.commit?.closedTasks ?? []) + (self.mail.look == nil ? [] : self.calledBack) }

    /// When the earliest of the timers that it sets is due.
    var earliestTimer: Timestamp? { self.commit?.setTimers.map(\.fireAt).min() }

    /// Tells the callers what became of their events.
    func answer() {
        for (delivery, answer) in zip(self.mail.deliveries, self.answers) {
            guard let reply = delivery.reply else { continue }
            if let refusal = answer.refusal {
                reply(.failure(refusal))
            } else {
                let (id, isRepeat) = (self.execution.id, answer.isRepeat)
                reply(.success(TurnOutcome(executionID: id, execution: self.execution, isRepeat: isRepeat)))
            }
        }
    }

    /// The start was done before: the caller gets that execution.
    func answerRepeated(_ reference: String, _ mailroom: Mailroom) {
        let id = ExecutionID(reference) ?? self.execution.id
        for delivery in self.mail.deliveries {
            delivery.reply?(.success(TurnOutcome(executionID: id, execution: nil, isRepeat: true)))
        }
        mailroom.finish(self.execution.id)
    }

    /// Another writer was faster: the events are decided again on what it wrote.
    func retry(_ mailroom: Mailroom) { mailroom.putBack(self.mail) }

    /// The turn could not be stored.
    ///
    /// A start is refused, because its caller waits; anything else comes again, because it has happened and must not be
    /// lost.
    func fail(_ error: any Error, _ mailroom: Mailroom) {
        if self.mail.deliveries.first?.start == nil {
            mailroom.putBack(self.mail)
        } else {
            for delivery in self.mail.deliveries { delivery.reply?(.failure(error)) }
            mailroom.finish(self.execution.id)
        }
    }
}

/// What became of an event that a caller handed in.
struct TurnOutcome: Sendable {
    let executionID: ExecutionID
    /// The execution after the turn; `nil` when the request had been done before.
    let execution: LiveExecution?
    /// Whether the request had been done before.
    let isRepeat: Bool
}

/// What starting an execution needs beside its event.
struct StartContext: Sendable {
    let version: CompiledVersion
    let userID: String
    let projectID: String?
    let claim: IdempotencyClaim?
    /// The step run that starts it.
    var parent: ParentReference?

    func new(at startedAt: Timestamp) -> NewExecution {
        NewExecution(
            definitionID: self.version.definitionID,
            definitionKey: self.version.reference.key,
            version: self.version.reference.version,
            contentHash: self.version.reference.contentHash,
            userID: self.userID,
            projectID: self.projectID,
            startedAt: startedAt,
            claim: self.claim,
            parent: self.parent.map { ParentLink(executionID: $0.executionID, path: $0.path, waits: $0.waits) }
        )
    }
}
