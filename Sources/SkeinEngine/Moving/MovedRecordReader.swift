// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinStorage

/// Why a line of an export cannot be used.
struct ImportFault: Error {
    let what: String
    /// What to do, where it is not what is always to be done.
    var advice: String?

    init(_ what: String, advice: String? = nil) {
        self.what = what
        self.advice = advice
    }
}

/// Reads the lines of an export as records.
struct MovedRecordReader {
    /// The definition before the line.
    private var definition: (id: DefinitionID, key: String)?

    /// Reads a line.
    ///
    /// - Throws: ``ImportFault`` for one that no export has.
    mutating func read(_ line: JSONObject) throws(ImportFault) -> MovedRecord {
        let fields = Fields(line)
        let name = try fields.text("kind")
        guard let kind = MovedRecord.Kind(rawValue: name) else {
            throw ImportFault("The kind of the record is '\(name.prefix(100))', which this Skein does not know.")
        }
        switch kind {
        case .definition:
            let record = try fields.definition()
            self.definition = (record.id, record.key)
            return .definition(record)
        case .version:
            guard let definition = self.definition else { throw ImportFault("A version belongs to no definition.") }
            return .version(try fields.version(of: definition))
        case .execution: return .execution(try fields.execution())
        case .event: return .event(try fields.event())
        case .stepRun: return .stepRun(try fields.stepRun())
        case .task:
            let (path, attempt) = (try fields.text("path"), try fields.int("attempt"))
            return .task(OpenTask(path: path, attempt: attempt, function: try fields.text("function")))
        case .timer:
            return .timer(TimerRecord(name: try fields.text("name"), fireAt: try fields.time("fire_at")))
        case .signalWait: return .signalWait(path: try fields.text("path"), name: try fields.text("name"))
        case .childWait: return .childWait(path: try fields.text("path"), child: try fields.id("child"))
        case .approval: return .approval(try fields.approval(), of: try fields.id("execution"))
        case .humanTask: return .humanTask(try fields.humanTask(), of: try fields.id("execution"))
        case .idempotencyKey: return .idempotencyKey(try fields.idempotencyKey())
        case .auditEntry: return .auditEntry(try fields.auditEntry())
        }
    }
}

extension Fields {
    fileprivate func definition() throws(ImportFault) -> DefinitionRecord {
        DefinitionRecord(
            id: try self.id("id"),
            key: try self.text("key"),
            displayName: try self.text("display_name"),
            discipline: try self.text("discipline"),
            status: try self.choice("status"),
            tags: try self.texts("tags"),
            version: try self.int("version"),
            contentHash: try self.hash("content_hash"),
            createdAt: try self.time("created_at"),
            updatedAt: try self.time("updated_at"),
            createdBy: try self.text("created_by"),
            updatedBy: try self.text("updated_by")
        )
    }

    fileprivate func version(of definition: (id: DefinitionID, key: String)) throws(ImportFault) -> VersionRecord {
        VersionRecord(
            definitionID: definition.id,
            key: definition.key,
            version: try self.int("version"),
            document: try self.value("document"),
            contentHash: try self.hash("content_hash"),
            note: try self.text("change_description"),
            author: try self.text("author"),
            createdAt: try self.time("created_at"),
            rolledBackTo: try self.optional("rolled_back_to", self.int)
        )
    }

