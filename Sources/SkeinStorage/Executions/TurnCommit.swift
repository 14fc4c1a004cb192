// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// Everything that one turn of one execution writes: it is stored whole or not at all.
///
/// It is large and never changes, so it is an object.
package final class TurnCommit: Sendable {
    package let executionID: ExecutionID
    /// The number of the last event before the turn; another one means that somebody else was faster.
    package let expectedSequence: Int
    /// What a new execution is made of; `nil` for one that is stored already.
    package let new: NewExecution?
    package let events: [EventRecord]
    package let execution: ExecutionProjection
    /// The step runs that changed.
    package let stepRuns: [StepRunProjection]
    package let openedTasks: [OpenTask]
    /// The paths of the steps whose task is done.
    package let closedTasks: [String]
    package let setTimers: [TimerRecord]
    /// The names of the timers that are gone.
    package let removedTimers: [String]
    /// The people's tasks that changed.
    package let humanTasks: [HumanTaskProjection]
    /// The people's tasks that are closed because what they belong to was taken back.
    package let closedHumanTasks: [HumanTaskID]
    package let signalWaits: [SignalWaitChange]
    package let childWaits: [ChildWaitChange]
    package let approval: ApprovalProjection?
    /// The approval that is not asked for any more.
    package let withdrawnApproval: ApprovalID?
    /// The version that the execution goes on with, when it changes.
    package let pinned: PinnedVersion?
    package let audit: [AuditEntry]
    /// Whether the execution has tasks out after it, so that a node has to run them.
    package let hasTasksOut: Bool

    package init(
        executionID: ExecutionID,
        expectedSequence: Int,
        new: NewExecution?,
        events: [EventRecord],
        execution: ExecutionProjection,
        stepRuns: [StepRunProjection] = [],
        openedTasks: [OpenTask] = [],
        closedTasks: [String] = [],
        setTimers: [TimerRecord] = [],
        removedTimers: [String] = [],
        humanTasks: [HumanTaskProjection] = [],
        closedHumanTasks: [HumanTaskID] = [],
        signalWaits: [SignalWaitChange] = [],
        childWaits: [ChildWaitChange] = [],
        approval: ApprovalProjection? = nil,
        withdrawnApproval: ApprovalID? = nil,
        pinned: PinnedVersion? = nil,
        audit: [AuditEntry] = [],
        hasTasksOut: Bool = false
    ) {
        self.executionID = executionID
        self.expectedSequence = expectedSequence
        self.new = new
        self.events = events
        self.execution = execution
        self.stepRuns = stepRuns
        self.openedTasks = openedTasks
        self.closedTasks = closedTasks
        self.setTimers = setTimers
        self.removedTimers = removedTimers
        self.humanTasks = humanTasks
        self.closedHumanTasks = closedHumanTasks
        self.signalWaits = signalWaits
        self.childWaits = childWaits
        self.approval = approval
        self.withdrawnApproval = withdrawnApproval
        self.pinned = pinned
        self.audit = audit
        self.hasTasksOut = hasTasksOut
    }
}

/// A version that an execution is pinned to.
package struct PinnedVersion: Hashable, Sendable {
    package let version: Int
    package let contentHash: ContentHash

    package init(version: Int, contentHash: ContentHash) {
        self.version = version
        self.contentHash = contentHash
    }
}

/// What became of a turn.
package enum CommitResult: Hashable, Sendable {
    /// It is durable.
    case committed
    /// It is durable, and another node does what follows from it.
    case committedElsewhere
    /// Somebody else wrote a turn first; nothing of this one was stored.
    case conflict
    /// The start was done before under the same idempotency key; nothing was stored.
    case repeated(reference: String)
    /// The idempotency key belongs to another request; nothing was stored.
    case keyReused
}

/// The parts of an execution that never change.
package struct NewExecution: Sendable {
    package let definitionID: DefinitionID
    package let definitionKey: String
    package let version: Int
    package let contentHash: ContentHash
    package let userID: String
    package let projectID: String?
    package let startedAt: Timestamp
    package let claim: IdempotencyClaim?
    /// The step run that started it; `nil` for one that was started from outside.
    package let parent: ParentLink?

    package init(
        definitionID: DefinitionID,
        definitionKey: String,
        version: Int,
        contentHash: ContentHash,
        userID: String,
        projectID: String?,
        startedAt: Timestamp,
        claim: IdempotencyClaim?,
        parent: ParentLink? = nil
    ) {
        self.definitionID = definitionID
        self.definitionKey = definitionKey
        self.version = version
        self.contentHash = contentHash
        self.userID = userID
        self.projectID = projectID
        self.startedAt = startedAt
        self.claim = claim
        self.parent = parent
    }
}

/// A stored event.
///
/// Payloads live here and nowhere else.
package struct EventRecord: Hashable, Sendable {
    /// From 1, without gaps.
    package let sequence: Int
    package let kind: String
    package let at: Timestamp
    /// The payload as JSON text.
    package let payload: [UInt8]
    /// The link of the execution's hash chain (``HashChain``).
    package let hash: ContentHash

    package init(sequence: Int, kind: String, at: Timestamp, payload: [UInt8], hash: ContentHash) {
        self.sequence = sequence
        self.kind = kind
        self.at = at
        self.payload = payload
        self.hash = hash
    }
}

/// What lists and statistics read of an execution.
package struct ExecutionProjection: Hashable, Sendable {
    package var status: ExecutionStatus
    package var updatedAt: Timestamp
    package var endedAt: Timestamp?
    package var riskScore: Double?
    package var riskBand: RiskBand?
    package var requiresApproval: Bool
    package var failureCode: String?
    package var failureMessage: String?
    package var failedStep: String?
    package var failedStepNumber: Int?

    package init(status: ExecutionStatus, updatedAt: Timestamp, requiresApproval: Bool = false) {
        self.status = status
        self.updatedAt = updatedAt
        self.requiresApproval = requiresApproval
    }
}

/// What lists read of a step run; input and output stand in the events that it points to.
package struct StepRunProjection: Hashable, Sendable {
    package let path: String
    package let stepName: String
    package let stepNumber: Int?
    package let status: StepStatus
    package let attempt: Int
    package let startedAt: Timestamp
    package let endedAt: Timestamp?
    package let scheduledSequence: Int?
    package let resultSequence: Int?
    package let failureCode: String?

    package init(
        path: String,
        stepName: String,
        stepNumber: Int?,
        status: StepStatus,
        attempt: Int,
        startedAt: Timestamp,
        endedAt: Timestamp?,
        scheduledSequence: Int?,
        resultSequence: Int?,
        failureCode: String?
    ) {
        self.path = path
        self.stepName = stepName
        self.stepNumber = stepNumber
        self.status = status
        self.attempt = attempt
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.scheduledSequence = scheduledSequence
        self.resultSequence = resultSequence
        self.failureCode = failureCode
    }
}

/// A task that is out: the promise that its step will be woken.
package struct OpenTask: Hashable, Sendable {
    package let path: String
    package let attempt: Int
    package let function: String

    package init(path: String, attempt: Int, function: String) {
        self.path = path
        self.attempt = attempt
        self.function = function
    }
}

/// A timer of an execution.
package struct TimerRecord: Hashable, Sendable {
    package let name: String
    package let fireAt: Timestamp

    package init(name: String, fireAt: Timestamp) {
        self.name = name
        self.fireAt = fireAt
    }
}
