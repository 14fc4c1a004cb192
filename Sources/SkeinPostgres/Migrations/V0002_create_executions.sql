-- Inside, an execution is an integer; its UUID stands here only.
CREATE TYPE execution_status AS ENUM (
    'pending', 'running', 'waiting', 'awaiting_approval', 'paused', 'compensating', 'completed', 'failed', 'rejected',
    'cancelled', 'timeout'
);
CREATE TYPE step_status AS ENUM (
    'pending', 'blocked', 'running', 'waiting', 'retrying', 'completed', 'failed', 'skipped', 'cancelled', 'timeout',
    'compensated'
);
CREATE TYPE risk_band AS ENUM ('auto_approved', 'flagged', 'review_recommended', 'approval_required');

CREATE TABLE executions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid uuid NOT NULL,
    definition bigint NOT NULL REFERENCES definitions (id),
    version integer NOT NULL,
    content_hash bytea NOT NULL,
    status execution_status NOT NULL,
    user_id text NOT NULL,
    project_id text,
    started_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    ended_at timestamptz,
    last_sequence integer NOT NULL,
    head_hash bytea NOT NULL,
    risk_score double precision,
    risk_band risk_band,
    requires_approval boolean NOT NULL DEFAULT false,
    failure_code text,
    failure_message text,
    failed_step text,
    failed_step_number integer
) WITH (fillfactor = 80);
CREATE UNIQUE INDEX executions_by_uuid ON executions (uuid) INCLUDE (id);
CREATE INDEX executions_by_status ON executions (status, id);
CREATE INDEX executions_by_definition_and_status ON executions (definition, status, id);
CREATE INDEX executions_by_definition ON executions (definition, id);

-- The history. Payloads live here and nowhere else; each row's hash covers the one before.
CREATE TABLE execution_events (
    execution bigint NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    sequence integer NOT NULL,
    kind text NOT NULL,
    at timestamptz NOT NULL,
    payload json NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (execution, sequence)
);

CREATE TABLE step_runs (
    execution bigint NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    path text COLLATE "C" NOT NULL,
    step_name text NOT NULL,
    step_number integer,
    status step_status NOT NULL,
    attempt integer NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    scheduled_sequence integer,
    result_sequence integer,
    failure_code text,
    PRIMARY KEY (execution, path)
) WITH (fillfactor = 80);
CREATE INDEX step_runs_open ON step_runs (execution) WHERE status IN ('running', 'waiting', 'retrying', 'blocked');

-- What will wake an execution: a task that is out, or a timer.
CREATE TABLE tasks (
    execution bigint NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    path text COLLATE "C" NOT NULL,
    attempt integer NOT NULL,
    function text NOT NULL,
    PRIMARY KEY (execution, path)
);
CREATE TABLE timers (
    execution bigint NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    name text COLLATE "C" NOT NULL,
    fire_at timestamptz NOT NULL,
    PRIMARY KEY (execution, name)
);
CREATE INDEX timers_by_time ON timers (fire_at) INCLUDE (execution, name);

CREATE FUNCTION get_execution_steps(execution_uuid uuid)
RETURNS TABLE (
    path text, step_name text, step_number integer, status step_status, attempt integer, started_at timestamptz,
    ended_at timestamptz, result jsonb, failure_code text
) LANGUAGE sql STABLE AS $$
    SELECT step_runs.path, step_runs.step_name, step_runs.step_number, step_runs.status, step_runs.attempt,
        step_runs.started_at, step_runs.ended_at, execution_events.payload::jsonb, step_runs.failure_code
    FROM executions JOIN step_runs ON step_runs.execution = executions.id
        LEFT JOIN execution_events ON execution_events.execution = executions.id
            AND execution_events.sequence = step_runs.result_sequence
    WHERE executions.uuid = execution_uuid
    ORDER BY step_runs.path
$$;
CREATE FUNCTION find_executions(definition_key text, with_status execution_status DEFAULT NULL)
RETURNS SETOF executions LANGUAGE sql STABLE AS $$
    SELECT executions.* FROM executions JOIN definitions ON definitions.id = executions.definition
    WHERE definitions.key = definition_key AND (with_status IS NULL OR executions.status = with_status)
    ORDER BY executions.id DESC
$$;

COMMENT ON TABLE executions IS 'Runs of definitions, as lists show them; what happened stands in execution_events.';
COMMENT ON COLUMN executions.id IS 'Inside only, in the order of starts; outside, an execution is its uuid.';
COMMENT ON COLUMN executions.uuid IS 'The identity outside, of version 7.';
COMMENT ON COLUMN executions.version IS 'The version of the definition that the execution is pinned to.';
COMMENT ON COLUMN executions.content_hash IS 'The content hash of that version.';
COMMENT ON COLUMN executions.last_sequence IS 'The number of the last event; a turn is stored only if it expects it.';
COMMENT ON COLUMN executions.head_hash IS 'The hash of the last event: the end of the chain.';
COMMENT ON COLUMN executions.failed_step_number IS 'The number of the failed step among the steps of the definition.';
COMMENT ON TABLE execution_events IS 'The histories: facts in order, each hash covering the one before.';
COMMENT ON COLUMN execution_events.sequence IS 'From 1 in each execution, without gaps.';
COMMENT ON COLUMN execution_events.payload IS 'The fact, byte for byte as it was hashed (hence json and not jsonb).';
COMMENT ON COLUMN execution_events.hash IS 'SHA-256 over the hash before, the number, the time, the kind and the payload.';
COMMENT ON TABLE step_runs IS 'Steps of executions, as lists show them.';
COMMENT ON COLUMN step_runs.path IS 'Which step run: the names of the steps from the outside in.';
COMMENT ON COLUMN step_runs.scheduled_sequence IS 'The event that holds the input.';
COMMENT ON COLUMN step_runs.result_sequence IS 'The event that holds the output or the failure.';
COMMENT ON TABLE tasks IS 'Work that is out; each row is the promise that its step will be woken.';
COMMENT ON TABLE timers IS 'Wake-ups.';
COMMENT ON FUNCTION get_execution_steps(uuid) IS 'The step runs of an execution with the events that hold their results.';
COMMENT ON FUNCTION find_executions(text, execution_status) IS 'The executions of a definition, newest first.';
