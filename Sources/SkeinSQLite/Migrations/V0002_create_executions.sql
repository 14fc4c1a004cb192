-- Inside, an execution is an integer; its UUID stands here only (a UUID key in every event costs six times as much).
CREATE TABLE executions (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    definition INTEGER NOT NULL REFERENCES definitions (id),
    version INTEGER NOT NULL,
    content_hash BLOB NOT NULL,
    status TEXT NOT NULL,
    user_id TEXT NOT NULL,
    project_id TEXT,
    started_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    ended_at INTEGER,
    last_sequence INTEGER NOT NULL,
    head_hash BLOB NOT NULL,
    risk_score REAL,
    risk_band TEXT,
    requires_approval INTEGER NOT NULL DEFAULT 0,
    failure_code TEXT,
    failure_message TEXT,
    failed_step TEXT,
    failed_step_number INTEGER
) STRICT;
CREATE INDEX executions_by_status ON executions (status, id);
CREATE INDEX executions_by_definition ON executions (definition, status, id);

-- The history. Payloads live here and nowhere else; each row's hash covers the one before.
CREATE TABLE execution_events (
    id INTEGER PRIMARY KEY,
    execution INTEGER NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    sequence INTEGER NOT NULL,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    payload TEXT NOT NULL,
    hash BLOB NOT NULL,
    UNIQUE (execution, sequence)
) STRICT;

CREATE TABLE step_runs (
    execution INTEGER NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    step_name TEXT NOT NULL,
    step_number INTEGER,
    status TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    scheduled_sequence INTEGER,
    result_sequence INTEGER,
    failure_code TEXT,
    PRIMARY KEY (execution, path)
) STRICT, WITHOUT ROWID;

-- What will wake an execution: a task that is out, or a timer.
CREATE TABLE tasks (
    execution INTEGER NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    function TEXT NOT NULL,
    PRIMARY KEY (execution, path)
) STRICT, WITHOUT ROWID;
CREATE TABLE timers (
    execution INTEGER NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    fire_at INTEGER NOT NULL,
    PRIMARY KEY (execution, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX timers_by_time ON timers (fire_at);
