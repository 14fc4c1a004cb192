-- What people are asked to do. What they are shown stands in the history, at opened_sequence.
CREATE TABLE human_tasks (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    execution INTEGER NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'completed', 'closed')),
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    assignees TEXT NOT NULL,
    roles TEXT NOT NULL,
    claimed_by TEXT,
    opened_at INTEGER NOT NULL,
    due_at INTEGER,
    ended_at INTEGER,
    is_overdue INTEGER NOT NULL,
    opened_sequence INTEGER NOT NULL
) STRICT;
CREATE INDEX human_tasks_by_status ON human_tasks (status, id);
CREATE INDEX human_tasks_by_execution ON human_tasks (execution);

-- Which executions wait for which signal.
CREATE TABLE signal_waits (
    execution INTEGER NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (execution, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX signal_waits_by_name ON signal_waits (name);
