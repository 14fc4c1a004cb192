// SPDX-License-Identifier: Apache-2.0

package import SkeinModel
import SkeinPostgres
import SkeinSQLite
package import SkeinStorage

extension DatabaseLocation {
    /// Copies the database to a file of its own, while a server may run on it (``SQLiteBackup``).
    ///
    /// - Parameters:
    ///   - file: The file to write; it must not be there.
    ///   - now: The time, for the record of migrations that are tried on the copy.
    ///   - examine: Looks at the copy; what it throws ends the backup without a file.
    /// - Returns: What `examine` returned.
    /// - Throws: What `examine` threw, or ``SkeinError`` `configuration-invalid` for a PostgreSQL database and for a file
    ///   that is there already, `storage-unavailable`, `schema-mismatch`.
    package func backUp<Value: Sendable>(
        to file: String,
        now: Timestamp,
        _ examine: @Sendable (any Storage) async throws -> Value
    ) async throws -> Value {
        switch self {
        case .file(let path): return try await SQLiteBackup(of: path, to: file, now: now).run(examine)
        case .server:
            let message =
                "Skein makes no backup of a PostgreSQL database. PostgreSQL's own tool does, while the server runs: "
                + "pg_dump --format=custom --file=FILE URL."
            throw SkeinError(.configurationInvalid, message)
        }
    }
}
