// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

extension HumanTaskEvent {
    /// The kinds of events, as stored.
    static let kinds = [
        "human_task_opened", "human_task_claimed", "human_task_released", "human_task_delegated",
        "human_task_escalated", "human_task_overdue", "human_task_completed",
    ]

    var kind: String {
        switch self.change {
        case .opened: "human_task_opened"
        case .claimed(let by): by == nil ? "human_task_released" : "human_task_claimed"
        case .delegated: "human_task_delegated"
        case .escalated: "human_task_escalated"
        case .overdue: "human_task_overdue"
        case .completed: "human_task_completed"
        }
    }

    var payload: JSONObject {
        var payload: JSONObject = ["path": .string(self.path)]
        switch self.change {
        case .opened(let content): payload["task"] = content.json
        case .claimed(let by): payload["by"] = by.map { .string($0) }
        case .delegated(let to, let by):
            payload["to"] = .array(to.map { .string($0) })
            payload["by"] = .string(by)
        case .escalated(let assignees, let roles, let dueAt):
            payload["assignees"] = .array(assignees.map { .string($0) })
            payload["roles"] = .array(roles.map { .string($0) })
            payload["due_at"] = dueAt.map { .string($0.description) }
        case .overdue: break
        case .completed(let answer):
            payload["by"] = .string(answer.by)
            payload["data"] = answer.data
            payload["decision"] = answer.decision.map { .string($0) }
            payload["note"] = answer.note.map { .string($0) }
        }
        return payload
    }

    init(kind: String, fields: EventFields) throws(HistoryError) {
        let payload = fields.payload
        let change: Change
        switch kind {
        case "human_task_opened": change = .opened(try HumanTaskContent(fields: fields.inside("task")))
        case "human_task_claimed": change = .claimed(by: try fields.string("by"))
        case "human_task_released": change = .claimed(by: nil)
        case "human_task_delegated":
            change = .delegated(to: try fields.strings("to"), by: try fields.string("by"))
        case "human_task_escalated":
            change = .escalated(
                assignees: try fields.strings("assignees"),
                roles: try fields.strings("roles"),
                dueAt: payload["due_at"]?.string.flatMap { Timestamp($0) }
            )
        case "human_task_overdue": change = .overdue
        default:
            change = .completed(
                HumanAnswer(
                    by: try fields.string("by"),
                    data: try fields.value("data"),
                    decision: payload["decision"]?.string,
                    note: payload["note"]?.string
                )
            )
        }
        self.init(path: try fields.string("path"), change: change)
    }
}

extension HumanTaskContent {
    /// The task as JSON, as it is stored and shown.
    package var json: JSONValue {
        .object(
            .of(
                ("id", .string(self.id.description)),
                ("kind", .string(self.kind)),
                ("title", .string(self.title)),
                ("instructions", self.instructions.map { .string($0) }),
                ("form", self.form),
                ("show", self.show),
                ("assignees", .array(self.assignees.map { .string($0) })),
                ("roles", .array(self.roles.map { .string($0) })),
                ("due_at", self.dueAt.map { .string($0.description) })
            )
        )
    }

    init(fields: EventFields) throws(HistoryError) {
        self.init(
            id: try fields.read("id") { $0.string.flatMap { HumanTaskID($0) } },
            kind: try fields.string("kind"),
            title: try fields.string("title"),
            instructions: fields.payload["instructions"]?.string,
            form: fields.payload["form"],
            show: fields.payload["show"],
            assignees: try fields.strings("assignees"),
            roles: try fields.strings("roles"),
            dueAt: fields.payload["due_at"]?.string.flatMap { Timestamp($0) }
        )
    }
}

extension ControlEvent {
    /// The kinds of events and what they stand for, as stored.
    static let kinds: [String: Action] = [
        "paused": .pause, "resumed": .resume, "cancel_requested": .cancel, "terminated": .terminate,
        "step_skip_requested": .skip, "retried": .retry, "rewound": .rewind, "step_advanced": .advance,
        "step_completed_by_hand": .complete,
    ]

    var kind: String { Self.kinds.first { $0.value == self.action }?.key ?? self.action.rawValue }

    var payload: JSONObject {
        .of(
            ("path", self.path.map { .string($0) }),
            ("by", .string(self.by)),
            ("note", self.note.map { .string($0) }),
            ("reopened", .texts(self.reopened)),
            ("rewound", .texts(self.rewound)),
            ("definition", self.definition?.json),
            ("request_key", self.requestKey.map { .string($0) }),
            ("closed_tasks", .texts(self.closedTasks.map(\.description))),
            ("withdrawn_approval", self.withdrawnApproval.map { .string($0.description) })
        )
    }

    init(action: Action, fields: EventFields) throws(HistoryError) {
        let payload = fields.payload
        self.init(
            action: action,
            path: payload["path"]?.string,
            by: try fields.string("by"),
            note: payload["note"]?.string
        )
        self.reopened = (payload["reopened"]?.array ?? []).compactMap(\.string)
        if payload["definition"] != nil { self.definition = try fields.definition("definition") }
        self.requestKey = payload["request_key"]?.string
        self.rewound = (payload["rewound"]?.array ?? []).compactMap(\.string)
        self.closedTasks = (payload["closed_tasks"]?.array ?? []).compactMap { $0.string.flatMap { HumanTaskID($0) } }
        self.withdrawnApproval = payload["withdrawn_approval"]?.string.flatMap { ApprovalID($0) }
    }
}
