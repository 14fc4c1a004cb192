-- Where the audit log ends, so that entries that are cut off its end are missed. One row.
CREATE TABLE audit_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    sequence INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;
INSERT INTO audit_head (id, sequence, hash)
SELECT 1, sequence, hash FROM audit_log ORDER BY sequence DESC LIMIT 1;
