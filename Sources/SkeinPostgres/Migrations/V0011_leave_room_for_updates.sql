-- Every turn updates the row of its execution, and every step its step run. Where such an update finds room on the page
-- and changes no indexed column, PostgreSQL touches no index. So pages are left half empty for the next versions, and no
-- index looks at the status of a step run: who asks for the open ones of an execution reads them by the primary key.
ALTER TABLE executions SET (fillfactor = 50);
ALTER TABLE step_runs SET (fillfactor = 50);
DROP INDEX step_runs_open;
