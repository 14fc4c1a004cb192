// SPDX-License-Identifier: Apache-2.0

package import SkeinDefinition
import SkeinInterpreter
package import SkeinModel
package import SkeinSchema

/// What a test is told of a registered function.
package struct KnownFunction: Sendable {
    /// Whether it reaches outside, so that a test does not run it unless it says so.
    package let isEffect: Bool
    package let input: Schema?
    package let output: Schema?

    package init(isEffect: Bool, input: Schema? = nil, output: Schema? = nil) {
        self.isEffect = isEffect
        self.input = input
        self.output = output
    }
}

/// Runs one test in virtual time, as a state machine.
///
/// It does what the engine does with the interpreter's decisions, but everything happens when the test says, and
/// waiting takes no time: the next timer or scripted thing is next. Only calls of registered functions are the
/// caller's:
///
/// ```swift
/// var run = TestRun(test, graph: graph, functions: functions, digest: digest)
/// while case .call(let call) = run.next() { run.answer(await result(of: call)) }
/// let outcome = run.outcome
/// ```
///
/// The same test always has the same outcome, as far as the functions have.
package struct TestRun {
    /// What the run needs next.
    package enum Request {
        /// The result of a function, given by ``TestRun/answer(_:)``.
        case call(Outcome.Call)
        /// Nothing: the execution has ended, or nothing wakes it any more.
        case done
    }

    let test: WorkflowTest
    let interpreter: Interpreter
    let digest: ContentDigest
    let functions: [String: KnownFunction]
    package internal(set) var outcome = Outcome()
    var state = ExecutionState()
    var agenda = Agenda()
    var now: Timestamp
    /// Real calls whose results the caller owes, with the virtual time that they take.
    var owed: [(task: TaskRequest, call: Outcome.Call, takes: Duration)] = []
    /// The attempts that are out, by the path of their step run.
    var tasks: [String: Int] = [:]
    /// The executions that were started, by the path of their step run.
    var children: [String: ExecutionID] = [:]
    var timers: [TimerID: Timestamp] = [:]
    /// How often each entry of the script has answered.
    var answered: [String: Int] = [:]
    private var hasStarted = false
    private var hasEnded = false
    private var turns = 0

    /// How many events a test may take before it counts as endless.
    static let turnLimit = 200_000

    /// Prepares a run.
    ///
    /// - Parameters:
    ///   - test: The test.
    ///   - graph: The definition.
    ///   - functions: The registered functions by name.
    ///   - digest: Computes the hash of approval evidence.
    ///   - timeZones: Where expressions look up named time zones.
    package init(
        _ test: WorkflowTest,
        graph: Graph,
        functions: [String: KnownFunction],
        digest: @escaping ContentDigest,
        timeZones: TimeZoneDatabase = .none
    ) {
        self.test = test
        self.interpreter = Interpreter(graph: graph, digest: digest, timeZones: timeZones)
        self.digest = digest
        self.functions = functions
        self.now = test.startsAt
    }

    var graph: Graph { self.interpreter.graph }

    /// Goes on until a function has to be called or nothing happens any more.
    package mutating func next() -> Request {
        if !self.hasStarted { self.start() }
        while self.outcome.faults.isEmpty {
            if let call = self.owed.first { return .call(call.call) }
            guard let (time, occurrence) = self.agenda.next() else { break }
            guard self.isStillMeant(occurrence) else { continue }
            self.now = max(self.now, time)
            self.take(occurrence)
        }
        if !self.hasEnded { self.end() }
        return .done
    }

    /// Takes the result of the call that ``next()`` asked for.
    package mutating func answer(_ result: Result<JSONValue, Failure>) {
        guard !self.owed.isEmpty else { return }
        let (task, _, takes) = self.owed.removeFirst()
        self.report(result, of: task, after: takes)
    }

    // MARK: Turns

    private mutating func start() {
        self.hasStarted = true
        let schema = self.graph.definition.inputSchema
        let input = schema.fillingDefaults(self.test.input)
        let violations = schema.validate(input)
        if let first = violations.first {
            let message = "The input does not satisfy input_schema: \(first.message) (at '\(first.instance)')"
            let problems = violations.map { Problem($0.code, at: $0.instance, $0.message, hint: $0.hint) }
            self.outcome.refusal = SkeinError(.inputInvalid, message, problems: problems)
            return
        }
        let definition = self.graph.definition
        let hash = self.digest(definition.hashedContent)
        self.decide(
            .start(
                ExecutionStarted(
                    executionID: ExecutionID(UUIDv7(at: self.now, random: (1, 1))),
                    definition: DefinitionReference(key: definition.key, version: 1, contentHash: hash),
                    input: input,
                    userID: self.test.userID,
                    projectID: self.test.projectID,
                    context: self.test.context,
                    isInteractive: self.test.isInteractive
                )
            ),
            expecting: nil
        )
        self.plan(at: .start)
    }

    /// Lets the interpreter decide, and does what follows from that.
    mutating func decide(_ event: IncomingEvent, expecting refusal: ExpectedRefusal?) {
        self.turns += 1
        guard self.turns <= Self.turnLimit else {
            let message = "The execution has not ended after \(Self.turnLimit) events."
            return self.fault("test-endless", self.test.pointer, message, hint: "Does a loop go on for ever?")
        }
        // All bits set: jitter takes the whole of a delay, so that tests can say how long it is.
        let circumstances = Circumstances(now: self.now, random: (.max, UInt64(self.turns)))
        let before = (sequence: self.state.sequence, status: self.state.status)
        let decision: Decision
        do throws(HistoryError) {
            decision = try self.interpreter.decide(event, in: &self.state, circumstances)
        } catch {
            return self.fault("internal-error", self.test.pointer, error.message)
        }
        self.outcome.history += decision.events.map { ($0, self.now) }
        if let refusal { self.note(decision.refusal, refusal) }
        for command in decision.commands { self.carryOut(command) }
        self.watch(decision.events, since: before.sequence, before.status)
    }

    /// Does what the engine would do with a command.
    private mutating func carryOut(_ command: Command) {
        switch command {
        case .runTask(let task): self.hand(out: task)
        case .setTimer(let timer, let time):
            self.timers[timer] = time
            self.agenda.add(.timer(timer), at: time)
        case .cancelTimer(let timer): self.timers[timer] = nil
        case .cancelTask(let path): self.tasks[path] = nil
        case .cancelChild(let path, _): self.children[path] = nil
        }
    }

    /// Whether something that was planned still has a meaning.
    ///
    /// Once the execution has ended only operators act, and what is expected to be refused.
    private func isStillMeant(_ occurrence: Agenda.Occurrence) -> Bool {
        let hasEnded = self.state.status.isTerminal || self.outcome.refusal != nil
        switch occurrence {
        case .result(let path, let attempt, _): return self.tasks[path] == attempt
        case .childStarted(let child): return self.children[child.path] == child.executionID
        case .childEnded(let child): return self.children[child.path] == child.executionID
        case .timer(let timer): return self.timers[timer] != nil
        case .move(let move, let taskID, let path):
            // A task that was closed, by a retry too, is nobody's business any more.
            let run = self.state.steps[path]
            let isOpen = run?.status == .waiting && run?.humanTask?.content.id == taskID
            return move.refusal.code != nil || isOpen && !hasEnded
        case .signal(let signal, _): return signal.refusal.code != nil || !hasEnded
        case .approval(let approval): return approval.refusal.code != nil || !hasEnded
        case .action: return self.outcome.refusal == nil
        }
    }

    private mutating func take(_ occurrence: Agenda.Occurrence) {
        switch occurrence {
        case .result(let path, let attempt, let result):
            self.tasks[path] = nil
            switch result {
            case .success(let output):
                self.decide(.taskCompleted(path: path, attempt: attempt, output: output), expecting: nil)
            case .failure(let failure):
                self.decide(.taskFailed(path: path, attempt: attempt, failure: failure), expecting: nil)
            }
        case .childStarted(let child): self.decide(.childStarted(child), expecting: nil)
        case .childEnded(let child): self.decide(.childEnded(child), expecting: nil)
        case .timer(let timer):
            // One that was set anew, as resuming does, fires at its latest time.
            guard let time = self.timers[timer], time <= self.now else { return }
            self.timers[timer] = nil
            self.decide(.timerFired(timer), expecting: nil)
        case .move(let move, let taskID, let path): self.take(move, taskID, path)
        case .signal(let signal, let number): self.send(signal, number)
        case .approval(let approval): self.take(approval)
        case .action(let action): self.take(action)
        }
    }

    mutating func fault(_ code: String, _ pointer: JSONPointer, _ message: String, hint: String? = nil) {
        self.outcome.faults.append(Problem(code, at: pointer, message, hint: hint))
    }

    private mutating func end() {
        self.hasEnded = true
        self.outcome.state = self.state
        self.outcome.duration = (self.state.endedAt ?? self.now) - self.test.startsAt
        self.noteUnused()
    }
}
