// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Tools for faults that are kept beside the checkout, not in it.
enum SharedTools {
    private static let folder: String = {
        let here = URL(fileURLWithPath: #filePath)
        let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return root.deletingLastPathComponent().appendingPathComponent("shared/tools/faults").path
    }()

    static var areThere: Bool { FileManager.default.fileExists(atPath: folder + "/lostsync.c") }

    /// Builds the library that notes what has not been synced.
    static func buildLostSync(in target: String) throws -> String {
        let library = target + "/lostsync.so"
        try Self.run(
            "gcc",
            ["-shared", "-fPIC", "-O2", "-o", library, folder + "/lostsync.c", "-ldl", "-lpthread"]
        )
        return library
    }

    /// Undoes what was not synced; with `keep` some sectors of it survive, as on a disk with a cache.
    static func rewind(_ journal: String, seed: UInt64, keep: Int) throws {
        let part = ["0", "0.5", "0.9"][keep]
        try Self.run("python3", [folder + "/lostsync_rewind.py", journal, "--seed", "\(seed)", "--keep", part])
    }

    private static func run(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CrashTestError("\(program) failed: \(arguments)") }
    }
}

/// A folder for one test.
enum Folder {
    static func with(_ body: (String) async throws -> Void) async throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("skein-e2e-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        try await body(url.path)
        try? FileManager.default.removeItem(at: url)
    }
}
