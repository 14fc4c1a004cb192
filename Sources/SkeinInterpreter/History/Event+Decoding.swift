// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// Why a stored history cannot be folded: it was damaged, or written by a newer Skein.
package struct HistoryError: Error, Hashable, Sendable {
    /// A sentence for an operator.
    package let message: String

    package init(_ message: String) { self.message = message }
}

extension Event {
    /// Reads a stored event.
    ///
    /// - Throws: ``HistoryError`` for an unknown kind or a missing member.
    package init(kind: String, payload: JSONValue) throws(HistoryError) {
        let fields = EventFields(kind: kind, payload: payload)
        if HumanTaskEvent.kinds.contains(kind) {
            self = .humanTask(try HumanTaskEvent(kind: kind, fields: fields))
            return
        }
        if CompensationEvent.kinds.contains(kind) {
            self = .compensation(try CompensationEvent(kind: kind, fields: fields))
            return
        }
        if let action = ControlEvent.kinds[kind] {
            self = .control(try ControlEvent(action: action, fields: fields))
            return
        }
        switch kind {
        case "execution_started": self = .executionStarted(try fields.executionStarted())
        case "step_scheduled":
            self = .stepScheduled(
                StepScheduled(
                    path: try fields.string("path"),
                    attempt: try fields.int("attempt"),
                    work: try TaskWork(fields: fields),
                    input: payload["input"]
                )
            )
        case "step_completed":
            self = .stepCompleted(
                StepCompleted(
                    path: try fields.string("path"),
                    attempt: try fields.int("attempt"),
                    output: try fields.value("output"),
                    warnings: payload["warnings"]?.array ?? [],
                    functionVersion: payload["function_version"]?.int.map { Int($0) },
                    signalID: payload["signal_id"]?.string
                )
            )
        case "step_started":
            self = .stepStarted(
                StepStarted(
                    path: try fields.string("path"),
                    keys: try fields.strings("keys"),
                    items: payload["items"]?.array ?? []
                )
            )
        case "step_waiting":
            self = .stepWaiting(
                StepWaiting(
                    path: try fields.string("path"),
                    until: payload["until"]?.string.flatMap { Timestamp($0) },
                    signal: payload["signal"]?.string
                )
            )
        case "step_deadline_set":
            self = .stepDeadlineSet(path: try fields.string("path"), at: try fields.time("at"))
        case "child_started": self = .childStarted(try ChildStarted(fields: fields))
        case "child_ended":
            self = .childEnded(
                path: try fields.string("path"),
                executionID: try fields.executionID("execution_id"),
                status: try fields.choice("status", ExecutionStatus.self)
            )
        case "step_overdue": self = .stepOverdue(path: try fields.string("path"))
        case "signal_received":
            self = .signalReceived(
                SignalReceived(
                    id: try fields.string("id"),
                    name: try fields.string("name"),
                    payload: try fields.value("payload"),
                    sentBy: try fields.string("sent_by")
                )
            )
        case "step_retry_scheduled":
            self = .stepRetryScheduled(
                StepRetryScheduled(
                    path: try fields.string("path"),
                    attempt: try fields.int("attempt"),
                    fireAt: try fields.time("fire_at"),
                    failure: try fields.failure("failure")
                )
            )
        case "step_failed":
            self = .stepFailed(
                StepFailed(
                    path: try fields.string("path"),
                    attempt: try fields.int("attempt"),
                    failure: try fields.failure("failure"),
                    resolution: try fields.choice("resolution", StepFailed.Resolution.self),
                    fallback: payload["fallback"] ?? .null
                )
            )
        case "step_skipped":
            let condition = payload["condition"]?.string
            self = .stepSkipped(StepSkipped(path: try fields.string("path"), condition: condition))
        case "scope_opened":
            self = .scopeOpened(
                ScopeOpened(
                    path: try fields.string("path"),
                    arm: payload["arm"]?.string,
                    dueAt: payload["due_at"]?.string.flatMap { Timestamp($0) }
                )
            )
        case "scope_closed":
            let outcome = payload["outcome"] == nil ? nil : try fields.choice("outcome", ScopeClosed.Outcome.self)
            self = .scopeClosed(
                ScopeClosed(
                    path: try fields.string("path"),
                    outcome: outcome ?? .completed,
                    output: payload["output"],
                    cancelled: (payload["cancelled"]?.array ?? []).compactMap(\.string)
                )
            )
        case "timer_fired": self = .timerFired(try fields.read("timer") { $0.string.flatMap { TimerID($0) } })
        case "risk_assessed": self = .riskAssessed(try fields.riskAssessed())
        case "approval_requested": self = .approvalRequested(try fields.approvalRequested())
        case "approval_decided": self = .approvalDecided(try fields.approvalDecided())
        case "execution_ended":
            self = .executionEnded(
                ExecutionEnded(
                    status: try fields.choice("status", ExecutionStatus.self),
                    failure: payload["failure"].flatMap { Failure(json: $0) },
                    failedStep: payload["failed_step"]?.string,
                    cancelled: (payload["cancelled"]?.array ?? []).compactMap(\.string)
                )
            )
        default: throw HistoryError("This Skein knows no event of the kind '\(kind)'; a newer one wrote it.")
        }
    }
}

