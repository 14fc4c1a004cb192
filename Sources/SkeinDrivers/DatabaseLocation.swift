// SPDX-License-Identifier: Apache-2.0

package import SkeinModel
package import SkeinPostgres
import SkeinSQLite
package import SkeinStorage

/// Where the data is kept: the one place that picks a storage driver.
package enum DatabaseLocation: Sendable {
    /// A SQLite file.
    case file(String)
    /// A database of a PostgreSQL server.
    case server(PostgresURL)

    /// Reads what a person writes: `postgres://...` (or `postgresql://...`), or the path of a SQLite file.
    ///
    /// - Throws: ``SkeinError`` `configuration-invalid` for a URL that cannot be read.
    package init(_ text: String) throws(SkeinError) {
        self = PostgresURL.matches(text) ? .server(try PostgresURL(text)) : .file(text)
    }

    /// Whether several processes can run an engine on it at a time.
    package var isShared: Bool {
        switch self {
        case .file: false
        case .server: true
        }
    }

    /// Opens the database.
    ///
    /// - Parameters:
    ///   - migrations: What to do with migrations that it lacks.
    ///   - exclusive: Whether this process will run an engine on it; on a file only one can.
    ///   - now: The time, for the record of applied migrations.
    /// - Returns: The storage.
    /// - Throws: ``SkeinError`` `storage-unavailable`, `database-in-use`, `schema-outdated` or `schema-mismatch`.
    package func open(migrations: MigrationMode, exclusive: Bool, now: Timestamp) throws -> any Storage {
        switch self {
        case .file(let path): try SQLiteStorage(path: path, migrations: migrations, exclusive: exclusive, now: now)
        case .server(let url):
            try PostgresStorage(PostgresSettings(url: url), migrations: migrations, exclusive: exclusive, now: now)
        }
    }
}

extension DatabaseLocation: CustomStringConvertible {
    /// The location for people, without how to get in.
    package var description: String {
        switch self {
        case .file(let path): path
        case .server(let url): url.description
        }
    }
}
