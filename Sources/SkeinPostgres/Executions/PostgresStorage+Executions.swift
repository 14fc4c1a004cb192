// SPDX-License-Identifier: Apache-2.0

package import SkeinModel
package import SkeinStorage

extension PostgresStorage {
    package func execution(_ id: ExecutionID) async throws -> ExecutionRecord? {
        try await self.read { connection in
            try connection.run("\(ExecutionSQL.select) WHERE executions.uuid = $1", .uuid(id.uuid)).first.map {
                try ExecutionRecord($0)
            }
        }
    }

    package func executions(
        _ filter: ExecutionFilter,
        _ page: PageRequest
    ) async throws -> Page<ExecutionRecord> {
        try await self.read { connection in
            var conditions = SQLConditions()
            if let definition = filter.definition {
                // The identifier first, so that the list is read by one index from its end.
                guard let row = try Self.row(of: definition, connection) else { return Page(items: [], next: nil) }
                conditions.add("executions.definition = ?", .int8(row))
            }
            if let status = filter.status { conditions.add("executions.status", is: status) }
            if let parent = filter.parentID {
                conditions.add("executions.parent = (SELECT id FROM executions WHERE uuid = ?)", .uuid(parent.uuid))
            }
            return try connection.page(ExecutionSQL.select, conditions, newestBy: "executions.id", page) {
                try ExecutionRecord($0)
            }
        }
    }

    /// The number of a definition's row.
    static func row(of definition: DefinitionSelector, _ connection: Connection) throws -> Int64? {
        var conditions = SQLConditions()
        conditions.add(definition)
        let statement = Statement("SELECT id FROM definitions \(conditions.sql)", conditions.parameters)
        return try connection.run([statement])[0].first?.int8("id")
    }

    package func history(of id: ExecutionID, after sequence: Int, limit: Int) async throws -> [EventRecord] {
        try await self.read { connection in
            let sql = """
                SELECT sequence, kind, at, payload, hash FROM execution_events
                WHERE execution = (SELECT id FROM executions WHERE uuid = $1) AND sequence > $2
                ORDER BY sequence LIMIT $3
                """
            return try connection.run(sql, .uuid(id.uuid), .int8(sequence), .int8(limit)).map { try EventRecord($0) }
        }
    }

    package func stepRuns(
        of id: ExecutionID,
        after path: String?,
        limit: Int
    ) async throws -> [StepRunProjection] {
        try await self.read { connection in
            let sql = """
                SELECT path, step_name, step_number, status, attempt, started_at, ended_at, scheduled_sequence,
                    result_sequence, failure_code
                FROM step_runs WHERE execution = (SELECT id FROM executions WHERE uuid = $1) AND path > $2
                ORDER BY path LIMIT $3
                """
            return try connection.run(sql, .uuid(id.uuid), .text(path ?? ""), .int8(limit)).map {
                try StepRunProjection($0)
            }
        }
    }

    package func chainHead(of id: ExecutionID) async throws -> ChainHead? {
        try await self.read { connection in
            let sql = "SELECT last_sequence, head_hash FROM executions WHERE uuid = $1"
            return try connection.run(sql, .uuid(id.uuid)).first.map { row in
                ChainHead(sequence: try row.int("last_sequence"), hash: try row.hash("head_hash"))
            }
        }
    }
}

extension ExecutionRecord {
    init(_ row: Row) throws {
        var projection = ExecutionProjection(status: try row.choice("status"), updatedAt: try row.time("updated_at"))
        projection.endedAt = try row.optionalTime("ended_at")
        projection.riskScore = try row.optionalFloat8("risk_score")
        projection.riskBand = try row.optionalChoice("risk_band")
        projection.requiresApproval = try row.bool("requires_approval")
        projection.failureCode = try row.optionalText("failure_code")
        projection.failureMessage = try row.optionalText("failure_message")
        projection.failedStep = try row.optionalText("failed_step")
        projection.failedStepNumber = try row.optionalInt("failed_step_number")
        self.init(
            id: try row.identifier("uuid"),
            definitionID: try row.identifier("definition_uuid"),
            definitionKey: try row.text("definition_key"),
            version: try row.int("version"),
            contentHash: try row.hash("content_hash"),
            userID: try row.text("user_id"),
            projectID: try row.optionalText("project_id"),
            startedAt: try row.time("started_at"),
            parentID: try row.optionalIdentifier("parent_uuid"),
            projection: projection
        )
    }
}

extension EventRecord {
    init(_ row: Row) throws {
        self.init(
            sequence: try row.int("sequence"),
            kind: try row.text("kind"),
            at: try row.time("at"),
            payload: try row.bytes("payload"),
            hash: try row.hash("hash")
        )
    }
}

extension StepRunProjection {
    init(_ row: Row) throws {
        self.init(
            path: try row.text("path"),
            stepName: try row.text("step_name"),
            stepNumber: try row.optionalInt("step_number"),
            status: try row.choice("status"),
            attempt: try row.int("attempt"),
            startedAt: try row.time("started_at"),
            endedAt: try row.optionalTime("ended_at"),
            scheduledSequence: try row.optionalInt("scheduled_sequence"),
            resultSequence: try row.optionalInt("result_sequence"),
            failureCode: try row.optionalText("failure_code")
        )
    }
}