/// The members of one stored event; a missing one is an error that names it.
struct EventFields {
    let kind: String
    let payload: JSONValue

    func read<Value>(_ name: String, _ get: (JSONValue) -> Value?) throws(HistoryError) -> Value {
        guard let member = self.payload[name], let value = get(member) else {
            throw HistoryError("An event of the kind '\(self.kind)' has no usable '\(name)'.")
        }
        return value
    }

    func inside(_ name: String) throws(HistoryError) -> EventFields {
        EventFields(kind: self.kind, payload: try self.value(name))
    }

    func value(_ name: String) throws(HistoryError) -> JSONValue { try self.read(name) { $0 } }
    func string(_ name: String) throws(HistoryError) -> String { try self.read(name) { $0.string } }
    func int(_ name: String) throws(HistoryError) -> Int { try self.read(name) { $0.int.flatMap { Int(exactly: $0) } } }
    func number(_ name: String) throws(HistoryError) -> Double { try self.read(name) { $0.number } }
    func failure(_ name: String) throws(HistoryError) -> Failure { try self.read(name) { Failure(json: $0) } }
    func hash(_ name: String) throws(HistoryError) -> ContentHash {
        try self.read(name) { $0.string.flatMap { ContentHash($0) } }
    }

    func time(_ name: String) throws(HistoryError) -> Timestamp {
        try self.read(name) { $0.string.flatMap { Timestamp($0) } }
    }

    func strings(_ name: String) throws(HistoryError) -> [String] {
        try self.read(name) { $0.array?.compactMap(\.string) }
    }

    func choice<Value: RawRepresentable>(_ name: String, _ type: Value.Type) throws(HistoryError) -> Value
    where Value.RawValue == String {
        try self.read(name) { $0.string.flatMap { Value(rawValue: $0) } }
    }

    func executionID(_ name: String) throws(HistoryError) -> ExecutionID {
        try self.read(name) { $0.string.flatMap { ExecutionID($0) } }
    }

    func definition(_ name: String) throws(HistoryError) -> DefinitionReference {
        let fields = try self.inside(name)
        return DefinitionReference(
            key: try fields.string("key"),
            version: try fields.int("version"),
            contentHash: try fields.hash("content_hash")
        )
    }

    func approvalID() throws(HistoryError) -> ApprovalID {
        try self.read("approval_id") { $0.string.flatMap { ApprovalID($0) } }
    }

    func executionStarted() throws(HistoryError) -> ExecutionStarted {
        ExecutionStarted(
            executionID: try self.executionID("execution_id"),
            definition: try self.definition("definition"),
            input: try self.value("input"),
            userID: try self.string("user_id"),
            projectID: self.payload["project_id"]?.string,
            context: self.payload["context"]?.object ?? [:],
            trace: Dictionary(
                (self.payload["trace"]?.object ?? [:]).compactMap { name, value in value.string.map { (name, $0) } },
                uniquingKeysWith: { $1 }
            ),
            parent: self.payload["parent"].flatMap { ParentReference(json: $0) }
        )
    }

    func riskAssessed() throws(HistoryError) -> RiskAssessed {
        var factors: [RiskAssessed.Factor] = []
        for factor in try self.read("factors", { $0.array }) {
            let fields = EventFields(kind: self.kind, payload: factor)
            factors.append(
                RiskAssessed.Factor(
                    name: try fields.string("name"),
                    weight: try fields.number("weight"),
                    level: try fields.number("level"),
                    error: factor["error"]?.string
                )
            )
        }
        return RiskAssessed(
            score: try self.number("score"),
            band: try self.choice("band", RiskBand.self),
            factors: factors,
            output: try self.value("output"),
            warnings: self.payload["warnings"]?.array ?? []
        )
    }

    func approvalRequested() throws(HistoryError) -> ApprovalRequested {
        ApprovalRequested(
            approvalID: try self.approvalID(),
            evidence: try self.value("evidence"),
            evidenceHash: try self.hash("evidence_hash"),
            roles: try self.strings("roles"),
            approvals: try self.int("approvals"),
            notAuthor: try self.read("not_author") { $0.bool },
            expiresAt: self.payload["expires_at"]?.string.flatMap { Timestamp($0) }
        )
    }

    func approvalDecided() throws(HistoryError) -> ApprovalDecided {
        ApprovalDecided(
            approvalID: try self.approvalID(),
            decision: try self.choice("decision", ApprovalDecided.Decision.self),
            decidedBy: try self.string("decided_by"),
            roles: try self.strings("roles"),
            note: self.payload["note"]?.string,
            evidenceHash: try self.hash("evidence_hash"),
            requestKey: self.payload["request_key"]?.string
        )
    }
}
