// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// The kind of database that tests of the engine run on: SQLite, or PostgreSQL with `SKEIN_TEST_DATABASE=postgres`.
package enum DatabaseUnderTest {
    /// Whether it is PostgreSQL.
    package static let isPostgres = ProcessInfo.processInfo.environment["SKEIN_TEST_DATABASE"] == "postgres"

    /// The schemas that stand for files.
    private static let schemas = Mutex<[String: String]>([:])

    /// Where a database is that a test calls by the path of a file: that file, or a schema of its own.
    package static func location(_ path: String) throws -> String {
        guard self.isPostgres else { return path }
        return try self.schemas.withLock { schemas in
            if let url = schemas[path] { return url }
            let server = try PostgresServer.shared.get()
            let name = "file_\(schemas.count + 1)"
            try server.shell("CREATE SCHEMA \(name)")
            let url = server.url(schema: name)
            schemas[path] = url
            return url
        }
    }

    /// Runs `body` with the location of the database that a test calls by the path of a file.
    package static func with<Value: Sendable>(
        _ path: String,
        _ body: (String) async throws -> Value
    ) async throws -> Value {
        let location = try self.location(path)
        guard self.isPostgres else { return try await body(location) }
        return try await PostgresServer.shared.get().slots.with { try await body(location) }
    }

    /// Runs `body` with a database of its own that has nothing in it.
    package static func with<Value: Sendable>(_ body: (String) async throws -> Value) async throws -> Value {
        if self.isPostgres { return try await PostgresServer.shared.get().withSchema(body) }
        return try await TemporaryFolder.with { try await body($0 + "/skein.db") }
    }

    /// Runs SQL behind the engine's back.
    package static func shell(_ sql: String, on path: String) throws {
        if self.isPostgres {
            try PostgresServer.shared.get().shell(sql, url: try self.location(path))
        } else {
            try PostgresTools.execute(["sqlite3", "-bail", path, sql])
        }
    }
}
