-- What retention erases: the executions of a definition by the time at which they ended.
CREATE INDEX executions_by_end ON executions (definition, ended_at) WHERE ended_at IS NOT NULL;
-- The keys that go with an execution.
CREATE INDEX idempotency_keys_by_reference ON idempotency_keys (reference);
-- The tombstones of executions that were erased.
CREATE INDEX audit_log_by_erasure ON audit_log (subject) WHERE action = 'execution.erased';

COMMENT ON INDEX executions_by_end IS 'What retention erases.';
COMMENT ON INDEX audit_log_by_erasure IS 'Tombstones of executions.';
