// SPDX-License-Identifier: Apache-2.0

import SkeinDrivers
import SkeinEngine
import SkeinModel
package import SkeinStorage
import Synchronization

/// Databases of both drivers, to move data between them.
package struct MovedDatabases: Sendable {
    package let first: String
    /// One of the other driver.
    package let other: String
    /// Another one of the first driver.
    package let last: String

    /// Runs `body` with databases that have nothing in them.
    ///
    /// - Parameters:
    ///   - startsOnPostgres: Whether the first one is PostgreSQL's.
    ///   - body: What to do with them.
    /// - Returns: What `body` returned.
    /// - Throws: What `body` threw, or that there is no PostgreSQL.
    package static func with<Value: Sendable>(
        startsOnPostgres: Bool,
        _ body: (MovedDatabases) async throws -> Value
    ) async throws -> Value {
        let server = try PostgresServer.shared.get()
        return try await TemporaryFolder.with { folder in
            let (file, otherFile) = (folder + "/one.db", folder + "/two.db")
            return try await server.withSchema { schema in
                guard startsOnPostgres else {
                    return try await body(MovedDatabases(first: file, other: schema, last: otherFile))
                }
                return try await server.withSchema { otherSchema in
                    try await body(MovedDatabases(first: schema, other: file, last: otherSchema))
                }
            }
        }
    }

    /// Opens a database with all migrations.
    package static func open(_ location: String) throws -> any Storage {
        try DatabaseLocation(location).open(migrations: .apply, exclusive: true, now: SystemClock().now())
    }

    /// Everything of a database, as an export has it.
    package static func export(_ location: String) async throws -> [UInt8] {
        let storage = try self.open(location)
        let bytes = Mutex<[UInt8]>([])
        try await Exporter(of: storage, version: "1", now: SystemClock().now()).run(write: { block in
            bytes.withLock { $0 += block }
        })
        try await storage.close()
        return bytes.withLock { $0 }
    }

    /// Fills a database.
    package static func `import`(_ export: [UInt8], into location: String) async throws {
        let storage = try self.open(location)
        try await self.import(export, into: storage)
        try await storage.close()
    }

    /// Fills a storage.
    package static func `import`(_ export: [UInt8], into storage: any Storage) async throws {
        let rest = Mutex(export[...])
        try await Importer(into: storage).run(read: {
            // In blocks that do not end where lines do.
            rest.withLock { rest in
                defer { rest = rest.dropFirst(1000) }
                return Array(rest.prefix(1000))
            }
        })
    }
}
