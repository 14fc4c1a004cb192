// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinStorage

extension MovedRecord {
    /// The record as a line of an export has it; ``MovedRecordReader`` reads it back.
    ///
    /// Payloads of events are texts, because their hashes cover every byte.
    var json: JSONObject {
        switch self {
        case .definition(let record): self.object(record.members)
        case .version(let record): self.object(record.members)
        case .execution(let execution): self.object(execution.members)
        case .event(let event): self.object(event.members)
        case .stepRun(let run): self.object(run.members)
        case .task(let task):
            self.object([
                ("path", .string(task.path)), ("attempt", .number(task.attempt)), ("function", .string(task.function)),
            ])
        case .timer(let timer): self.object([("name", .string(timer.name)), ("fire_at", .time(timer.fireAt))])
        case .signalWait(let path, let name): self.object([("path", .string(path)), ("name", .string(name))])
        case .childWait(let path, let child): self.object([("path", .string(path)), ("child", .text(child))])
        case .approval(let approval, let execution):
            self.object([("execution", .text(execution))] + approval.members)
        case .humanTask(let task, let execution): self.object([("execution", .text(execution))] + task.members)
        case .idempotencyKey(let key):
            self.object([
                ("scope", .string(key.claim.scope)), ("key", .string(key.claim.key)),
                ("fingerprint", .text(key.claim.fingerprint)), ("reference", .string(key.reference)),
                ("created_at", .time(key.createdAt)),
            ])
        case .auditEntry(let record):
            self.object([
                ("sequence", .number(record.sequence)), ("at", .time(record.entry.at)),
                ("actor", .string(record.entry.actor)), ("action", .string(record.entry.action)),
                ("subject", .string(record.entry.subject)), ("details", record.entry.details),
                ("hash", .text(record.hash)),
            ])
        }
    }

    /// Members that are absent stand for what is not there.
    private func object(_ members: [(String, JSONValue?)]) -> JSONObject {
        var object = JSONObject(minimumCapacity: members.count + 1)
        object["kind"] = .string(self.kind.rawValue)
        for (name, value) in members { object[name] = value }
        return object
    }
}

extension JSONValue {
    /// A time to the microsecond: as RFC 3339 writes it, or a number of microseconds where it cannot.
    static func time(_ time: Timestamp) -> JSONValue {
        let text = time.description
        return Timestamp(text) == time ? .string(text) : .int(time.microseconds)
    }

    static func number(_ number: Int) -> JSONValue { .int(Int64(number)) }

    static func text(_ value: some CustomStringConvertible) -> JSONValue { .string(value.description) }

    static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}

private typealias Members = [(String, JSONValue?)]

extension DefinitionRecord {
    fileprivate var members: Members {
        [
            ("id", .text(self.id)), ("key", .string(self.key)), ("display_name", .string(self.displayName)),
            ("discipline", .string(self.discipline)), ("status", .string(self.status.rawValue)),
            ("tags", .texts(self.tags)), ("version", .number(self.version)), ("content_hash", .text(self.contentHash)),
            ("created_at", .time(self.createdAt)), ("updated_at", .time(self.updatedAt)),
            ("created_by", .string(self.createdBy)), ("updated_by", .string(self.updatedBy)),
        ]
    }
}

extension VersionRecord {
    fileprivate var members: Members {
        [
            ("version", .number(self.version)), ("content_hash", .text(self.contentHash)),
            ("change_description", .string(self.note)), ("author", .string(self.author)),
            ("created_at", .time(self.createdAt)), ("rolled_back_to", self.rolledBackTo.map { .number($0) }),
            ("document", self.document),
        ]
    }
}

extension MovedExecution {
    fileprivate var members: Members {
        let (record, projection) = (self.record, self.record.projection)
        return [
            ("id", .text(record.id)), ("definition_id", .text(record.definitionID)),
            ("definition", .string(record.definitionKey)), ("version", .number(record.version)),
            ("content_hash", .text(record.contentHash)), ("user_id", .string(record.userID)),
            ("project_id", record.projectID.map { .string($0) }), ("started_at", .time(record.startedAt)),
            ("status", .string(projection.status.rawValue)), ("updated_at", .time(projection.updatedAt)),
            ("ended_at", projection.endedAt.map { .time($0) }),
            ("risk_score", projection.riskScore.map { .double($0) }),
            ("risk_band", projection.riskBand.map { .string($0.rawValue) }),
            ("requires_approval", .bool(projection.requiresApproval)),
            ("failure_code", projection.failureCode.map { .string($0) }),
            ("failure_message", projection.failureMessage.map { .string($0) }),
            ("failed_step", projection.failedStep.map { .string($0) }),
            ("failed_step_number", projection.failedStepNumber.map { .number($0) }),
            ("parent", self.parent.map { .text($0.executionID) }),
            ("parent_path", self.parent.map { .string($0.path) }),
            ("parent_waits", self.parent.map { .bool($0.waits) }), ("last_sequence", .number(self.head.sequence)),
            ("head_hash", .text(self.head.hash)),
        ]
    }
}

extension EventRecord {
    fileprivate var members: Members {
        [
            ("sequence", .number(self.sequence)), ("event", .string(self.kind)), ("at", .time(self.at)),
            ("hash", .text(self.hash)), ("payload", .string(String(decoding: self.payload, as: UTF8.self))),
        ]
    }
}

extension StepRunProjection {
    fileprivate var members: Members {
        [
            ("path", .string(self.path)), ("step_name", .string(self.stepName)),
            ("step_number", self.stepNumber.map { .number($0) }), ("status", .string(self.status.rawValue)),
            ("attempt", .number(self.attempt)), ("started_at", .time(self.startedAt)),
            ("ended_at", self.endedAt.map { .time($0) }),
            ("scheduled_sequence", self.scheduledSequence.map { .number($0) }),
            ("result_sequence", self.resultSequence.map { .number($0) }),
            ("failure_code", self.failureCode.map { .string($0) }),
        ]
    }
}

extension ApprovalProjection {
    fileprivate var members: Members {
        [
            ("id", .text(self.id)), ("status", .string(self.status.rawValue)),
            ("requested_at", .time(self.requestedAt)),
            ("expires_at", self.expiresAt.map { .time($0) }), ("ended_at", self.endedAt.map { .time($0) }),
            ("roles", .texts(self.roles)), ("approvals_needed", .number(self.approvalsNeeded)),
            ("approvals_given", .number(self.approvalsGiven)), ("risk_score", .double(self.riskScore)),
            ("evidence_hash", .text(self.evidenceHash)), ("request_sequence", .number(self.requestSequence)),
        ]
    }
}

extension HumanTaskProjection {
    fileprivate var members: Members {
        [
            ("id", .text(self.id)), ("path", .string(self.path)), ("status", .string(self.status.rawValue)),
            ("task", .string(self.kind)), ("title", .string(self.title)), ("assignees", .texts(self.assignees)),
            ("roles", .texts(self.roles)), ("claimed_by", self.claimedBy.map { .string($0) }),
            ("opened_at", .time(self.openedAt)), ("due_at", self.dueAt.map { .time($0) }),
            ("ended_at", self.endedAt.map { .time($0) }), ("is_overdue", .bool(self.isOverdue)),
            ("opened_sequence", .number(self.openedSequence)),
        ]
    }
}
