// SPDX-License-Identifier: Apache-2.0

/// The statements of the tables `definitions` and `definition_versions`.
enum DefinitionSQL {
    static let insert = StaticSQL(
        """
        INSERT INTO definitions (uuid, key, display_name, discipline, status, tags, version, content_hash,
            created_at, updated_at, created_by, updated_by)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7, ?8, ?8, ?9, ?9)
        ON CONFLICT (key) DO NOTHING
        RETURNING id
        """
    )

    /// A definition as another database had it.
    static let insertMoved = StaticSQL(
        """
        INSERT INTO definitions (uuid, key, display_name, discipline, status, tags, version, content_hash,
            created_at, updated_at, created_by, updated_by)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        RETURNING id
        """
    )

    static let insertVersion = StaticSQL(
        """
        INSERT INTO definition_versions (definition, version, document, content_hash, change_description,
            rolled_back_to, author, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """
    )

    static let currentByKey = StaticSQL("SELECT id, version, uuid, key FROM definitions WHERE key = ?1")
    static let currentByID = StaticSQL("SELECT id, version, uuid, key FROM definitions WHERE uuid = ?1")

    static let update = StaticSQL(
        """
        UPDATE definitions SET display_name = ?2, discipline = ?3, status = ?4, tags = ?5, version = ?6,
            content_hash = ?7, updated_at = ?8, updated_by = ?9
        WHERE id = ?1
        """
    )

    static let setStatus = StaticSQL(
        "UPDATE definitions SET status = ?2, updated_at = ?3, updated_by = ?4 WHERE id = ?1"
    )

    /// The columns of a ``VersionRecord``; lists add their conditions.
    static let selectVersion = """
        SELECT definition_versions.*, definitions.uuid AS definition_uuid, definitions.key AS key
        FROM definition_versions JOIN definitions ON definitions.id = definition_versions.definition
        """
}
