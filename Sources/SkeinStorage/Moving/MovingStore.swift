// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// Hands everything that a database keeps to another one.
///
/// What belongs to a running process alone, such as who has opened the database, stays behind.
package protocol MovingStore: Sendable {
    /// Reads everything as it stands at one moment, while others may write.
    ///
    /// Definitions come first, each with its versions, then executions in the order of their starts, each with its
    /// history and what waits in it, then approvals and people's tasks in the order in which they were made, then
    /// idempotency keys and the audit log. Where nothing else says it, the order is that of bytes, so that every driver
    /// has the same.
    ///
    /// - Parameters:
    ///   - begin: Called once, with how many records of each kind there are.
    ///   - take: Called with each record. What it throws ends the reading.
    /// - Throws: What `begin` or `take` threw, or ``SkeinError`` `storage-unavailable`.
    func exportAll(
        begin: @escaping @Sendable ([MovedRecord.Kind: Int]) throws -> Void,
        _ take: @escaping @Sendable (MovedRecord) throws -> Void
    ) async throws

    /// Stores everything in a database that keeps nothing yet, in one transaction.
    ///
    /// Nobody else may write meanwhile.
    ///
    /// - Parameter next: The records, in the order in which ``exportAll(begin:_:)`` gives them; `nil` after the last one.
    ///   What it throws ends the import, and nothing is stored.
    /// - Throws: What `next` threw, or ``SkeinError`` `database-not-empty`, `import-refused` for records that do not belong
    ///   together, `storage-unavailable`.
    func importAll(_ next: @escaping @Sendable () throws -> MovedRecord?) async throws
}

extension SkeinError {
    /// The database has data, so nothing can be imported into it.
    package static let databaseNotEmpty = SkeinError(
        .databaseNotEmpty,
        "The database has data already, and nothing was imported. Import into a new database: another file, or another "
            + "schema or database of the PostgreSQL server."
    )

    /// What is to be imported cannot be stored.
    package static func notImportable(_ what: String) -> SkeinError {
        SkeinError(.importRefused, "\(what) Nothing was imported.")
    }
}
