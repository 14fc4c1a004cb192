// SPDX-License-Identifier: Apache-2.0

/// The statements of the tables `definitions` and `definition_versions`.
enum DefinitionSQL {
    private static let columns = """
        definitions.id AS cursor, definitions.uuid, definitions.key, definitions.display_name, definitions.discipline,
            definitions.status, definitions.tags, definitions.version, definitions.content_hash,
            definitions.created_at, definitions.updated_at, definitions.created_by, definitions.updated_by
        """

    /// The columns of a ``DefinitionRecord``; lists add their conditions.
    static let select = "SELECT \(Self.columns) FROM definitions"

    /// The columns of a ``VersionRecord``; lists add their conditions.
    static let selectVersion = """
        SELECT definition_versions.version::bigint AS cursor, definition_versions.version,
            definition_versions.document, definition_versions.content_hash, definition_versions.change_description,
            definition_versions.rolled_back_to, definition_versions.author, definition_versions.created_at,
            definitions.uuid AS definition_uuid, definitions.key
        FROM definition_versions JOIN definitions ON definitions.id = definition_versions.definition
        """

    /// What a change of a definition has to know; nobody else changes it before the transaction ends.
    static let currentByKey = "SELECT id, version, uuid, key FROM definitions WHERE key = $1 FOR UPDATE"
    static let currentByID = "SELECT id, version, uuid, key FROM definitions WHERE uuid = $1 FOR UPDATE"

    static let insert = """
        INSERT INTO definitions (uuid, key, display_name, discipline, status, tags, version, content_hash,
            created_at, updated_at, created_by, updated_by)
        VALUES ($1, $2, $3, $4, $5::text::definition_status, $6, 1, $7, $8, $8, $9, $9)
        ON CONFLICT (key) DO NOTHING
        RETURNING id
        """

    /// A definition as another database had it.
    static let insertMoved = """
        INSERT INTO definitions (uuid, key, display_name, discipline, status, tags, version, content_hash,
            created_at, updated_at, created_by, updated_by)
        VALUES ($1, $2, $3, $4, $5::text::definition_status, $6, $7, $8, $9, $10, $11, $12)
        RETURNING id
        """

    static let insertVersion = """
        INSERT INTO definition_versions (definition, version, document, content_hash, change_description,
            rolled_back_to, author, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """

    static let update = """
        UPDATE definitions SET display_name = $2, discipline = $3, status = $4::text::definition_status, tags = $5,
            version = $6, content_hash = $7, updated_at = $8, updated_by = $9
        WHERE id = $1
        """

    static let setStatus = """
        UPDATE definitions SET status = $2::text::definition_status, updated_at = $3, updated_by = $4 WHERE id = $1
        RETURNING \(Self.columns)
        """
}
