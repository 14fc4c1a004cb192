// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
package import SkeinModel
package import SkeinStorage

extension SQLiteStorage {
    package func execution(_ id: ExecutionID) async throws -> ExecutionRecord? {
        try await self.read { database in
            let sql = "\(ExecutionSQL.select) WHERE executions.uuid = ?"
            let row = try Row.fetchOne(database, sql: sql, arguments: [id.description])
            return try row.map { try ExecutionRecord($0) }
        }
    }

    package func executions(
        _ filter: ExecutionFilter,
        _ page: PageRequest
    ) async throws -> Page<ExecutionRecord> {
        try await self.read { database in
            var conditions = SQLConditions()
            // A parent has few children: with a plus sign the other conditions do not lure the planner to their indexes.
            let narrowed = filter.parentID == nil ? "" : "+"
            if let definition = filter.definition {
                // The identifier first: without it the planner walks all executions and joins each.
                var selected = SQLConditions()
                selected.add(definition)
                let select = "SELECT id FROM definitions \(selected.sql)"
                let row = try Int64.fetchOne(database, sql: select, arguments: selected.statementArguments)
                guard let row else { return Page(items: [], next: nil) }
                conditions.add("\(narrowed)executions.definition = ?", row)
            }
            if let status = filter.status { conditions.add("\(narrowed)executions.status = ?", status.rawValue) }
            if let parent = filter.parentID {
                conditions.add("executions.parent = (SELECT id FROM executions WHERE uuid = ?)", parent.description)
            }
            if let after = page.after { conditions.add("executions.id < ?", after.key) }
            let sql = "\(ExecutionSQL.select) \(conditions.sql) ORDER BY executions.id DESC LIMIT \(page.limit + 1)"
            let rows = try Row.fetchAll(database, sql: sql, arguments: conditions.statementArguments)
            return try Page(rows, limit: page.limit, key: "id") { try ExecutionRecord($0) }
        }
    }

    package func history(of id: ExecutionID, after sequence: Int, limit: Int) async throws -> [EventRecord] {
        try await self.read { database in
            let sql = """
                SELECT sequence, kind, at, payload, hash FROM execution_events
                WHERE execution = (SELECT id FROM executions WHERE uuid = ?) AND sequence > ?
                ORDER BY sequence LIMIT ?
                """
            let rows = try Row.fetchAll(database, sql: sql, arguments: [id.description, sequence, limit])
            return rows.map { EventRecord($0) }
        }
    }

    package func stepRuns(
        of id: ExecutionID,
        after path: String?,
        limit: Int
    ) async throws -> [StepRunProjection] {
        try await self.read { database in
            let sql = """
                SELECT * FROM step_runs WHERE execution = (SELECT id FROM executions WHERE uuid = ?) AND path > ?
                ORDER BY path LIMIT ?
                """
            let rows = try Row.fetchAll(database, sql: sql, arguments: [id.description, path ?? "", limit])
            return try rows.map { try StepRunProjection($0) }
        }
    }

    package func executionsWithOpenTasks() async throws -> [ExecutionID] {
        try await self.read { database in
            let sql = """
                SELECT uuid FROM executions WHERE id IN (SELECT execution FROM tasks) ORDER BY id
                """
            return try Row.fetchAll(database, sql: sql).map { try $0.identifier("uuid") }
        }
    }

    package func dueTimers(at now: Timestamp, limit: Int) async throws -> [DueTimer] {
        try await self.read { database in
            let sql = """
                SELECT executions.uuid AS uuid, timers.name AS name, timers.fire_at AS fire_at
                FROM timers JOIN executions ON executions.id = timers.execution
                WHERE timers.fire_at <= ? ORDER BY timers.fire_at LIMIT ?
                """
            return try Row.fetchAll(database, sql: sql, arguments: [now.microseconds, limit]).map { row in
                DueTimer(executionID: try row.identifier("uuid"), name: row["name"], fireAt: row.time("fire_at"))
            }
        }
    }

    package func nextTimer() async throws -> Timestamp? {
        try await self.read { database in
            try Int64.fetchOne(database, sql: "SELECT min(fire_at) FROM timers").map { Timestamp(microseconds: $0) }
        }
    }

    package func chainHead(of id: ExecutionID) async throws -> ChainHead? {
        try await self.read { database in
            let sql = "SELECT last_sequence, head_hash FROM executions WHERE uuid = ?"
            return try Row.fetchOne(database, sql: sql, arguments: [id.description]).map { row in
                ChainHead(sequence: row["last_sequence"], hash: row.hash("head_hash"))
            }
        }
    }

