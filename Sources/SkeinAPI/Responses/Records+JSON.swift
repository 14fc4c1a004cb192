// SPDX-License-Identifier: Apache-2.0

import SkeinInterpreter
import SkeinModel
import SkeinStorage

extension DefinitionRecord {
    /// The definition without its document.
    var json: JSONValue {
        [
            "id": .string(self.id.description), "deliverable_type": .string(self.key),
            "display_name": .string(self.displayName), "discipline": .string(self.discipline),
            "status": .string(self.status.rawValue), "tags": .array(self.tags.map { .string($0) }),
            "version": .int(Int64(self.version)), "content_hash": .string(self.contentHash.description),
            "created_at": .string(self.createdAt.description), "created_by": .string(self.createdBy),
            "updated_at": .string(self.updatedAt.description), "updated_by": .string(self.updatedBy),
        ]
    }
}

extension NodeRecord {
    var json: JSONValue {
        let roles = NodeRole.allCases.filter(self.node.roles.contains).map { JSONValue.string($0.rawValue) }
        return .object(
            .of(
                ("number", .int(Int64(self.number))),
                ("name", .string(self.node.name)),
                ("version", .string(self.node.version)),
                ("roles", .array(roles)),
                ("alive", .bool(self.isAlive)),
                ("executions", .int(Int64(self.executions))),
                ("started_at", .string(self.startedAt.description)),
                ("renewed_at", self.renewedAt.map { .string($0.description) })
            )
        )
    }
}

extension VersionRecord {
    /// The version without its document.
    var summary: JSONObject {
        .of(
            ("definition_id", .string(self.definitionID.description)),
            ("deliverable_type", .string(self.key)),
            ("version", .int(Int64(self.version))),
            ("content_hash", .string(self.contentHash.description)),
            ("change_description", .string(self.note)),
            ("created_by", .string(self.author)),
            ("created_at", .string(self.createdAt.description)),
            ("rolled_back_to", self.rolledBackTo.map { .int(Int64($0)) })
        )
    }

    /// The version with its document.
    var json: JSONValue {
        var object = self.summary
        object["document"] = self.document
        return .object(object)
    }
}

extension DefinitionStatistics {
    /// The statistics; rates and means are absent before there is anything to compute them of.
    var json: JSONValue {
        var byStatus = JSONObject()
        for status in ExecutionStatus.allCases {
            byStatus[status.rawValue] = self.byStatus[status].map { .int(Int64($0)) }
        }
        return .object(
            .of(
                ("total_executions", .int(Int64(self.total))),
                ("successful_executions", .int(Int64(self.successful))),
                ("success_rate", self.successRate.map { .double($0) }),
                ("avg_risk_score", self.averageRisk.map { .double($0) }),
                ("hitl_required_count", .int(Int64(self.approvalsRequired))),
                ("avg_execution_time_ms", self.averageDuration.map { .double(Double($0.microseconds) / 1000) }),
                ("by_status", .object(byStatus))
            )
        )
    }
}

extension ExecutionRecord {
    /// The execution as lists show it.
    var json: JSONValue {
        .object(
            .of(
                ("id", .string(self.id.description)),
                ("deliverable_type", .string(self.definitionKey)),
                ("version", .int(Int64(self.version))),
                ("status", .string(self.projection.status.rawValue)),
                ("user_id", .string(self.userID)),
                ("project_id", self.projectID.map { .string($0) }),
                ("parent_execution_id", self.parentID.map { .string($0.description) }),
                ("started_at", .string(self.startedAt.description)),
                ("ended_at", self.projection.endedAt.map { .string($0.description) }),
                ("risk_score", self.projection.riskScore.map { .double($0) }),
                ("risk_band", self.projection.riskBand.map { .string($0.rawValue) }),
                ("requires_approval", .bool(self.projection.requiresApproval)),
                ("error_code", self.projection.failureCode.map { .string($0) }),
                ("error_message", self.projection.failureMessage.map { .string($0) }),
                ("error_step", self.projection.failedStepNumber.map { .int(Int64($0)) })
            )
        )
    }
}

extension EventRecord {
    /// The event: `{sequence, kind, at, payload, hash}`.
    var json: JSONValue {
        [
            "sequence": .int(Int64(self.sequence)), "kind": .string(self.kind), "at": .string(self.at.description),
            // What the engine wrote parses; a damaged payload shows as null and fails `skein audit verify`.
            "payload": (try? JSONParser.parse(self.payload)) ?? .null,
            "hash": .string(self.hash.description),
        ]
    }
}

extension ApprovalRecord {
    /// The approval as lists show it.
    var summary: JSONObject {
        .of(
            ("id", .string(self.approval.id.description)),
            ("execution_id", .string(self.executionID.description)),
            ("deliverable_type", .string(self.definitionKey)),
            ("version", .int(Int64(self.version))),
            ("status", .string(self.approval.status.rawValue)),
            ("requested_by", .string(self.userID)),
            ("requested_at", .string(self.approval.requestedAt.description)),
            ("expires_at", self.approval.expiresAt.map { .string($0.description) }),
            ("ended_at", self.approval.endedAt.map { .string($0.description) }),
            ("roles", .array(self.approval.roles.map { .string($0) })),
            ("approvals_needed", .int(Int64(self.approval.approvalsNeeded))),
            ("approvals_given", .int(Int64(self.approval.approvalsGiven))),
            ("risk_score", .double(self.approval.riskScore)),
            ("evidence_hash", .string(self.approval.evidenceHash.description))
        )
    }
}

extension StepRunProjection {
    /// The step run without its input and output, which stand in the events that the numbers name.
    var json: JSONValue {
        .object(
            .of(
                ("path", .string(self.path)),
                ("name", .string(self.stepName)),
                ("number", self.stepNumber.map { .int(Int64($0)) }),
                ("status", .string(self.status.rawValue)),
                ("attempts", .int(Int64(self.attempt))),
                ("started_at", .string(self.startedAt.description)),
                ("ended_at", self.endedAt.map { .string($0.description) }),
                ("scheduled_event", self.scheduledSequence.map { .int(Int64($0)) }),
                ("result_event", self.resultSequence.map { .int(Int64($0)) }),
                ("failure_code", self.failureCode.map { .string($0) })
            )
        )
    }
}
