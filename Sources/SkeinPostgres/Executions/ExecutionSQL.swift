// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinStorage

/// The statements of the tables `executions`, `execution_events`, `step_runs`, `tasks` and `timers`.
///
/// Each writes the rows of many turns: its values are arrays, a column each.
enum ExecutionSQL {
    /// Starts that are possible: their definitions are there, they are new, and so are their idempotency keys.
    ///
    /// Nothing here joins one row of the group with another: without hashing (``Writer``) that takes quadratic time.
    static let insert = """
        INSERT INTO executions (uuid, definition, version, content_hash, user_id, project_id, started_at, status,
            updated_at, ended_at, last_sequence, head_hash, risk_score, risk_band, requires_approval, failure_code,
            failure_message, failed_step, failed_step_number, node)
        SELECT given.uuid, definitions.id, given.version, given.content_hash, user_id, project_id, started_at,
            given.status::execution_status, given.updated_at, ended_at, last_sequence, head_hash, risk_score,
            risk_band::risk_band, requires_approval, failure_code, failure_message, failed_step, failed_step_number,
            given.node
        FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bytea[], $5::text[], $6::text[], $7::timestamptz[],
            $8::text[], $9::text[], $10::text[], $11::timestamptz[], $12::timestamptz[], $13::bigint[], $14::bytea[],
            $15::float8[], $16::text[], $17::boolean[], $18::text[], $19::text[], $20::text[], $21::bigint[],
            $22::bigint[])
            WITH ORDINALITY AS given (uuid, definition, version, content_hash, user_id, project_id, started_at,
                scope, key, status, updated_at, ended_at, last_sequence, head_hash, risk_score, risk_band,
                requires_approval, failure_code, failure_message, failed_step, failed_step_number, node, place)
            JOIN definitions ON definitions.uuid = given.definition
        WHERE NOT EXISTS (SELECT 1 FROM idempotency_keys AS taken
            WHERE taken.scope = given.scope AND taken.key = given.key)
        ORDER BY place
        ON CONFLICT (uuid) DO NOTHING
        RETURNING id, uuid, node
        """

    /// Turns that follow the last event; those for which somebody else was faster are left out.
    ///
    /// A child that has ended is its parent's no more: when an operator retries it, nobody waits for it. An execution stays with
    /// its node as long as tasks are out, and until that node has seen that none is.
    static let update = """
        UPDATE executions SET status = given.status::execution_status, updated_at = given.updated_at,
            ended_at = given.ended_at, last_sequence = given.last_sequence, head_hash = given.head_hash,
            risk_score = given.risk_score, risk_band = given.risk_band::risk_band,
            requires_approval = given.requires_approval, failure_code = given.failure_code,
            failure_message = given.failure_message, failed_step = given.failed_step,
            failed_step_number = given.failed_step_number,
            parent_waits = executions.parent_waits AND given.ended_at IS NULL,
            node = CASE WHEN given.node IS NOT NULL THEN coalesce(executions.node, given.node)
                WHEN executions.node NOT IN (0, $16::bigint) THEN executions.node END
        FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::bigint[],
            $7::bytea[], $8::float8[], $9::text[], $10::boolean[], $11::text[], $12::text[], $13::text[],
            $14::bigint[], $15::bigint[])
            AS given (uuid, expected, status, updated_at, ended_at, last_sequence, head_hash, risk_score, risk_band,
                requires_approval, failure_code, failure_message, failed_step, failed_step_number, node)
        WHERE executions.uuid = given.uuid AND executions.last_sequence = given.expected
        RETURNING executions.id, executions.uuid, executions.node
        """

    static let pin = """
        UPDATE executions SET version = given.version, content_hash = given.content_hash
        FROM unnest($1::bigint[], $2::bigint[], $3::bytea[]) AS given (id, version, content_hash)
        WHERE executions.id = given.id
        """

    static let setParent = """
        UPDATE executions SET parent = parents.id, parent_path = given.path, parent_waits = given.waits
        FROM unnest($1::bigint[], $2::uuid[], $3::text[], $4::boolean[]) AS given (id, parent, path, waits)
            JOIN executions AS parents ON parents.uuid = given.parent
        WHERE executions.id = given.id
        """

    static let insertEvents = """
        INSERT INTO execution_events (execution, sequence, kind, at, payload, hash)
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::timestamptz[], $5::json[], $6::bytea[])
        """

    static let upsertStepRuns = """
        INSERT INTO step_runs (execution, path, step_name, step_number, status, attempt, started_at, ended_at,
            scheduled_sequence, result_sequence, failure_code)
        SELECT execution, path, step_name, step_number, status::step_status, attempt, started_at, ended_at,
            scheduled_sequence, result_sequence, failure_code
        FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::bigint[], $7::timestamptz[],
            $8::timestamptz[], $9::bigint[], $10::bigint[], $11::text[])
            AS given (execution, path, step_name, step_number, status, attempt, started_at, ended_at,
                scheduled_sequence, result_sequence, failure_code)
        ON CONFLICT (execution, path) DO UPDATE SET status = excluded.status, attempt = excluded.attempt,
            ended_at = excluded.ended_at, scheduled_sequence = excluded.scheduled_sequence,
            result_sequence = excluded.result_sequence, failure_code = excluded.failure_code
        """

    static let insertTasks = """
        INSERT INTO tasks (execution, path, attempt, function)
        SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::text[])
        """
    static let deleteTasks = Self.delete(from: "tasks", by: "path")

    static let upsertTimers = """
        INSERT INTO timers (execution, name, fire_at)
        SELECT * FROM unnest($1::bigint[], $2::text[], $3::timestamptz[])
        ON CONFLICT (execution, name) DO UPDATE SET fire_at = excluded.fire_at
        """
    static let deleteTimers = Self.delete(from: "timers", by: "name")

    /// Deletes rows by their execution and what names them in it.
    static func delete(from table: String, by column: String) -> String {
        """
        DELETE FROM \(table) USING unnest($1::bigint[], $2::text[]) AS given (execution, name)
        WHERE \(table).execution = given.execution AND \(table).\(column) = given.name
        """
    }

    static func find(_ event: EventRecord, of execution: Int64) -> Statement {
        let sql = "SELECT 1 AS found FROM execution_events WHERE execution = $1 AND sequence = $2 AND hash = $3"
        return Statement(sql, [.int8(execution), .int8(event.sequence), .hash(event.hash)])
    }

    /// The columns of an ``ExecutionRecord``; lists add their conditions.
    static let select = "SELECT \(Self.columns) \(Self.tables)"

    /// The columns of a ``MovedExecution``.
    static let selectMoved = """
        SELECT \(Self.columns), executions.parent_path, executions.parent_waits, executions.last_sequence,
            executions.head_hash
        \(Self.tables)
        """

    private static let columns = """
        executions.id AS cursor, executions.uuid, executions.version, executions.content_hash,
            executions.status, executions.user_id, executions.project_id, executions.started_at,
            executions.updated_at, executions.ended_at, executions.risk_score, executions.risk_band,
            executions.requires_approval, executions.failure_code, executions.failure_message, executions.failed_step,
            executions.failed_step_number, definitions.uuid AS definition_uuid, definitions.key AS definition_key,
            (SELECT parents.uuid FROM executions AS parents WHERE parents.id = executions.parent) AS parent_uuid
        """
    private static let tables = "FROM executions JOIN definitions ON definitions.id = executions.definition"
}
