-- The processes that work on this database, and which executions belong to them.
CREATE TABLE nodes (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    version text NOT NULL,
    roles text NOT NULL,
    started_at timestamptz NOT NULL,
    renewed_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);

-- No foreign key: who takes over from a node that has died holds its row while others store turns.
ALTER TABLE executions ADD COLUMN node integer;
UPDATE executions SET node = 0 WHERE id IN (SELECT execution FROM tasks);
CREATE INDEX executions_by_node ON executions (node, id) WHERE node IS NOT NULL;

CREATE TABLE node_wake_ups (
    node integer NOT NULL,
    execution bigint NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    PRIMARY KEY (node, execution)
);
CREATE INDEX node_wake_ups_by_execution ON node_wake_ups (execution);

COMMENT ON TABLE nodes IS 'The processes that work on this database; a row is gone when its node has left or died.';
COMMENT ON COLUMN nodes.roles IS 'What it does: api, engine, or both with a comma between.';
COMMENT ON COLUMN nodes.expires_at IS 'When others may take over, by the clock of this database.';
COMMENT ON COLUMN executions.node IS 'The node that runs its tasks; 0 for any that comes; NULL while no task is out.';
COMMENT ON TABLE node_wake_ups IS 'Executions that others have changed and their nodes have to look at again.';
