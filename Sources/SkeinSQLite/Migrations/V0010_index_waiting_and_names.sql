-- Children that somebody waits for: few among many, looked for at every start of the engine.
CREATE INDEX executions_awaited ON executions (id) WHERE parent_waits = 1;

-- All executions of a definition in the order of lists; the other index has the status in between.
CREATE INDEX executions_by_definition_alone ON executions (definition, id);

-- Whose task a task is, because SQLite has no index into JSON: persons who are assignees or have claimed it, and roles.
-- Triggers keep it as human_tasks says.
CREATE TABLE human_task_names (
    kind TEXT NOT NULL CHECK (kind IN ('person', 'role')),
    name TEXT NOT NULL,
    task INTEGER NOT NULL REFERENCES human_tasks (id) ON DELETE CASCADE,
    PRIMARY KEY (kind, name, task)
) STRICT, WITHOUT ROWID;
CREATE INDEX human_task_names_by_task ON human_task_names (task);
INSERT INTO human_task_names (kind, name, task)
SELECT 'person', value, human_tasks.id FROM human_tasks, json_each(assignees)
UNION SELECT 'person', claimed_by, id FROM human_tasks WHERE claimed_by IS NOT NULL
UNION SELECT 'role', value, human_tasks.id FROM human_tasks, json_each(roles);

CREATE TRIGGER human_task_is_named AFTER INSERT ON human_tasks
BEGIN
    INSERT INTO human_task_names (kind, name, task)
    SELECT 'person', value, NEW.id FROM json_each(NEW.assignees)
    UNION SELECT 'person', NEW.claimed_by, NEW.id WHERE NEW.claimed_by IS NOT NULL
    UNION SELECT 'role', value, NEW.id FROM json_each(NEW.roles);
END;
CREATE TRIGGER human_task_is_renamed AFTER UPDATE OF assignees, roles, claimed_by ON human_tasks
WHEN NEW.assignees <> OLD.assignees OR NEW.roles <> OLD.roles OR NEW.claimed_by IS NOT OLD.claimed_by
BEGIN
    DELETE FROM human_task_names WHERE task = NEW.id;
    INSERT INTO human_task_names (kind, name, task)
    SELECT 'person', value, NEW.id FROM json_each(NEW.assignees)
    UNION SELECT 'person', NEW.claimed_by, NEW.id WHERE NEW.claimed_by IS NOT NULL
    UNION SELECT 'role', value, NEW.id FROM json_each(NEW.roles);
END;
