// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// A part of what a database keeps, on its way to another database.
///
/// A record that belongs to a definition or an execution comes after it and before the next one.
package enum MovedRecord: Sendable {
    case definition(DefinitionRecord)
    /// A version of the definition before it.
    case version(VersionRecord)
    case execution(MovedExecution)
    /// An event of the execution before it; so are all others up to ``childWait(path:child:)``.
    case event(EventRecord)
    case stepRun(StepRunProjection)
    case task(OpenTask)
    case timer(TimerRecord)
    case signalWait(path: String, name: String)
    case childWait(path: String, child: ExecutionID)
    case approval(ApprovalProjection, of: ExecutionID)
    case humanTask(HumanTaskProjection, of: ExecutionID)
    case idempotencyKey(MovedIdempotencyKey)
    case auditEntry(AuditRecord)

    /// What a record is about, under a stable name.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case definition
        case version
        case execution
        case event
        case stepRun = "step_run"
        case task
        case timer
        case signalWait = "signal_wait"
        case childWait = "child_wait"
        case approval
        case humanTask = "human_task"
        case idempotencyKey = "idempotency_key"
        case auditEntry = "audit_entry"
    }

    package var kind: Kind {
        switch self {
        case .definition: .definition
        case .version: .version
        case .execution: .execution
        case .event: .event
        case .stepRun: .stepRun
        case .task: .task
        case .timer: .timer
        case .signalWait: .signalWait
        case .childWait: .childWait
        case .approval: .approval
        case .humanTask: .humanTask
        case .idempotencyKey: .idempotencyKey
        case .auditEntry: .auditEntry
        }
    }
}

/// An execution with what lists do not show of it.
package struct MovedExecution: Sendable {
    package let record: ExecutionRecord
    /// The step run that started it; `nil` also when that one's execution was erased.
    package let parent: ParentLink?
    /// Where its history ends.
    package let head: ChainHead

    package init(record: ExecutionRecord, parent: ParentLink?, head: ChainHead) {
        self.record = record
        self.parent = parent
        self.head = head
    }
}

/// A request that was done, by the key that its caller gave it.
package struct MovedIdempotencyKey: Hashable, Sendable {
    package let claim: IdempotencyClaim
    /// What the request made.
    package let reference: String
    package let createdAt: Timestamp

    package init(claim: IdempotencyClaim, reference: String, createdAt: Timestamp) {
        self.claim = claim
        self.reference = reference
        self.createdAt = createdAt
    }
}
