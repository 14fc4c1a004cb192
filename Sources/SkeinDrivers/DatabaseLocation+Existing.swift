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
        try self.requireExisting()
        return try self.open(migrations: .require, exclusive: false, now: now)
    }

    /// Sees to it that a name that was mistyped does not make a new file.
    ///
    /// - Throws: ``SkeinError`` `storage-unavailable` when there is no such file; a server is asked when it is opened.
    package func requireExisting() throws(SkeinError) {
        guard case .file(let path) = self, !FileManager.default.fileExists(atPath: path) else { return }
        let hint = "`skein serve --database \(path)` makes it, and so does `skein publish`."
        throw SkeinError(.storageUnavailable, "There is no database \(path). \(hint)")
    }
}
