// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A database file for one use.
enum TemporaryDatabase {
    /// Runs `body` with the database that is given, or with one in a folder that is removed afterwards.
    static func with<Value: Sendable>(
        _ path: String?,
        _ body: @Sendable (String) async throws -> Value
    ) async throws -> Value {
        if let path { return try await body(path) }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("skein-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder.appendingPathComponent("skein.db").path)
    }
}
