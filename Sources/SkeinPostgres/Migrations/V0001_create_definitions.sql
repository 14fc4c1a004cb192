-- Definitions and their versions. The row of a definition repeats what its current version says, for lists.
CREATE TYPE definition_status AS ENUM ('draft', 'testing', 'active', 'deprecated', 'archived');

CREATE TABLE definitions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
    key text NOT NULL UNIQUE,
    display_name text NOT NULL,
    discipline text NOT NULL,
    status definition_status NOT NULL DEFAULT 'active',
    tags jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(tags) = 'array'),
    version integer NOT NULL DEFAULT 1,
    content_hash bytea NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    created_by text NOT NULL,
    updated_by text NOT NULL
);
CREATE INDEX definitions_by_status ON definitions (status, id);
CREATE INDEX definitions_by_discipline ON definitions (discipline, id);
CREATE INDEX definitions_by_tag ON definitions USING gin (tags jsonb_path_ops);

-- A version never changes: a trigger refuses it, so that a slip of the hand cannot either.
CREATE TABLE definition_versions (
    definition bigint NOT NULL REFERENCES definitions (id),
    version integer NOT NULL,
    document json NOT NULL,
    content_hash bytea NOT NULL,
    change_description text NOT NULL,
    rolled_back_to integer,
    author text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (definition, version)
);
CREATE FUNCTION refuse_change_of_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'definition versions are immutable' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER definition_versions_are_immutable BEFORE UPDATE OR DELETE ON definition_versions
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_version();
CREATE TRIGGER definition_versions_stay BEFORE TRUNCATE ON definition_versions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_version();

CREATE FUNCTION get_definition(definition_key text) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT definition_versions.document::jsonb
    FROM definitions JOIN definition_versions ON definition_versions.definition = definitions.id
        AND definition_versions.version = definitions.version
    WHERE definitions.key = definition_key
$$;
CREATE FUNCTION get_definition(definition_key text, of_version integer) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT definition_versions.document::jsonb
    FROM definitions JOIN definition_versions ON definition_versions.definition = definitions.id
    WHERE definitions.key = definition_key AND definition_versions.version = of_version
$$;

COMMENT ON TABLE definitions IS 'Workflows as data: one row each, repeating what the current version says.';
COMMENT ON COLUMN definitions.id IS 'Inside only; outside, a definition is its key or its uuid.';
COMMENT ON COLUMN definitions.uuid IS 'The identity outside, of version 7 when Skein made it.';
COMMENT ON COLUMN definitions.key IS 'The deliverable_type of the document.';
COMMENT ON COLUMN definitions.tags IS 'A list of texts.';
COMMENT ON COLUMN definitions.version IS 'The number of the current version.';
COMMENT ON COLUMN definitions.content_hash IS 'SHA-256 of the canonical JSON of the current document.';
COMMENT ON TABLE definition_versions IS 'Every version of every definition; rows never change.';
COMMENT ON COLUMN definition_versions.document IS 'The whole document, byte for byte (hence json and not jsonb).';
COMMENT ON COLUMN definition_versions.change_description IS 'Why it was changed.';
COMMENT ON COLUMN definition_versions.rolled_back_to IS 'The version whose content this one brought back.';
COMMENT ON FUNCTION get_definition(text) IS 'The current document of a definition, by its key.';
COMMENT ON FUNCTION get_definition(text, integer) IS 'A version of the document of a definition, by its key.';
