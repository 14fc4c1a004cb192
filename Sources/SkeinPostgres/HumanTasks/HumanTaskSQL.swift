// SPDX-License-Identifier: Apache-2.0

/// The statements of the table `human_tasks`.
enum HumanTaskSQL {
    static let upsert = """
        INSERT INTO human_tasks (uuid, execution, path, status, kind, title, assignees, roles, claimed_by, opened_at,
            due_at, ended_at, is_overdue, opened_sequence)
        SELECT uuid, execution, path, status::human_task_status, kind, title, assignees, roles, claimed_by, opened_at,
            due_at, ended_at, is_overdue, opened_sequence
        FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[],
            $8::jsonb[], $9::text[], $10::timestamptz[], $11::timestamptz[], $12::timestamptz[], $13::boolean[],
            $14::bigint[])
            WITH ORDINALITY AS given (uuid, execution, path, status, kind, title, assignees, roles, claimed_by,
                opened_at, due_at, ended_at, is_overdue, opened_sequence, place)
        ORDER BY place
        ON CONFLICT (uuid) DO UPDATE SET status = excluded.status, assignees = excluded.assignees,
            roles = excluded.roles, claimed_by = excluded.claimed_by, due_at = excluded.due_at,
            ended_at = excluded.ended_at, is_overdue = excluded.is_overdue
        """

    static let close = """
        UPDATE human_tasks SET status = 'closed', ended_at = given.ended_at
        FROM unnest($1::uuid[], $2::timestamptz[]) AS given (uuid, ended_at)
        WHERE human_tasks.uuid = given.uuid
        """

    static let select = """
        SELECT human_tasks.id AS cursor, human_tasks.uuid, human_tasks.path, human_tasks.status, human_tasks.kind,
            human_tasks.title, human_tasks.assignees, human_tasks.roles, human_tasks.claimed_by,
            human_tasks.opened_at, human_tasks.due_at, human_tasks.ended_at, human_tasks.is_overdue,
            human_tasks.opened_sequence, executions.uuid AS execution_uuid, executions.version,
            definitions.key AS definition_key
        FROM human_tasks JOIN executions ON executions.id = human_tasks.execution
            JOIN definitions ON definitions.id = executions.definition
        """
}

/// The statements of the tables `signal_waits` and `child_waits`.
enum WaitSQL {
    static let upsertSignals = """
        INSERT INTO signal_waits (execution, path, name) SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[])
        ON CONFLICT (execution, path) DO UPDATE SET name = excluded.name
        """
    static let deleteSignals = ExecutionSQL.delete(from: "signal_waits", by: "path")

    static let upsertChildren = """
        INSERT INTO child_waits (execution, path, child) SELECT * FROM unnest($1::bigint[], $2::text[], $3::uuid[])
        ON CONFLICT (execution, path) DO UPDATE SET child = excluded.child
        """
    static let deleteChildren = ExecutionSQL.delete(from: "child_waits", by: "path")
}
