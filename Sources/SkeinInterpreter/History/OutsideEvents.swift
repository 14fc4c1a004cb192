// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// A message to an execution from outside, which a wait takes up.
package struct SignalReceived: Hashable, Sendable {
    /// The sender's identity of the message; the same one again is the same message.
    package let id: String
    package let name: String
    package let payload: JSONValue
    package let sentBy: String

    package init(id: String, name: String, payload: JSONValue, sentBy: String) {
        self.id = id
        self.name = name
        self.payload = payload
        self.sentBy = sentBy
    }

    /// What `$signal` stands for.
    package var json: JSONValue {
        [
            "id": .string(self.id), "name": .string(self.name), "payload": self.payload,
            "sent_by": .string(self.sentBy),
        ]
    }
}

/// What happened to a person's task.
package struct HumanTaskEvent: Hashable, Sendable {
    package enum Change: Hashable, Sendable {
        case opened(HumanTaskContent)
        /// Somebody took it on; `nil` for giving it back.
        case claimed(by: String?)
        case delegated(to: [String], by: String)
        /// It was late, and others have it now.
        case escalated(assignees: [String], roles: [String], dueAt: Timestamp?)
        /// It was late, and stays open.
        case overdue
        case completed(HumanAnswer)
    }

    package let path: String
    package let change: Change

    package init(path: String, change: Change) {
        self.path = path
        self.change = change
    }
}

/// What a person is asked.
package struct HumanTaskContent: Hashable, Sendable {
    package let id: HumanTaskID
    /// `task`, `review` or `approval`.
    package let kind: String
    package let title: String
    package let instructions: String?
    /// The JSON Schema of the answer.
    package let form: JSONValue?
    package let show: JSONValue?
    package let assignees: [String]
    package let roles: [String]
    package let dueAt: Timestamp?
}

/// What a person answered.
package struct HumanAnswer: Hashable, Sendable {
    package let by: String
    package let data: JSONValue
    /// `approve` or `reject`, for reviews and approvals.
    package let decision: String?
    package let note: String?

    package init(by: String, data: JSONValue, decision: String?, note: String?) {
        self.by = by
        self.data = data
        self.decision = decision
        self.note = note
    }

    /// The output of the step.
    package var output: JSONValue {
        .object(
            .of(
                ("decision", self.decision.map { .string($0) }),
                ("note", self.note.map { .string($0) }),
                ("completed_by", .string(self.by)),
                ("data", self.data)
            )
        )
    }
}

/// What an operator did to an execution.
package struct ControlEvent: Hashable, Sendable {
    package enum Action: String, Hashable, Sendable, CaseIterable {
        /// Starts nothing more until it is resumed; what runs may end.
        case pause
        case resume
        /// Ends the execution, compensating what it did.
        case cancel
        /// Ends the execution at once.
        case terminate
        /// Ends a step as skipped.
        case skip
        /// Starts a failed step of a failed execution again.
        case retry
        /// Goes back to a step.
        case rewind
        /// Starts a step that waits for that.
        case advance
        /// Ends a step with an output that somebody gives.
        case complete
    }

    package let action: Action
    /// The step that it is about.
    package var path: String?
    package let by: String
    package let note: String?
    /// The step runs that start anew.
    package var reopened: [String] = []
    /// The step runs that are taken back.
    package var rewound: [String] = []
    /// The people's tasks among them that are closed.
    package var closedTasks: [HumanTaskID] = []
    /// The approval that was asked for, and is not any more.
    package var withdrawnApproval: ApprovalID?
    /// What a step that somebody completes comes to; it stands in the history as the output of the step.
    package var output: JSONValue?
    /// The newer version that a failed execution goes on with.
    package var definition: DefinitionReference?
    /// The caller's identity of the request: the same one again changes nothing.
    package var requestKey: String?

    package init(action: Action, path: String?, by: String, note: String?, output: JSONValue? = nil) {
        self.action = action
        self.path = path
        self.by = by
        self.note = note
        self.output = output
    }

    /// Whether a request under the same key asks for the same; one without a path means the step that was found then.
    func isSame(as request: ControlEvent) -> Bool {
        self.action == request.action && (request.path == nil || self.path == request.path)
    }
}
