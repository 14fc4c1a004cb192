// SPDX-License-Identifier: Apache-2.0

import GRDB
package import SkeinModel
package import SkeinStorage

extension SQLiteStorage {
    package func approval(_ id: ApprovalID) async throws -> ApprovalRecord? {
        try await self.read { database in
            let sql = "\(ApprovalSQL.select) WHERE approvals.uuid = ?"
            let row = try Row.fetchOne(database, sql: sql, arguments: [id.description])
            return try row.map { try ApprovalRecord($0) }
        }
    }

    package func approvals(status: ApprovalStatus?, _ page: PageRequest) async throws -> Page<ApprovalRecord> {
        try await self.read { database in
            var conditions = SQLConditions()
            if let status { conditions.add("approvals.status = ?", status.rawValue) }
            if let after = page.after { conditions.add("approvals.id < ?", after.key) }
            let sql = "\(ApprovalSQL.select) \(conditions.sql) ORDER BY approvals.id DESC LIMIT \(page.limit + 1)"
            let rows = try Row.fetchAll(database, sql: sql, arguments: conditions.statementArguments)
            return try Page(rows, limit: page.limit, key: "id") { try ApprovalRecord($0) }
        }
    }
}

extension ApprovalRecord {
    init(_ row: Row) throws {
        let approval = ApprovalProjection(
            id: try row.identifier("uuid"),
            status: try row.choice("status"),
            requestedAt: row.time("requested_at"),
            expiresAt: row.optionalTime("expires_at"),
            endedAt: row.optionalTime("ended_at"),
            roles: try row.strings("roles"),
            approvalsNeeded: row["approvals_needed"],
            approvalsGiven: row["approvals_given"],
            riskScore: row["risk_score"],
            evidenceHash: row.hash("evidence_hash"),
            requestSequence: row["request_sequence"]
        )
        self.init(
            approval: approval,
            executionID: try row.identifier("execution_uuid"),
            definitionKey: row["definition_key"],
            version: row["version"],
            userID: row["user_id"]
        )
    }
}
