// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// A numbered change of the database's schema; once released it never changes.
package struct Migration: Hashable, Sendable {
    /// From 1, without gaps.
    package let version: Int
    /// What it does, as in its file's name.
    package let name: String
    package let sql: String

    package init(version: Int, name: String, sql: String) {
        self.version = version
        self.name = name
        self.sql = sql
    }

    /// The hash by which a changed file is found out.
    package var checksum: ContentHash { HashChain.sha256(Array(self.sql.utf8)) }
}

/// A migration that a database has.
package struct AppliedMigration: Hashable, Sendable {
    package let version: Int
    package let name: String
    package let checksum: ContentHash
    package let appliedAt: Timestamp

    package init(version: Int, name: String, checksum: ContentHash, appliedAt: Timestamp) {
        self.version = version
        self.name = name
        self.checksum = checksum
        self.appliedAt = appliedAt
    }
}

/// What a database still needs.
package struct MigrationPlan: Sendable {
    package let applied: [AppliedMigration]
    package let pending: [Migration]

    /// Compares what there is with what a database has.
    ///
    /// - Throws: ``SkeinError`` `schema-mismatch` when the database was changed by a newer Skein, or an applied
    ///   migration is not the one that this Skein has under its number.
    package init(known: [Migration], applied: [AppliedMigration]) throws(SkeinError) {
        self.applied = applied
        self.pending = known.filter { migration in !applied.contains { $0.version == migration.version } }
        for entry in applied {
            guard let migration = known.first(where: { $0.version == entry.version }) else {
                let message =
                    "The database has migration \(entry.version) (\(entry.name)), which this Skein does not "
                    + "know: a newer Skein changed it. Use that one, or restore a backup."
                throw SkeinError(.schemaMismatch, message)
            }
            guard migration.checksum == entry.checksum else {
                let message =
                    "Migration \(entry.version) (\(entry.name)) was applied to the database with other "
                    + "content than this Skein has."
                throw SkeinError(.schemaMismatch, message)
            }
        }
    }
}

/// What to do with migrations that a database does not have yet when it is opened.
package enum MigrationMode: Sendable {
    /// Apply them.
    case apply
    /// Refuse to open.
    case require
    /// Open as it is, to look at it.
    case ignore
}
