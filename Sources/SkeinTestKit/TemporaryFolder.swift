// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A folder for one test.
package enum TemporaryFolder {
    /// Runs `body` with the path of an empty folder, and removes it afterwards.
    package static func with<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("skein-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: url) }
        return try await body(url.path)
    }
}
