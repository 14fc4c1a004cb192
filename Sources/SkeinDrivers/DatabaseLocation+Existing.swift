// SPDX-License-Identifier: Apache-2.0

import Foundation
package import SkeinModel
package import SkeinStorage

extension DatabaseLocation {
    /// Opens a database that is there, to read it while an engine may work on it.
    ///
    /// - Parameter now: The time; nothing is recorded with it.
    /// - Returns: The storage.
    /// - Throws: ``SkeinError`` `storage-unavailable` when there is none, `schema-outdated` when it lacks migrations,
    ///   `schema-mismatch`.
    package func openExisting(now: Timestamp) throws -> any Storage {
        if case .file(let path) = self, !FileManager.default.fileExists(atPath: path) {
            throw SkeinError(.storageUnavailable, "There is no database \(path).")
        }
        return try self.open(migrations: .require, exclusive: false, now: now)
    }
}
