// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

extension Event {
    /// The name of the kind of event, as stored and shown.
    package var kind: String {
        switch self {
        case .executionStarted: "execution_started"
        case .stepScheduled: "step_scheduled"
        case .stepStarted: "step_started"
        case .stepWaiting: "step_waiting"
        case .stepOverdue: "step_overdue"
        case .stepDeadlineSet: "step_deadline_set"
        case .childStarted: "child_started"
        case .childEnded: "child_ended"
        case .stepCompleted: "step_completed"
        case .stepRetryScheduled: "step_retry_scheduled"
        case .stepFailed: "step_failed"
        case .stepSkipped: "step_skipped"
        case .scopeOpened: "scope_opened"
        case .scopeClosed: "scope_closed"
        case .signalReceived: "signal_received"
        case .humanTask(let event): event.kind
        case .control(let event): event.kind
        case .compensation(let event): event.kind
        case .timerFired: "timer_fired"
        case .riskAssessed: "risk_assessed"
        case .approvalRequested: "approval_requested"
        case .approvalDecided: "approval_decided"
        case .executionEnded: "execution_ended"
        }
    }

    /// Everything else that the event says, as stored and shown.
    package var payload: JSONValue {
        switch self {
        case .executionStarted(let event): .object(event.payload)
        case .stepScheduled(let event):
            .object(
                .of(
                    ("path", .string(event.path)),
                    ("attempt", .int(Int64(event.attempt))),
                    (event.work.kind, .string(event.work.name)),
                    ("child", event.work.child?.json),
                    ("input", event.input)
                )
            )
        case .stepCompleted(let event):
            .object(
                .of(
                    ("path", .string(event.path)),
                    ("attempt", .int(Int64(event.attempt))),
                    ("output", event.output),
                    ("warnings", event.warnings.isEmpty ? nil : .array(event.warnings)),
                    ("function_version", event.functionVersion.map { .int(Int64($0)) }),
                    ("signal_id", event.signalID.map { .string($0) })
                )
            )
        case .stepStarted(let event):
            .object(
                .of(
                    ("path", .string(event.path)),
                    ("keys", .array(event.keys.map { .string($0) })),
                    ("items", event.items.isEmpty ? nil : .array(event.items))
                )
            )
        case .stepWaiting(let event):
            .object(
                .of(
                    ("path", .string(event.path)),
                    ("until", event.until.map { .string($0.description) }),
                    ("signal", event.signal.map { .string($0) })
                )
            )
        case .stepOverdue(let path): ["path": .string(path)]
        case .stepDeadlineSet(let path, let time): ["path": .string(path), "at": .string(time.description)]
        case .childStarted(let event): .object(event.payload)
        case .childEnded(let path, let id, let status):
            [
                "path": .string(path), "execution_id": .string(id.description), "status": .string(status.rawValue),
            ]
        case .signalReceived(let event): event.json
        case .humanTask(let event): .object(event.payload)
        case .control(let event): .object(event.payload)
        case .compensation(let event): event.payload
        case .stepRetryScheduled(let event):
            .object(
                .of(
                    ("path", .string(event.path)),
                    ("attempt", .int(Int64(event.attempt))),
                    ("fire_at", .string(event.fireAt.description)),
                    ("failure", event.failure.json)
                )
            )
        case .stepFailed(let event):
            .object(
                .of(
                    ("path", .string(event.path)),
                    ("attempt", .int(Int64(event.attempt))),
                    ("failure", event.failure.json),
                    ("resolution", .string(event.resolution.rawValue)),
                    ("fallback", event.resolution == .fallback ? event.fallback : nil)
                )
            )
        case .stepSkipped(let event):
            .object(.of(("path", .string(event.path)), ("condition", event.condition.map { .string($0) })))
        case .scopeOpened(let event):
            .object(
                .of(
                    ("path", .string(event.path)),
                    ("arm", event.arm.map { .string($0) }),
                    ("due_at", event.dueAt.map { .string($0.description) })
                )
            )
        case .scopeClosed(let event):
            .object(
                .of(
                    ("path", .string(event.path)),
                    ("outcome", event.outcome == .completed ? nil : .string(event.outcome.rawValue)),
                    ("output", event.output),
                    ("cancelled", .texts(event.cancelled))
                )
            )
        case .timerFired(let timer): ["timer": .string(timer.description)]
        case .riskAssessed(let event): .object(event.payload)
        case .approvalRequested(let event): .object(event.payload)
        case .approvalDecided(let event): .object(event.payload)
        case .executionEnded(let event):
            .object(
                .of(
                    ("status", .string(event.status.rawValue)),
                    ("failure", event.failure?.json),
                    ("failed_step", event.failedStep.map { .string($0) }),
                    ("cancelled", .texts(event.cancelled))
                )
            )
        }
    }
}

