// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// Knows which executions wait for which others, and which wait for signals.
package protocol ChildStore: Sendable {
    /// The executions that have ended while a step of another one waits for that: what a crash kept from being told.
    func endedChildren() async throws -> [ChildWait]

    /// The open executions whose parent's step does not wait for them any more: what a crash kept from being cancelled.
    func orphanedChildren() async throws -> [ExecutionID]

    /// The executions that wait for a signal of that name, oldest first.
    func executions(waitingFor signal: String, _ page: PageRequest) async throws -> Page<ExecutionID>
}

/// A step run that waits for the end of an execution.
package struct ChildWait: Hashable, Sendable {
    package let parentID: ExecutionID
    package let path: String
    package let childID: ExecutionID

    package init(parentID: ExecutionID, path: String, childID: ExecutionID) {
        self.parentID = parentID
        self.path = path
        self.childID = childID
    }
}

/// A step run that waits for the end of an execution, or does not any more.
package struct ChildWaitChange: Hashable, Sendable {
    package let path: String
    /// The execution; `nil` when the wait is over.
    package let child: ExecutionID?

    package init(path: String, child: ExecutionID?) {
        self.path = path
        self.child = child
    }
}

/// The step run that started an execution.
package struct ParentLink: Hashable, Sendable {
    package let executionID: ExecutionID
    package let path: String
    /// Whether the step waits for the end.
    package let waits: Bool

    package init(executionID: ExecutionID, path: String, waits: Bool) {
        self.executionID = executionID
        self.path = path
        self.waits = waits
    }
}
