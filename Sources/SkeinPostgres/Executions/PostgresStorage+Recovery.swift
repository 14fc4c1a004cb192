// SPDX-License-Identifier: Apache-2.0

package import SkeinModel
package import SkeinStorage

extension PostgresStorage {
    package func executionsWithOpenTasks() async throws -> [ExecutionID] {
        try await self.read { connection in
            let sql = "SELECT uuid FROM executions WHERE id IN (SELECT execution FROM tasks) ORDER BY id"
            return try connection.run(sql).map { try $0.identifier("uuid") }
        }
    }

    /// A node takes on the executions whose timers it is given, so that no other one fires them.
    package func dueTimers(at now: Timestamp, limit: Int) async throws -> [DueTimer] {
        let worker = self.membership.worker
        let parameters = [Parameter.time(now), .int8(limit), .int8(worker)]
        let rows = try await self.asNode { connection -> [DueTimer] in
            let transaction = WriteTransaction(connection)
            let fence = Statement(NodeSQL.fence, [.int8(worker)])
            let answers = try transaction.ask([fence, Statement(TimerSQL.takeDue, parameters)])
            if worker > 0, answers[0].first == nil { return [] }
            transaction.add("SET LOCAL synchronous_commit = off")
            try transaction.commit()
            return try answers[1].map { row in
                DueTimer(
                    executionID: try row.identifier("uuid"),
                    name: try row.text("name"),
                    fireAt: try row.time("fire_at")
                )
            }
        }
        return rows
    }

    package func nextTimer() async throws -> Timestamp? {
        try await self.read { connection in
            try connection.run("SELECT min(fire_at) AS fire_at FROM timers").first?.optionalTime("fire_at")
        }
    }

    /// An open step run without a task, timer, signal or person of its own, or an execution that is open and has none
    /// of these, or a terminal one that still has some.
    ///
    /// Nothing wakes an execution that an operator holds, or a step that is started by hand, but a person.
    package func unwakeableExecutions(limit: Int) async throws -> [ExecutionID] {
        try await self.read { connection in
            try connection.run(Self.unwakeable, .int8(limit)).map { try $0.identifier("uuid") }
        }
    }

    /// Whether a table has a row of the execution `executions`, and of the step run `step_runs` where `path` is given.
    private static func has(_ table: String, _ condition: String = "", path: Bool = false) -> String {
        let step = path ? " AND \(table).path = step_runs.path" : ""
        let more = condition.isEmpty ? "" : " AND \(table).\(condition)"
        return "EXISTS (SELECT 1 FROM \(table) WHERE \(table).execution = executions.id\(step)\(more))"
    }

    private static let unwakeable = """
        SELECT uuid FROM executions WHERE
            (status NOT IN \(PostgresStorage.terminal) AND status <> 'paused'
                AND NOT \(PostgresStorage.has("human_tasks", "status = 'open'")) AND NOT \(PostgresStorage.has("step_runs", "status = 'blocked'"))
                AND NOT \(PostgresStorage.has("signal_waits")) AND NOT \(PostgresStorage.has("child_waits")) AND NOT \(PostgresStorage.has("tasks"))
                AND NOT \(PostgresStorage.has("timers")) AND NOT \(PostgresStorage.has("approvals", "status = 'pending'")))
            OR (status IN \(PostgresStorage.terminal)
                AND (\(PostgresStorage.has("tasks")) OR \(PostgresStorage.has("signal_waits")) OR \(PostgresStorage.has("child_waits"))
                    OR \(PostgresStorage.has("human_tasks", "status = 'open'")) OR \(PostgresStorage.has("timers"))))
            OR EXISTS (SELECT 1 FROM step_runs WHERE step_runs.execution = executions.id
                AND step_runs.status IN ('running', 'waiting', 'retrying', 'blocked')
                AND ((step_runs.status = 'running' AND step_runs.scheduled_sequence IS NOT NULL
                        AND NOT \(PostgresStorage.has("tasks", path: true)))
                    OR (step_runs.status = 'waiting' AND executions.status <> 'paused' AND NOT \(PostgresStorage.has("timers"))
                        AND NOT \(PostgresStorage.has("human_tasks", "status = 'open'", path: true))
                        AND NOT \(PostgresStorage.has("signal_waits", path: true))
                        AND NOT \(PostgresStorage.has("child_waits", path: true)))
                    OR (step_runs.status = 'retrying' AND executions.status <> 'paused'
                        AND NOT \(PostgresStorage.has("timers")))))
        ORDER BY id LIMIT $1
        """
}

/// The statements of the table `timers` that fire them.
private enum TimerSQL {
    /// Timers that are due, of executions that belong to the node or to nobody; who is no node changes nothing.
    static let takeDue = """
        WITH due AS (
            SELECT executions.id, executions.uuid, executions.node, timers.name, timers.fire_at
            FROM timers JOIN executions ON executions.id = timers.execution
            WHERE timers.fire_at <= $1 AND (executions.node IS NULL OR executions.node = $3)
            ORDER BY timers.fire_at LIMIT $2
            FOR NO KEY UPDATE OF executions SKIP LOCKED
        ), taken AS (
            UPDATE executions SET node = $3 FROM due
            WHERE executions.id = due.id AND due.node IS NULL AND $3::bigint > 0
        )
        SELECT uuid, name, fire_at FROM due ORDER BY fire_at
        """
}
