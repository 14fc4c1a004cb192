-- Definitions and their versions. The row of a definition repeats what its current version says, for lists.
CREATE TABLE definitions (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    discipline TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'testing', 'active', 'deprecated', 'archived')),
    tags TEXT NOT NULL,
    version INTEGER NOT NULL,
    content_hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    updated_by TEXT NOT NULL
) STRICT;
CREATE INDEX definitions_by_status ON definitions (status, id);
CREATE INDEX definitions_by_discipline ON definitions (discipline, id);

-- A version never changes: triggers refuse it, so that a slip of the hand cannot either.
CREATE TABLE definition_versions (
    id INTEGER PRIMARY KEY,
    definition INTEGER NOT NULL REFERENCES definitions (id),
    version INTEGER NOT NULL,
    document TEXT NOT NULL,
    content_hash BLOB NOT NULL,
    change_description TEXT NOT NULL,
    rolled_back_to INTEGER,
    author TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (definition, version)
) STRICT;
CREATE TRIGGER definition_versions_are_immutable BEFORE UPDATE ON definition_versions
BEGIN
    SELECT RAISE (ABORT, 'definition versions are immutable');
END;
CREATE TRIGGER definition_versions_stay BEFORE DELETE ON definition_versions
BEGIN
    SELECT RAISE (ABORT, 'definition versions are immutable');
END;
