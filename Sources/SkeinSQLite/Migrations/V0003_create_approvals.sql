-- What is asked of people. What they are shown stands in the history, at request_sequence.
CREATE TABLE approvals (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    execution INTEGER NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    status TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    expires_at INTEGER,
    ended_at INTEGER,
    roles TEXT NOT NULL,
    approvals_needed INTEGER NOT NULL,
    approvals_given INTEGER NOT NULL,
    risk_score REAL NOT NULL,
    evidence_hash BLOB NOT NULL,
    request_sequence INTEGER NOT NULL
) STRICT;
CREATE INDEX approvals_by_status ON approvals (status, id);
CREATE INDEX approvals_by_execution ON approvals (execution);
