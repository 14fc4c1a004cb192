-- Children that somebody waits for: few among many, looked for at every start of the engine.
CREATE INDEX executions_awaited ON executions (id) WHERE parent_waits;

CREATE INDEX human_tasks_by_role ON human_tasks USING gin (roles jsonb_path_ops);
