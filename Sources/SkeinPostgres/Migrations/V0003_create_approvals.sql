-- What is asked of people. What they are shown stands in the history, at request_sequence.
CREATE TYPE approval_status AS ENUM ('pending', 'approved', 'rejected', 'expired', 'withdrawn');

CREATE TABLE approvals (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid uuid NOT NULL UNIQUE,
    execution bigint NOT NULL REFERENCES executions (id) ON DELETE CASCADE,
    status approval_status NOT NULL,
    requested_at timestamptz NOT NULL,
    expires_at timestamptz,
    ended_at timestamptz,
    roles jsonb NOT NULL,
    approvals_needed integer NOT NULL,
    approvals_given integer NOT NULL,
    risk_score double precision NOT NULL,
    evidence_hash bytea NOT NULL,
    request_sequence integer NOT NULL
);
CREATE INDEX approvals_by_status ON approvals (status, id);
CREATE INDEX approvals_by_execution ON approvals (execution);

COMMENT ON TABLE approvals IS 'Decisions that people are asked for.';
COMMENT ON COLUMN approvals.roles IS 'Who may decide: a list of roles.';
COMMENT ON COLUMN approvals.evidence_hash IS 'SHA-256 of what the approver is shown.';
COMMENT ON COLUMN approvals.request_sequence IS 'The event that holds what the approver is shown.';
