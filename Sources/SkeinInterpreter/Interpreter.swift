// SPDX-License-Identifier: Apache-2.0

package import SkeinDefinition
package import SkeinModel

/// Something that happens to an execution from outside.
package enum IncomingEvent: Hashable, Sendable {
    case start(ExecutionStarted)
    case taskCompleted(path: String, attempt: Int, output: JSONValue, functionVersion: Int? = nil)
    case taskFailed(path: String, attempt: Int, failure: Failure)
    case timerFired(TimerID)
    case approvalDecided(ApprovalDecided)
    case signal(SignalReceived)
    case human(HumanRequest)
    case control(ControlEvent)
    /// The execution that a workflow step asked for is durable.
    case childStarted(ChildStarted)
    case childEnded(ChildEnded)
    /// A signal for whoever waits for it: it is not kept when nobody does.
    case broadcast(SignalReceived)
}

/// What a person wants to do with a task.
package struct HumanRequest: Hashable, Sendable {
    package enum Action: Hashable, Sendable {
        case claim
        case release
        case delegate(to: [String])
        case complete(data: JSONValue, decision: String?, note: String?)
    }

    package let taskID: HumanTaskID
    package let action: Action
    package let by: String
    package let roles: [String]

    package init(taskID: HumanTaskID, action: Action, by: String, roles: [String]) {
        self.taskID = taskID
        self.action = action
        self.by = by
        self.roles = roles
    }
}

/// What the interpreter wants done once its events are recorded.
package enum Command: Hashable, Sendable {
    case runTask(TaskRequest)
    case setTimer(TimerID, Timestamp)
    case cancelTimer(TimerID)
    /// The step run of that path waits for its task no more.
    case cancelTask(String)
    /// The step run of that path waits for an execution no more.
    case cancelChild(String, ExecutionID)
}

/// What one incoming event came to.
package struct Decision: Sendable {
    /// The facts to record, in order; none when the event changes nothing (late, repeated).
    package var events: [Event] = []
    package var commands: [Command] = []
    /// Why a person's request was refused; then there are no events.
    package var refusal: SkeinError?
    /// Whether the request had been done before, so that nothing happened now.
    package var isRepeat = false
}

/// What is not deterministic, handed in: the time and random bits.
package struct Circumstances: Sendable {
    package let now: Timestamp
    package let random: (UInt64, UInt64)

    package init(now: Timestamp, random: (UInt64, UInt64)) {
        self.now = now
        self.random = random
    }
}

/// The core: decides what follows from what happens.
///
/// It does nothing itself.
package final class Interpreter: Sendable {
    /// The version that the execution is pinned to.
    package let graph: Graph
    let digest: ContentDigest
    /// Where expressions look up named time zones.
    package let timeZones: TimeZoneDatabase

    /// Makes an interpreter of a version.
    ///
    /// - Parameters:
    ///   - graph: The compiled version.
    ///   - digest: Computes the hash of approval evidence.
    ///   - timeZones: Where expressions look up named time zones.
    package init(graph: Graph, digest: @escaping ContentDigest, timeZones: TimeZoneDatabase = .none) {
        self.graph = graph
        self.digest = digest
        self.timeZones = timeZones
    }

    /// Decides what follows from an incoming event, and folds that into the state.
    ///
    /// An event that comes late or twice changes nothing.
    ///
    /// - Parameters:
    ///   - event: What happened.
    ///   - state: The state before, and after.
    ///   - circumstances: The time and random bits.
    /// - Returns: The facts to record and the commands that follow from them.
    /// - Throws: ``HistoryError`` when state and graph do not belong together.
    package func decide(  // [tour:4]
        _ event: IncomingEvent,
        in state: inout ExecutionState,
        _ circumstances: Circumstances
    ) throws(HistoryError) -> Decision {
        var turn = Turn(interpreter: self, state: &state, circumstances: circumstances)
        defer { turn.giveBack(&state) }
        switch event {
        case .start(let started): try turn.start(started)
        case .taskCompleted(let path, let attempt, let output, let version):
            try turn.complete(StepCompleted(path: path, attempt: attempt, output: output, functionVersion: version))
        case .taskFailed(let path, let attempt, let failure): try turn.fail(path, attempt, failure)
        case .timerFired(let timer): try turn.fire(timer)
        case .approvalDecided(let decided): try turn.decide(decided)
        case .signal(let signal): try turn.receive(signal)
        case .human(let request): try turn.take(request)
        case .control(let request): try turn.take(request)
        case .childStarted(let child): try turn.note(child)
        case .childEnded(let child): try turn.note(child)
        case .broadcast(let signal): try turn.receiveBroadcast(signal)
        }
        try turn.advance()
        return turn.decision
    }
}
