-- Where the audit log ends, so that entries that are cut off its end are missed. One row.
CREATE TABLE audit_head (
    id smallint PRIMARY KEY CHECK (id = 1),
    sequence bigint NOT NULL,
    hash bytea NOT NULL
);
INSERT INTO audit_head (id, sequence, hash)
SELECT 1, sequence, hash FROM audit_log ORDER BY sequence DESC LIMIT 1;

COMMENT ON TABLE audit_head IS 'The last number and hash of audit_log; writers of the log lock this row.';
