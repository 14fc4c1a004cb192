-- Who changed what, when and why; each row's hash covers the one before.
CREATE TABLE audit_log (
    sequence bigint PRIMARY KEY,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    details json NOT NULL,
    hash bytea NOT NULL
);

-- Requests that were done, by the key that their callers gave them.
CREATE TABLE idempotency_keys (
    scope text NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    reference text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_keys_by_time ON idempotency_keys (created_at);

COMMENT ON TABLE audit_log IS 'Who did what, in a hash chain.';
COMMENT ON COLUMN audit_log.details IS 'Byte for byte as it was hashed (hence json and not jsonb).';
COMMENT ON TABLE idempotency_keys IS 'Requests that were done, so that their repeats are not.';
COMMENT ON COLUMN idempotency_keys.fingerprint IS 'The hash of the request; another one under the same key is refused.';
COMMENT ON COLUMN idempotency_keys.reference IS 'What the request made.';
