// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// Removes executions that have ended, for good.
///
/// An execution goes with everything that belongs to it: history, step runs, approvals, people's tasks, and the idempotency
/// keys under which it was started. What stays is a tombstone in the audit log, written in the same transaction.
package protocol ErasureStore: Sendable {
    /// Erases executions of a definition that ended up to some time, those that ended first before others.
    ///
    /// One that a step of an open execution started stays, and so does one that has started an open execution.
    ///
    /// - Returns: How many were erased; none when nothing is due.
    /// - Throws: ``SkeinError`` `storage-unavailable`; then nothing was erased.
    func eraseEnded(_ batch: ErasureBatch, because reason: ErasureReason) async throws -> Int

    /// Erases one execution.
    ///
    /// - Returns: The tombstone.
    /// - Throws: ``SkeinError`` `execution-not-found`, `execution-erased`, or `execution-state` for one that has not
    ///   ended, or whose parent or child has not.
    func erase(_ id: ExecutionID, because reason: ErasureReason) async throws -> AuditEntry

    /// The entry of the audit log that an execution's erasure has left; `nil` for one that was not erased.
    func tombstone(of id: ExecutionID) async throws -> AuditEntry?
}

/// Which executions to erase in one transaction.
package struct ErasureBatch: Hashable, Sendable {
    /// How many executions a batch has at most.
    package static let executionLimit = 100

    package let definition: DefinitionID
    /// Those that ended then or before.
    package let endedBy: Timestamp
    /// How many events the executions of a batch have together; one that has more is a batch of its own.
    package let eventLimit: Int

    package init(definition: DefinitionID, endedBy: Timestamp, eventLimit: Int = 5000) {
        self.definition = definition
        self.endedBy = endedBy
        self.eventLimit = eventLimit
    }

    /// How many of the executions that are due fit.
    ///
    /// - Parameter lengths: How many events each has, in order.
    /// - Returns: At least one, if there is one.
    package func count(of lengths: [Int]) -> Int {
        var sum = 0
        for (place, length) in lengths.enumerated() {
            sum += length
            if sum > self.eventLimit, place > 0 { return place }
        }
        return lengths.count
    }
}

/// Why executions are erased.
package struct ErasureReason: Hashable, Sendable {
    /// Who decided that.
    package enum Policy: Hashable, Sendable {
        /// The definition's own `retention`.
        case definition(Duration)
        /// The server's setting for definitions that have none.
        case server(Duration)
        /// A person.
        case request(note: String)
    }

    package let policy: Policy
    package let actor: String
    package let now: Timestamp

    package init(_ policy: Policy, by actor: String, at now: Timestamp) {
        self.policy = policy
        self.actor = actor
        self.now = now
    }
}

/// An execution that is being erased: what its tombstone keeps.
package struct ErasedExecution: Hashable, Sendable {
    package let id: ExecutionID
    package let definitionKey: String
    package let version: Int
    package let contentHash: ContentHash
    package let status: ExecutionStatus
    package let endedAt: Timestamp?
    package let head: ChainHead

    package init(
        id: ExecutionID,
        definitionKey: String,
        version: Int,
        contentHash: ContentHash,
        status: ExecutionStatus,
        endedAt: Timestamp?,
        head: ChainHead
    ) {
        self.id = id
        self.definitionKey = definitionKey
        self.version = version
        self.contentHash = contentHash
        self.status = status
        self.endedAt = endedAt
        self.head = head
    }
}
