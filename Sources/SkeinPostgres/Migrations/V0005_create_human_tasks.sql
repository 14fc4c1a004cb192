-- What people are asked to do. What they are shown stands in the history, at opened_sequence.
CREATE TYPE human_task_status AS ENUM ('open', 'completed', 'closed');

CREATE TABLE human_tasks (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid uuid NOT NULL UNIQUE,
    execution bigint NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    path text COLLATE "C" NOT NULL,
    status human_task_status NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    assignees jsonb NOT NULL,
    roles jsonb NOT NULL,
    claimed_by text,
    opened_at timestamptz NOT NULL,
    due_at timestamptz,
    ended_at timestamptz,
    is_overdue boolean NOT NULL,
    opened_sequence integer NOT NULL
);
CREATE INDEX human_tasks_by_status ON human_tasks (status, id);
CREATE INDEX human_tasks_by_execution ON human_tasks (execution);
CREATE INDEX human_tasks_by_claimant ON human_tasks (claimed_by, id) WHERE claimed_by IS NOT NULL;
CREATE INDEX human_tasks_by_assignee ON human_tasks USING gin (assignees jsonb_path_ops);

-- Which executions wait for which signal.
CREATE TABLE signal_waits (
    execution bigint NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    path text COLLATE "C" NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (execution, path)
);
CREATE INDEX signal_waits_by_name ON signal_waits (name, execution);

COMMENT ON TABLE human_tasks IS 'Work that people are asked to do.';
COMMENT ON COLUMN human_tasks.assignees IS 'For whom it is: a list of names; nobody in particular when empty.';
COMMENT ON COLUMN human_tasks.roles IS 'Who may do it: a list of roles.';
COMMENT ON COLUMN human_tasks.opened_sequence IS 'The event that holds what is shown.';
COMMENT ON TABLE signal_waits IS 'Step runs that wait for a signal.';
