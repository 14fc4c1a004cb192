// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinStorage

/// What people are asked for, as rows of executions.
enum PeopleRows {
    static func add(_ approvals: [TurnRows.Line<ApprovalProjection>], to transaction: WriteTransaction) {
        if approvals.isEmpty { return }
        transaction.add(
            ApprovalSQL.upsert,
            approvals.uuids(\.part.id.uuid),
            approvals.int8s(\.execution),
            approvals.texts(\.part.status.rawValue),
            approvals.times(\.part.requestedAt),
            approvals.times(\.part.expiresAt),
            approvals.times(\.part.endedAt),
            approvals.jsonbs { JSONText.strings($0.part.roles) },
            approvals.ints(\.part.approvalsNeeded),
            approvals.ints(\.part.approvalsGiven),
            approvals.floats(\.part.riskScore),
            approvals.hashes(\.part.evidenceHash),
            approvals.ints(\.part.requestSequence)
        )
    }

    static func add(_ tasks: [TurnRows.Line<HumanTaskProjection>], to transaction: WriteTransaction) {
        if tasks.isEmpty { return }
        transaction.add(
            HumanTaskSQL.upsert,
            tasks.uuids(\.part.id.uuid),
            tasks.int8s(\.execution),
            tasks.texts(\.part.path),
            tasks.texts(\.part.status.rawValue),
            tasks.texts(\.part.kind),
            tasks.texts(\.part.title),
            tasks.jsonbs { JSONText.strings($0.part.assignees) },
            tasks.jsonbs { JSONText.strings($0.part.roles) },
            tasks.texts(\.part.claimedBy),
            tasks.times(\.part.openedAt),
            tasks.times(\.part.dueAt),
            tasks.times(\.part.endedAt),
            tasks.bools(\.part.isOverdue),
            tasks.ints(\.part.openedSequence)
        )
    }
}
