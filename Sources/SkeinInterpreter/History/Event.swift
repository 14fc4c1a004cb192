// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// A fact of an execution's history, past tense.
///
/// The history is the truth: folding it gives the state (``ExecutionState/apply(_:_:graph:)``). A released event
/// never changes its meaning; new facts get new cases or optional members.
package enum Event: Hashable, Sendable {
    case executionStarted(ExecutionStarted)
    /// A task for an attempt of a step was handed out.
    case stepScheduled(StepScheduled)
    /// A parallel step or a for_each began: these are its branches or items.
    case stepStarted(StepStarted)
    /// A wait began.
    case stepWaiting(StepWaiting)
    case stepCompleted(StepCompleted)
    /// An attempt failed and another one follows at a known time.
    case stepRetryScheduled(StepRetryScheduled)
    /// A step failed for good; `resolution` says what that means for the execution.
    case stepFailed(StepFailed)
    /// A step did not run, because its condition was false.
    case stepSkipped(StepSkipped)
    /// The time that a step has as a whole began to run.
    case stepDeadlineSet(path: String, at: Timestamp)
    /// The execution that a step asked for has started.
    case childStarted(ChildStarted)
    /// The execution that a step waits for has ended; what it came to is the step's result, which follows.
    case childEnded(path: String, executionID: ExecutionID, status: ExecutionStatus)
    /// A phase is not done by the time it was due.
    case stepOverdue(path: String)
    /// A step that holds steps began to run a list of them.
    case scopeOpened(ScopeOpened)
    /// The steps of a list have ended.
    case scopeClosed(ScopeClosed)
    case signalReceived(SignalReceived)
    case humanTask(HumanTaskEvent)
    /// Somebody held the execution, let it go on, or took it in hand in another way.
    case control(ControlEvent)
    /// Completed steps are being undone.
    case compensation(CompensationEvent)
    case timerFired(TimerID)
    /// All steps have ended; this is the proposed output and what it was weighed as.
    case riskAssessed(RiskAssessed)
    case approvalRequested(ApprovalRequested)
    case approvalDecided(ApprovalDecided)
    case executionEnded(ExecutionEnded)
}

extension Event {
    /// The step run that ends with it.
    var endedStep: String? {
        switch self {
        case .stepCompleted(let event): event.path
        case .stepFailed(let event): event.path
        case .stepSkipped(let event): event.path
        default: nil
        }
    }
}

/// What an execution was started with.
package struct ExecutionStarted: Hashable, Sendable {
    package let executionID: ExecutionID
    package let definition: DefinitionReference
    package let input: JSONValue
    /// Who started it.
    package let userID: String
    package let projectID: String?
    /// What the caller gave for `$context`, beside what Skein puts there.
    package let context: JSONObject
    /// The identity of the trace that the start belongs to, as the tracer writes it (`traceparent` for W3C's).
    package let trace: [String: String]
    /// The execution that started it; `nil` for one that was started from outside.
    package let parent: ParentReference?

    package init(
        executionID: ExecutionID,
        definition: DefinitionReference,
        input: JSONValue,
        userID: String,
        projectID: String? = nil,
        context: JSONObject = [:],
        trace: [String: String] = [:],
        parent: ParentReference? = nil
    ) {
        self.executionID = executionID
        self.definition = definition
        self.input = input
        self.userID = userID
        self.projectID = projectID
        self.context = context
        self.trace = trace
        self.parent = parent
    }
}

/// The version that an execution is pinned to.
package struct DefinitionReference: Hashable, Sendable {
    package let key: String
    package let version: Int
    package let contentHash: ContentHash

    package init(key: String, version: Int, contentHash: ContentHash) {
        self.key = key
        self.version = version
        self.contentHash = contentHash
    }
}

package struct StepScheduled: Hashable, Sendable {
    package let path: String
    package let attempt: Int
    package let work: TaskWork
    /// The resolved input; `nil` when it is that of the attempt before.
    package let input: JSONValue?
}

package struct StepCompleted: Hashable, Sendable {
    package let path: String
    package let attempt: Int
    package let output: JSONValue
    /// Rules of a validate step that were broken without failing it.
    package var warnings: [JSONValue] = []
    /// The version of the function that made the output.
    package var functionVersion: Int?
    /// The signal that the step took up.
    package var signalID: String?
}

package struct StepStarted: Hashable, Sendable {
    package let path: String
    /// The names of the branches, or the keys of the items.
    package let keys: [String]
    /// The items, as long as there are keys; none for branches.
    package let items: [JSONValue]
}

package struct StepWaiting: Hashable, Sendable {
    package let path: String
    /// When the wait ends by itself.
    package let until: Timestamp?
    /// The name of the signal that it waits for.
    package let signal: String?
}

package struct StepRetryScheduled: Hashable, Sendable {
    package let path: String
    /// The attempt that follows.
    package let attempt: Int
    package let fireAt: Timestamp
    /// Why the attempt before failed.
    package let failure: Failure
}

package struct StepFailed: Hashable, Sendable {
    /// What a final failure means for the execution.
    package enum Resolution: String, Hashable, Sendable {
        /// The execution fails.
        case fail
        /// The step counts as skipped.
        case skip
        /// The step counts as completed with its fallback value.
        case fallback
    }

    package let path: String
    package let attempt: Int
    package let failure: Failure
    package let resolution: Resolution
    /// The fallback value, for that resolution.
    package let fallback: JSONValue
}

package struct StepSkipped: Hashable, Sendable {
    package let path: String
    /// The condition that was false; `nil` when somebody skipped the step.
    package let condition: String?
}

package struct ScopeOpened: Hashable, Sendable {
    /// The scope's path: that of the step that opened it, with the item, iteration or branch.
    package let path: String
    /// The list's name among those of the step; `nil` for a branch when none applied and there is no `else`.
    package let arm: String?
    /// When a phase counts as overdue.
    package var dueAt: Timestamp?
}

package struct ScopeClosed: Hashable, Sendable {
    /// What the list came to.
    package enum Outcome: String, Hashable, Sendable {
        case completed
        /// A step failed, and its error handling did not stop that.
        case failed
        /// It was not needed any more.
        case cancelled
    }

    package let path: String
    package var outcome = Outcome.completed
    /// What an item came to.
    package var output: JSONValue?
    /// The step runs and scopes inside that were ended with it.
    package var cancelled: [String] = []
}

package struct ExecutionEnded: Hashable, Sendable {
    package let status: ExecutionStatus
    package let failure: Failure?
    /// The step that the failure comes from.
    package let failedStep: String?
    /// The step runs that were ended with it.
    package var cancelled: [String] = []
}

/// The identity of a timer within its execution.
package enum TimerID: Hashable, Sendable {
    /// Starts an attempt of a step.
    case retry(path: String, attempt: Int)
    /// Ends the wait for an approval.
    case approval(ApprovalID)
    /// Ends a wait step, or the wait for another execution.
    case wait(path: String)
    /// Ends a step whose time with all attempts is over.
    case total(path: String)
    /// Says that a phase or a person's task is late; the number tells first from second time.
    case due(path: String, round: Int)
}
