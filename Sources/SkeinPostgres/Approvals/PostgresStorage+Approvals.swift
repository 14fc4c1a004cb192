// SPDX-License-Identifier: Apache-2.0

package import SkeinModel
package import SkeinStorage

/// The statements of the table `approvals`.
enum ApprovalSQL {
    static let upsert = """
        INSERT INTO approvals (uuid, execution, status, requested_at, expires_at, ended_at, roles, approvals_needed,
            approvals_given, risk_score, evidence_hash, request_sequence)
        SELECT uuid, execution, status::approval_status, requested_at, expires_at, ended_at, roles, approvals_needed,
            approvals_given, risk_score, evidence_hash, request_sequence
        FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[],
            $7::jsonb[], $8::bigint[], $9::bigint[], $10::float8[], $11::bytea[], $12::bigint[])
            WITH ORDINALITY AS given (uuid, execution, status, requested_at, expires_at, ended_at, roles,
                approvals_needed, approvals_given, risk_score, evidence_hash, request_sequence, place)
        ORDER BY place
        ON CONFLICT (uuid) DO UPDATE SET status = excluded.status, ended_at = excluded.ended_at,
            approvals_given = excluded.approvals_given
        """

    static let withdraw = """
        UPDATE approvals SET status = 'withdrawn', ended_at = given.ended_at
        FROM unnest($1::uuid[], $2::timestamptz[]) AS given (uuid, ended_at)
        WHERE approvals.uuid = given.uuid
        """

    static let select = """
        SELECT approvals.id AS cursor, approvals.uuid, approvals.status, approvals.requested_at,
            approvals.expires_at, approvals.ended_at, approvals.roles, approvals.approvals_needed,
            approvals.approvals_given, approvals.risk_score, approvals.evidence_hash, approvals.request_sequence,
            executions.uuid AS execution_uuid, executions.version, executions.user_id,
            definitions.key AS definition_key
        FROM approvals JOIN executions ON executions.id = approvals.execution
            JOIN definitions ON definitions.id = executions.definition
        """
}

extension PostgresStorage {
    package func approval(_ id: ApprovalID) async throws -> ApprovalRecord? {
        try await self.read { connection in
            try connection.run("\(ApprovalSQL.select) WHERE approvals.uuid = $1", .uuid(id.uuid)).first.map {
                try ApprovalRecord($0)
            }
        }
    }

    package func approvals(status: ApprovalStatus?, _ page: PageRequest) async throws -> Page<ApprovalRecord> {
        var conditions = SQLConditions()
        if let status { conditions.add("approvals.status", is: status) }
        return try await self.read { [conditions] connection in
            try connection.page(ApprovalSQL.select, conditions, newestBy: "approvals.id", page) {
                try ApprovalRecord($0)
            }
        }
    }
}

extension ApprovalRecord {
    init(_ row: Row) throws {
        let approval = ApprovalProjection(
            id: try row.identifier("uuid"),
            status: try row.choice("status"),
            requestedAt: try row.time("requested_at"),
            expiresAt: try row.optionalTime("expires_at"),
            endedAt: try row.optionalTime("ended_at"),
            roles: try row.strings("roles"),
            approvalsNeeded: try row.int("approvals_needed"),
            approvalsGiven: try row.int("approvals_given"),
            riskScore: try row.float8("risk_score"),
            evidenceHash: try row.hash("evidence_hash"),
            requestSequence: try row.int("request_sequence")
        )
        self.init(
            approval: approval,
            executionID: try row.identifier("execution_uuid"),
            definitionKey: try row.text("definition_key"),
            version: try row.int("version"),
            userID: try row.text("user_id")
        )
    }
}
