// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// Where a person's task stands.
package enum HumanTaskStatus: String, Hashable, Sendable, CaseIterable {
    case open
    /// Somebody did it.
    case completed
    /// Nobody did it, and it is not needed any more: it expired, was skipped, or its execution ended.
    case closed
}

/// Keeps what people are asked to do, for lists; what they are shown stands in the history.
package protocol HumanTaskStore: Sendable {
    /// The task with that identifier.
    func humanTask(_ id: HumanTaskID) async throws -> HumanTaskRecord?

    /// Tasks, newest first.
    func humanTasks(_ filter: HumanTaskFilter, _ page: PageRequest) async throws -> Page<HumanTaskRecord>
}

/// Which tasks to list; every condition that is given must hold.
package struct HumanTaskFilter: Hashable, Sendable {
    package var status: HumanTaskStatus?
    package var executionID: ExecutionID?
    /// Tasks that this person has claimed or is an assignee of.
    package var person: String?
    /// Tasks that people with this role may do.
    package var role: String?

    package init(
        status: HumanTaskStatus? = nil,
        executionID: ExecutionID? = nil,
        person: String? = nil,
        role: String? = nil
    ) {
        self.status = status
        self.executionID = executionID
        self.person = person
        self.role = role
    }
}

/// What lists read of a person's task.
package struct HumanTaskProjection: Hashable, Sendable {
    package let id: HumanTaskID
    package let path: String
    package let status: HumanTaskStatus
    /// `task`, `review` or `approval`.
    package let kind: String
    package let title: String
    package let assignees: [String]
    package let roles: [String]
    package let claimedBy: String?
    package let openedAt: Timestamp
    package let dueAt: Timestamp?
    package let endedAt: Timestamp?
    package let isOverdue: Bool
    /// The number of the event that holds what is shown.
    package let openedSequence: Int

    package init(
        id: HumanTaskID,
        path: String,
        status: HumanTaskStatus,
        kind: String,
        title: String,
        assignees: [String],
        roles: [String],
        claimedBy: String?,
        openedAt: Timestamp,
        dueAt: Timestamp?,
        endedAt: Timestamp?,
        isOverdue: Bool,
        openedSequence: Int
    ) {
        self.id = id
        self.path = path
        self.status = status
        self.kind = kind
        self.title = title
        self.assignees = assignees
        self.roles = roles
        self.claimedBy = claimedBy
        self.openedAt = openedAt
        self.dueAt = dueAt
        self.endedAt = endedAt
        self.isOverdue = isOverdue
        self.openedSequence = openedSequence
    }
}

/// A stored task with the execution that it belongs to.
package struct HumanTaskRecord: Hashable, Sendable {
    package let task: HumanTaskProjection
    package let executionID: ExecutionID
    package let definitionKey: String
    package let version: Int

    package init(task: HumanTaskProjection, executionID: ExecutionID, definitionKey: String, version: Int) {
        self.task = task
        self.executionID = executionID
        self.definitionKey = definitionKey
        self.version = version
    }
}

/// A step run that waits for a signal, or does not any more.
package struct SignalWaitChange: Hashable, Sendable {
    package let path: String
    /// The signal's name; `nil` when the wait is over.
    package let name: String?

    package init(path: String, name: String?) {
        self.path = path
        self.name = name
    }
}