    /// An open step run without a task, timer, signal or person of its own, or an execution that is open and has none
    /// of these, or a terminal one that still has some.
    ///
    /// Nothing wakes an execution that an operator holds, or a step that is started by hand, but a person.
    package func unwakeableExecutions(limit: Int) async throws -> [ExecutionID] {
        try await self.read { database in
            let sql = """
                SELECT uuid FROM executions WHERE
                    (status NOT IN \(Self.terminal) AND status <> 'paused'
                        AND NOT EXISTS (SELECT 1 FROM human_tasks
                            WHERE human_tasks.execution = executions.id AND human_tasks.status = 'open')
                        AND NOT EXISTS (SELECT 1 FROM step_runs
                            WHERE step_runs.execution = executions.id AND step_runs.status = 'blocked')
                        AND NOT EXISTS (SELECT 1 FROM signal_waits WHERE signal_waits.execution = executions.id)
                        AND NOT EXISTS (SELECT 1 FROM child_waits WHERE child_waits.execution = executions.id)
                        AND NOT EXISTS (SELECT 1 FROM tasks WHERE tasks.execution = executions.id)
                        AND NOT EXISTS (SELECT 1 FROM timers WHERE timers.execution = executions.id)
                        AND NOT EXISTS (SELECT 1 FROM approvals
                            WHERE approvals.execution = executions.id AND approvals.status = 'pending'))
                    OR (status IN \(Self.terminal)
                        AND (EXISTS (SELECT 1 FROM tasks WHERE tasks.execution = executions.id)
                            OR EXISTS (SELECT 1 FROM signal_waits WHERE signal_waits.execution = executions.id)
                            OR EXISTS (SELECT 1 FROM child_waits WHERE child_waits.execution = executions.id)
                            OR EXISTS (SELECT 1 FROM human_tasks
                                WHERE human_tasks.execution = executions.id AND human_tasks.status = 'open')
                            OR EXISTS (SELECT 1 FROM timers WHERE timers.execution = executions.id)))
                    OR EXISTS (SELECT 1 FROM step_runs WHERE step_runs.execution = executions.id
                        AND ((step_runs.status = 'running' AND step_runs.scheduled_sequence IS NOT NULL
                            AND NOT EXISTS (SELECT 1 FROM tasks WHERE tasks.execution = step_runs.execution
                                AND tasks.path = step_runs.path))
                        OR (step_runs.status = 'waiting' AND executions.status <> 'paused'
                            AND NOT EXISTS (SELECT 1 FROM timers WHERE timers.execution = step_runs.execution)
                            AND NOT EXISTS (SELECT 1 FROM human_tasks
                                WHERE human_tasks.execution = step_runs.execution
                                AND human_tasks.path = step_runs.path AND human_tasks.status = 'open')
                            AND NOT EXISTS (SELECT 1 FROM signal_waits
                                WHERE signal_waits.execution = step_runs.execution
                                AND signal_waits.path = step_runs.path)
                            AND NOT EXISTS (SELECT 1 FROM child_waits
                                WHERE child_waits.execution = step_runs.execution
                                AND child_waits.path = step_runs.path))
                        OR (step_runs.status = 'retrying' AND executions.status <> 'paused'
                            AND NOT EXISTS (SELECT 1 FROM timers WHERE timers.execution = step_runs.execution))))
                ORDER BY id LIMIT ?
                """
            return try Row.fetchAll(database, sql: sql, arguments: [limit]).map { try $0.identifier("uuid") }
        }
    }

    static let terminal: String = {
        let names = ExecutionStatus.allCases.filter(\.isTerminal).map { "'\($0.rawValue)'" }
        return "(\(names.joined(separator: ", ")))"
    }()
}

extension ExecutionRecord {
    init(_ row: Row) throws {
        var projection = ExecutionProjection(status: try row.choice("status"), updatedAt: row.time("updated_at"))
        projection.endedAt = row.optionalTime("ended_at")
        projection.riskScore = row["risk_score"]
        projection.riskBand = row.optionalChoice("risk_band")
        projection.requiresApproval = row["requires_approval"]
        projection.failureCode = row["failure_code"]
        projection.failureMessage = row["failure_message"]
        projection.failedStep = row["failed_step"]
        projection.failedStepNumber = row["failed_step_number"]
        self.init(
            id: try row.identifier("uuid"),
            definitionID: try row.identifier("definition_uuid"),
            definitionKey: row["definition_key"],
            version: row["version"],
            contentHash: row.hash("content_hash"),
            userID: row["user_id"],
            projectID: row["project_id"],
            startedAt: row.time("started_at"),
            parentID: try (row["parent_uuid"] as String?) == nil ? nil : row.identifier("parent_uuid"),
            projection: projection
        )
    }
}

extension EventRecord {
    init(_ row: Row) {
        self.init(
            sequence: row["sequence"],
            kind: row["kind"],
            at: row.time("at"),
            payload: Array((row["payload"] as String).utf8),
            hash: row.hash("hash")
        )
    }
}

extension StepRunProjection {
    init(_ row: Row) throws {
        self.init(
            path: row["path"],
            stepName: row["step_name"],
            stepNumber: row["step_number"],
            status: try row.choice("status"),
            attempt: row["attempt"],
            startedAt: row.time("started_at"),
            endedAt: row.optionalTime("ended_at"),
            scheduledSequence: row["scheduled_sequence"],
            resultSequence: row["result_sequence"],
            failureCode: row["failure_code"]
        )
    }
}
