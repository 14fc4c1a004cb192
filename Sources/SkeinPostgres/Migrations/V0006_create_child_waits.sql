-- An execution that a step of another one started knows which: for lists, and to find those whose parent is gone.
ALTER TABLE executions
    ADD COLUMN parent bigint REFERENCES executions (id) ON DELETE SET NULL,
    ADD COLUMN parent_path text COLLATE "C",
    ADD COLUMN parent_waits boolean NOT NULL DEFAULT false;
CREATE INDEX executions_by_parent ON executions (parent, id) WHERE parent IS NOT NULL;

-- Which executions wait for the end of which.
CREATE TABLE child_waits (
    execution bigint NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    path text COLLATE "C" NOT NULL,
    child uuid NOT NULL,
    PRIMARY KEY (execution, path)
);
CREATE INDEX child_waits_by_child ON child_waits (child);

COMMENT ON COLUMN executions.parent IS 'The execution whose step started it.';
COMMENT ON COLUMN executions.parent_path IS 'The step run that started it.';
COMMENT ON COLUMN executions.parent_waits IS 'Whether that step run waits for the end.';
COMMENT ON TABLE child_waits IS 'Step runs that wait for the end of an execution.';
