// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// Keeps executions: their histories, and the projections that lists read.
package protocol ExecutionStore: Sendable {
    /// Stores turns of many executions in one durable transaction.
    ///
    /// Returns when all of them are on disk; until then it blocks the thread, so call it on one that may wait. A turn
    /// that conflicts is left out; the others are stored.
    ///
    /// - Parameter turns: At most one for each execution.
    /// - Returns: What became of each turn, in order.
    /// - Throws: ``SkeinError`` `storage-unavailable` when nothing was stored.
    func commit(_ turns: [TurnCommit]) throws -> [CommitResult]

    /// How many calls of ``commit(_:)`` gain from being made at a time; none of them may share an execution.
    var commitsAtOnce: Int { get }

    /// The execution with that identifier.
    func execution(_ id: ExecutionID) async throws -> ExecutionRecord?

    /// Executions, newest first.
    func executions(_ filter: ExecutionFilter, _ page: PageRequest) async throws -> Page<ExecutionRecord>

    /// The events of an execution in order, from the one after `sequence`.
    ///
    /// - Parameters:
    ///   - id: The execution.
    ///   - sequence: The number of the last event that the caller has; 0 for all.
    ///   - limit: At most this many.
    /// - Returns: The events; none for an execution that is not stored.
    /// - Throws: ``SkeinError`` `storage-unavailable`.
    func history(of id: ExecutionID, after sequence: Int, limit: Int) async throws -> [EventRecord]

    /// The step runs of an execution in the order of their paths, from the one after a path.
    ///
    /// - Parameters:
    ///   - id: The execution.
    ///   - path: The last path that the caller has; `nil` for the first page.
    ///   - limit: At most this many.
    /// - Returns: The step runs; none for an execution that is not stored.
    /// - Throws: ``SkeinError`` `storage-unavailable`.
    func stepRuns(of id: ExecutionID, after path: String?, limit: Int) async throws -> [StepRunProjection]

    /// The executions that have tasks out: what recovery takes up at start.
    func executionsWithOpenTasks() async throws -> [ExecutionID]

    /// Timers that are due, earliest first.
    func dueTimers(at now: Timestamp, limit: Int) async throws -> [DueTimer]

    /// When the earliest timer is due; `nil` without timers.
    func nextTimer() async throws -> Timestamp?

    /// The last link of an execution's hash chain, as the execution row keeps it.
    func chainHead(of id: ExecutionID) async throws -> ChainHead?

    /// Executions whose open step runs and wake-ups do not match: none, unless a defect or a hand damaged them.
    func unwakeableExecutions(limit: Int) async throws -> [ExecutionID]
}

extension ExecutionStore {
    /// One: a database with one writer would only make the others wait.
    package var commitsAtOnce: Int { 1 }
}

/// A timer that is due.
package struct DueTimer: Hashable, Sendable {
    package let executionID: ExecutionID
    package let name: String
    package let fireAt: Timestamp

    package init(executionID: ExecutionID, name: String, fireAt: Timestamp) {
        self.executionID = executionID
        self.name = name
        self.fireAt = fireAt
    }
}

/// Where an execution's hash chain ends.
package struct ChainHead: Hashable, Sendable {
    package let sequence: Int
    package let hash: ContentHash

    package init(sequence: Int, hash: ContentHash) {
        self.sequence = sequence
        self.hash = hash
    }
}

/// A stored execution, as lists show it.
package struct ExecutionRecord: Hashable, Sendable {
    package let id: ExecutionID
    package let definitionID: DefinitionID
    package let definitionKey: String
    package let version: Int
    package let contentHash: ContentHash
    package let userID: String
    package let projectID: String?
    package let startedAt: Timestamp
    /// The execution that started it.
    package let parentID: ExecutionID?
    package let projection: ExecutionProjection

    package init(
        id: ExecutionID,
        definitionID: DefinitionID,
        definitionKey: String,
        version: Int,
        contentHash: ContentHash,
        userID: String,
        projectID: String?,
        startedAt: Timestamp,
        parentID: ExecutionID? = nil,
        projection: ExecutionProjection
    ) {
        self.id = id
        self.definitionID = definitionID
        self.definitionKey = definitionKey
        self.version = version
        self.contentHash = contentHash
        self.userID = userID
        self.projectID = projectID
        self.startedAt = startedAt
        self.parentID = parentID
        self.projection = projection
    }
}

/// Which executions to list; every condition that is given must hold.
package struct ExecutionFilter: Hashable, Sendable {
    package var definition: DefinitionSelector?
    package var status: ExecutionStatus?
    /// The execution that started them.
    package var parentID: ExecutionID?

    package init(
        definition: DefinitionSelector? = nil,
        status: ExecutionStatus? = nil,
        parentID: ExecutionID? = nil
    ) {
        self.definition = definition
        self.status = status
        self.parentID = parentID
    }
}