extension JSONValue {
    /// A list of texts; `nil` for an empty one.
    static func texts(_ texts: [String]) -> JSONValue? { texts.isEmpty ? nil : .array(texts.map { .string($0) }) }
}

extension JSONObject {
    /// An object of those members that are there.
    package static func of(_ members: (String, JSONValue?)...) -> JSONObject {
        var object = JSONObject(minimumCapacity: members.count)
        for case (let key, let value?) in members { object[key] = value }
        return object
    }
}

extension ExecutionStarted {
    fileprivate var payload: JSONObject {
        .of(
            ("execution_id", .string(self.executionID.description)),
            ("definition", self.definition.json),
            ("input", self.input),
            ("user_id", .string(self.userID)),
            ("project_id", self.projectID.map { .string($0) }),
            ("context", self.context.isEmpty ? nil : .object(self.context)),
            ("trace", self.trace.isEmpty ? nil : .object(JSONObject(self.trace))),
            ("parent", self.parent?.json)
        )
    }
}

extension JSONObject {
    /// An object of texts, in the order of their names.
    fileprivate init(_ texts: [String: String]) {
        self.init(minimumCapacity: texts.count)
        for (name, text) in texts.sorted(by: { $0.key < $1.key }) { self[name] = .string(text) }
    }
}

extension DefinitionReference {
    /// The reference as JSON: `{key, version, content_hash}`.
    package var json: JSONValue {
        [
            "key": .string(self.key), "version": .int(Int64(self.version)),
            "content_hash": .string(self.contentHash.description),
        ]
    }
}

extension RiskAssessed {
    fileprivate var payload: JSONObject {
        .of(
            ("score", .double(self.score)),
            ("band", .string(self.band.rawValue)),
            ("factors", .array(self.factors.map(\.json))),
            ("output", self.output),
            ("warnings", self.warnings.isEmpty ? nil : .array(self.warnings))
        )
    }
}

extension RiskAssessed.Factor {
    /// The factor as JSON: `{name, weight, level, error?}`.
    package var json: JSONValue {
        .object(
            .of(
                ("name", .string(self.name)),
                ("weight", .double(self.weight)),
                ("level", .double(self.level)),
                ("error", self.error.map { .string($0) })
            )
        )
    }
}

extension ApprovalRequested {
    fileprivate var payload: JSONObject {
        .of(
            ("approval_id", .string(self.approvalID.description)),
            ("evidence", self.evidence),
            ("evidence_hash", .string(self.evidenceHash.description)),
            ("roles", .array(self.roles.map { .string($0) })),
            ("approvals", .int(Int64(self.approvals))),
            ("not_author", .bool(self.notAuthor)),
            ("expires_at", self.expiresAt.map { .string($0.description) })
        )
    }
}

extension ApprovalDecided {
    fileprivate var payload: JSONObject {
        .of(
            ("approval_id", .string(self.approvalID.description)),
            ("decision", .string(self.decision.rawValue)),
            ("decided_by", .string(self.decidedBy)),
            ("roles", .array(self.roles.map { .string($0) })),
            ("note", self.note.map { .string($0) }),
            ("evidence_hash", .string(self.evidenceHash.description)),
            ("request_key", self.requestKey.map { .string($0) })
        )
    }
}

extension TimerID: CustomStringConvertible {
    /// The timer's name: `retry:2:path`, `approval:UUID`, `wait:path`, `total:path` or `due:1:path`.
    package var description: String {
        switch self {
        case .wait(let path): "wait:\(path)"
        case .total(let path): "total:\(path)"
        case .due(let path, let round): "due:\(round):\(path)"
        case .retry(let path, let attempt): "retry:\(attempt):\(path)"
        case .approval(let id): "approval:\(id)"
        }
    }

    /// Reads a timer's name.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        if parts.count == 3, parts[0] == "retry", let attempt = Int(parts[1]) {
            self = .retry(path: String(parts[2]), attempt: attempt)
        } else if parts.count == 3, parts[0] == "due", let round = Int(parts[1]) {
            self = .due(path: String(parts[2]), round: round)
        } else if parts[0] == "wait", text.utf8.count > 5 {
            self = .wait(path: String(text.dropFirst(5)))
        } else if parts[0] == "total", text.utf8.count > 6 {
            self = .total(path: String(text.dropFirst(6)))
        } else if parts.count == 2, parts[0] == "approval", let id = ApprovalID(String(parts[1])) {
            self = .approval(id)
        } else {
            return nil
        }
    }
}
