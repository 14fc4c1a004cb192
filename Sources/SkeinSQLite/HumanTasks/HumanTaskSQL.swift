// SPDX-License-Identifier: Apache-2.0

/// The statements of the tables `human_tasks` and `signal_waits`.
enum HumanTaskSQL {
    static let upsert = StaticSQL(
        """
        INSERT INTO human_tasks (uuid, execution, path, status, kind, title, assignees, roles, claimed_by, opened_at,
            due_at, ended_at, is_overdue, opened_sequence)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
        ON CONFLICT (uuid) DO UPDATE SET status = excluded.status, assignees = excluded.assignees,
            roles = excluded.roles, claimed_by = excluded.claimed_by, due_at = excluded.due_at,
            ended_at = excluded.ended_at, is_overdue = excluded.is_overdue
        """
    )

    static let close = StaticSQL("UPDATE human_tasks SET status = 'closed', ended_at = ?2 WHERE uuid = ?1")
    static let insertWait = StaticSQL("INSERT OR REPLACE INTO signal_waits (execution, path, name) VALUES (?1, ?2, ?3)")
    static let deleteWait = StaticSQL("DELETE FROM signal_waits WHERE execution = ?1 AND path = ?2")

    /// Whether a task that is found otherwise is for somebody: a kind of name (`person` or `role`) and the name.
    static let isNamed = """
        EXISTS (SELECT 1 FROM human_task_names WHERE kind = ? AND name = ? AND task = human_tasks.id)
        """
    /// The same, to find tasks by.
    static let isOneOfNamed = "human_tasks.id IN (SELECT task FROM human_task_names WHERE kind = ? AND name = ?)"

    static let select = """
        SELECT human_tasks.*, executions.uuid AS execution_uuid, executions.version AS version,
            definitions.key AS definition_key
        FROM human_tasks JOIN executions ON executions.id = human_tasks.execution
            JOIN definitions ON definitions.id = executions.definition
        """
}
