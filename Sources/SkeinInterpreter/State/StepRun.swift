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
    /// Why the latest attempt failed.
    package var failure: Failure?
    /// Whether the output is the fallback value.
    package var usedFallback = false
    /// The number of the event that scheduled the latest attempt.
    package var scheduledSequence: Int?
    /// The number of the event that holds the output or the final failure.
    package var resultSequence: Int?
}

/// A scope that is open: which of the graph's, and which of its nodes is active.
package struct OpenScope: Hashable, Sendable {
    /// The index of the scope in the graph.
    package let scope: Int
    /// The position of the active node; the count of nodes when all have ended.
    package var position: Int
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
