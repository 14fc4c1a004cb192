// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinStorage

// What people are asked for, as rows of executions.
extension HotStatements {
    func write(_ task: HumanTaskProjection, _ execution: Int64) throws(SkeinError) {
        let upsert = try self.prepare(HumanTaskSQL.upsert)
        upsert.bind(1, task.id.description)
        upsert.bind(2, execution)
        upsert.bind(3, task.path)
        upsert.bind(4, task.status.rawValue)
        upsert.bind(5, task.kind)
        upsert.bind(6, task.title)
        upsert.bind(7, JSONWriter.text(.array(task.assignees.map { .string($0) })))
        upsert.bind(8, JSONWriter.text(.array(task.roles.map { .string($0) })))
        upsert.bind(9, task.claimedBy)
        upsert.bind(10, task.openedAt)
        upsert.bind(11, task.dueAt)
        upsert.bind(12, task.endedAt)
        upsert.bind(13, task.isOverdue ? 1 : 0)
        upsert.bind(14, task.openedSequence)
        try upsert.run(self.connection)
    }

    func write(_ approval: ApprovalProjection, _ execution: Int64) throws(SkeinError) {
        let upsert = try self.prepare(ApprovalSQL.upsert)
        upsert.bind(1, approval.id.description)
        upsert.bind(2, execution)
        upsert.bind(3, approval.status.rawValue)
        upsert.bind(4, approval.requestedAt)
        upsert.bind(5, approval.expiresAt)
        upsert.bind(6, approval.endedAt)
        upsert.bind(7, JSONWriter.text(.array(approval.roles.map { .string($0) })))
        upsert.bind(8, approval.approvalsNeeded)
        upsert.bind(9, approval.approvalsGiven)
        upsert.bind(10, approval.riskScore)
        upsert.bind(11, approval.evidenceHash)
        upsert.bind(12, approval.requestSequence)
        try upsert.run(self.connection)
    }
}
