// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// One run of one step.
package struct StepRun: Hashable, Sendable {
    package var status: StepStatus
    /// The attempt that runs, or ran last, from 1; 0 when none ran.
    package var attempt: Int
    package var startedAt: Timestamp
    package var endedAt: Timestamp?
    /// The resolved input of the latest attempt of a function step, while it has not ended.
    package var input: JSONValue?
    /// What it came to, once it has ended.
    package var output: JSONValue?
    /// Why the latest attempt failed.
    package var failure: Failure?
    /// Whether the output is the fallback value.
    package var usedFallback = false
    /// Whether it holds other steps, so that it has nothing of its own that wakes it.
    package var isContainer = false
    /// Whether it is past the time at which it was due.
    package var isOverdue = false
    /// The number of the event that began it.
    package var firstSequence = 0
    /// The number of the event that scheduled the latest attempt.
    package var scheduledSequence: Int?
    /// The number of the event that holds the output or the final failure.
    package var resultSequence: Int?
    /// The execution that its latest attempt asked for.
    package var child: ExecutionID?
    /// The name of the signal that it waits for.
    package var signal: String?
    /// What a person is asked, for a human step that has begun.
    package var humanTask: HumanTaskState?

    /// Whether it is open and has something of its own that wakes it: a step that holds others has so only before it is
    /// started by hand.
    var isOpenItself: Bool { (!self.isContainer || self.status == .blocked) && !self.status.isTerminal }

    /// How many attempts have begun: a step that waits to be started by hand has its next one before it.
    package var attemptsMade: Int {
        if self.isContainer { return 0 }
        return self.status == .blocked ? self.attempt - 1 : self.attempt
    }
}

/// A person's task as it stands.
package struct HumanTaskState: Hashable, Sendable {
    package let content: HumanTaskContent
    /// The number of the event that opened it.
    package let openedSequence: Int
    package var assignees: [String]
    package var roles: [String]
    package var claimedBy: String?
    package var dueAt: Timestamp?
    /// How often it was late.
    package var lateCount = 0

    /// Whether somebody may work on it: an assignee, or one with a role, or anybody when it names none.
    package func isOpen(to name: String, roles: [String]) -> Bool {
        if self.assignees.isEmpty, self.roles.isEmpty { return true }
        return self.assignees.contains(name) || roles.contains { self.roles.contains($0) }
    }
}

/// A scope that is open: which of the graph's, and where it stands.
package struct OpenScope: Hashable, Sendable {
    /// The index of the scope in the graph.
    package let scope: Int
    /// The name of the list among those of the step that opened it.
    package let arm: String
    /// The position of the active node of a flow; the count of nodes when all have ended.
    package var position = 0
}

/// What steps write to and read from: the definition has one, and each item of a for_each.
package struct Frame: Hashable, Sendable {
    /// The frame around it; `nil` for the definition's.
    package let parent: String?
    /// `$item`, `$index`, `$key` and the item's own name.
    package let bindings: JSONObject
    /// `$steps`: `{name: {output, status, attempts}}` of the steps that have ended.
    package var stepValues: JSONObject = [:]
    /// `$outputs`: the output variables that have been written.
    package var outputs: JSONObject = [:]
}

/// The branches of a parallel step, or the items of a for_each.
package struct FanOut: Hashable, Sendable {
    /// The names of the branches, or the keys of the items.
    package let keys: [String]
    package let items: [JSONValue]
    /// What each came to; `null` for one that failed or has not ended.
    package var outputs: [JSONValue]
    /// How many have been started.
    package var started = 0
    package var completed = 0
    package var failed = 0

    /// How many are under way.
    package var open: Int { self.started - self.completed - self.failed }
    package var count: Int { self.keys.count }

    init(_ event: StepStarted) {
        self.keys = event.keys
        self.items = event.items
        self.outputs = Array(repeating: .null, count: event.items.count)
    }
}

/// An approval that has been asked for.
package struct ApprovalState: Hashable, Sendable {
    package let request: ApprovalRequested
    package let requestedAt: Timestamp
    /// The number of the event that asked.
    package let requestSequence: Int
    package var decisions: [ApprovalDecided] = []

    package init(request: ApprovalRequested, requestedAt: Timestamp, requestSequence: Int) {
        self.request = request
        self.requestedAt = requestedAt
        self.requestSequence = requestSequence
    }

    /// How many people have said yes.
    package var approvals: Int { self.decisions.count { $0.decision == .approve } }
}