    fileprivate func execution() throws(ImportFault) -> MovedExecution {
        var projection = ExecutionProjection(
            status: try self.choice("status"),
            updatedAt: try self.time("updated_at"),
            requiresApproval: try self.bool("requires_approval")
        )
        projection.endedAt = try self.optional("ended_at", self.time)
        projection.riskScore = try self.optional("risk_score", self.double)
        projection.riskBand = try self.optional("risk_band") { name throws(ImportFault) in try self.choice(name) }
        projection.failureCode = try self.optional("failure_code", self.text)
        projection.failureMessage = try self.optional("failure_message", self.text)
        projection.failedStep = try self.optional("failed_step", self.text)
        projection.failedStepNumber = try self.optional("failed_step_number", self.int)
        let parent: ExecutionID? = try self.optional("parent") { name throws(ImportFault) in try self.id(name) }
        var link: ParentLink?
        if let parent {
            let (path, waits) = (try self.text("parent_path"), try self.bool("parent_waits"))
            link = ParentLink(executionID: parent, path: path, waits: waits)
        }
        let record = ExecutionRecord(
            id: try self.id("id"),
            definitionID: try self.id("definition_id"),
            definitionKey: try self.text("definition"),
            version: try self.int("version"),
            contentHash: try self.hash("content_hash"),
            userID: try self.text("user_id"),
            projectID: try self.optional("project_id", self.text),
            startedAt: try self.time("started_at"),
            parentID: parent,
            projection: projection
        )
        let head = ChainHead(sequence: try self.int("last_sequence"), hash: try self.hash("head_hash"))
        return MovedExecution(record: record, parent: link, head: head)
    }

    fileprivate func event() throws(ImportFault) -> EventRecord {
        EventRecord(
            sequence: try self.int("sequence"),
            kind: try self.text("event"),
            at: try self.time("at"),
            payload: Array(try self.text("payload").utf8),
            hash: try self.hash("hash")
        )
    }

    fileprivate func stepRun() throws(ImportFault) -> StepRunProjection {
        StepRunProjection(
            path: try self.text("path"),
            stepName: try self.text("step_name"),
            stepNumber: try self.optional("step_number", self.int),
            status: try self.choice("status"),
            attempt: try self.int("attempt"),
            startedAt: try self.time("started_at"),
            endedAt: try self.optional("ended_at", self.time),
            scheduledSequence: try self.optional("scheduled_sequence", self.int),
            resultSequence: try self.optional("result_sequence", self.int),
            failureCode: try self.optional("failure_code", self.text)
        )
    }

    fileprivate func approval() throws(ImportFault) -> ApprovalProjection {
        ApprovalProjection(
            id: try self.id("id"),
            status: try self.choice("status"),
            requestedAt: try self.time("requested_at"),
            expiresAt: try self.optional("expires_at", self.time),
            endedAt: try self.optional("ended_at", self.time),
            roles: try self.texts("roles"),
            approvalsNeeded: try self.int("approvals_needed"),
            approvalsGiven: try self.int("approvals_given"),
            riskScore: try self.double("risk_score"),
            evidenceHash: try self.hash("evidence_hash"),
            requestSequence: try self.int("request_sequence")
        )
    }

    fileprivate func humanTask() throws(ImportFault) -> HumanTaskProjection {
        HumanTaskProjection(
            id: try self.id("id"),
            path: try self.text("path"),
            status: try self.choice("status"),
            kind: try self.text("task"),
            title: try self.text("title"),
            assignees: try self.texts("assignees"),
            roles: try self.texts("roles"),
            claimedBy: try self.optional("claimed_by", self.text),
            openedAt: try self.time("opened_at"),
            dueAt: try self.optional("due_at", self.time),
            endedAt: try self.optional("ended_at", self.time),
            isOverdue: try self.bool("is_overdue"),
            openedSequence: try self.int("opened_sequence")
        )
    }

    fileprivate func idempotencyKey() throws(ImportFault) -> MovedIdempotencyKey {
        let (scope, key) = (try self.text("scope"), try self.text("key"))
        return MovedIdempotencyKey(
            claim: IdempotencyClaim(scope: scope, key: key, fingerprint: try self.hash("fingerprint")),
            reference: try self.text("reference"),
            createdAt: try self.time("created_at")
        )
    }

    fileprivate func auditEntry() throws(ImportFault) -> AuditRecord {
        let entry = AuditEntry(
            at: try self.time("at"),
            actor: try self.text("actor"),
            action: try self.text("action"),
            subject: try self.text("subject"),
            details: try self.value("details")
        )
        return AuditRecord(sequence: try self.int("sequence"), entry: entry, hash: try self.hash("hash"))
    }
}
