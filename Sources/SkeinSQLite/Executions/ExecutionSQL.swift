// SPDX-License-Identifier: Apache-2.0

/// The statements of the tables `executions`, `execution_events`, `step_runs`, `tasks` and `timers`.
enum ExecutionSQL {
    static let insert = StaticSQL(
        """
        INSERT INTO executions (uuid, definition, version, content_hash, user_id, project_id, started_at,
            status, updated_at, ended_at, last_sequence, head_hash, risk_score, risk_band, requires_approval,
            failure_code, failure_message, failed_step, failed_step_number)
        SELECT ?1, id, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19
        FROM definitions WHERE uuid = ?2
        RETURNING id
        """
    )

    /// Writes nothing when somebody else has written a turn since.
    ///
    /// A child that has ended is its parent's no more: when an operator retries it, nobody waits for it.
    static let update = StaticSQL(
        """
        UPDATE executions SET status = ?3, updated_at = ?4, ended_at = ?5, last_sequence = ?6, head_hash = ?7,
            risk_score = ?8, risk_band = ?9, requires_approval = ?10, failure_code = ?11, failure_message = ?12,
            failed_step = ?13, failed_step_number = ?14,
            parent_waits = CASE WHEN ?5 IS NULL THEN parent_waits ELSE 0 END
        WHERE uuid = ?1 AND last_sequence = ?2
        RETURNING id
        """
    )

    /// What changes when a turn adds events and nothing that lists read.
    static let lengthen = StaticSQL(
        "UPDATE executions SET updated_at = ?3, last_sequence = ?4, head_hash = ?5 WHERE id = ?1 AND last_sequence = ?2"
    )

    static let pin = StaticSQL("UPDATE executions SET version = ?2, content_hash = ?3 WHERE id = ?1")

    static let insertEvent = StaticSQL(
        """
        INSERT INTO execution_events (execution, sequence, kind, at, payload, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        """
    )

    static let upsertStepRun = StaticSQL(
        """
        INSERT INTO step_runs (execution, path, step_name, step_number, status, attempt, started_at, ended_at,
            scheduled_sequence, result_sequence, failure_code)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        ON CONFLICT (execution, path) DO UPDATE SET status = excluded.status, attempt = excluded.attempt,
            ended_at = excluded.ended_at, scheduled_sequence = excluded.scheduled_sequence,
            result_sequence = excluded.result_sequence, failure_code = excluded.failure_code
        """
    )

    static let insertTask = StaticSQL(
        "INSERT INTO tasks (execution, path, attempt, function) VALUES (?1, ?2, ?3, ?4)"
    )
    static let deleteTask = StaticSQL("DELETE FROM tasks WHERE execution = ?1 AND path = ?2")
    static let insertTimer = StaticSQL("INSERT OR REPLACE INTO timers (execution, name, fire_at) VALUES (?1, ?2, ?3)")
    static let deleteTimer = StaticSQL("DELETE FROM timers WHERE execution = ?1 AND name = ?2")

    /// The columns of an ``ExecutionRecord``; lists add their conditions.
    static let select = """
        SELECT executions.*, definitions.uuid AS definition_uuid, definitions.key AS definition_key,
            (SELECT parents.uuid FROM executions AS parents WHERE parents.id = executions.parent) AS parent_uuid
        FROM executions JOIN definitions ON definitions.id = executions.definition
        """
}

/// The statements of the table `approvals`.
enum ApprovalSQL {
    static let upsert = StaticSQL(
        """
        INSERT INTO approvals (uuid, execution, status, requested_at, expires_at, ended_at, roles, approvals_needed,
            approvals_given, risk_score, evidence_hash, request_sequence)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        ON CONFLICT (uuid) DO UPDATE SET status = excluded.status, ended_at = excluded.ended_at,
            approvals_given = excluded.approvals_given
        """
    )
    static let withdraw = StaticSQL("UPDATE approvals SET status = 'withdrawn', ended_at = ?2 WHERE uuid = ?1")

    static let select = """
        SELECT approvals.*, executions.uuid AS execution_uuid, executions.version AS version,
            executions.user_id AS user_id, definitions.key AS definition_key
        FROM approvals JOIN executions ON executions.id = approvals.execution
            JOIN definitions ON definitions.id = executions.definition
        """
}
