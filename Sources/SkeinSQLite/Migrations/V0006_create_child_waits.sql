-- An execution that a step of another one started knows which: for lists, and to find those whose parent is gone.
ALTER TABLE executions ADD COLUMN parent INTEGER REFERENCES executions (id) ON DELETE SET NULL;
ALTER TABLE executions ADD COLUMN parent_path TEXT;
-- Whether the parent's step waits for the end.
ALTER TABLE executions ADD COLUMN parent_waits INTEGER NOT NULL DEFAULT 0;
CREATE INDEX executions_by_parent ON executions (parent, id) WHERE parent IS NOT NULL;

-- Which executions wait for the end of which.
CREATE TABLE child_waits (
    execution INTEGER NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    child TEXT NOT NULL,
    PRIMARY KEY (execution, path)
) STRICT, WITHOUT ROWID;
