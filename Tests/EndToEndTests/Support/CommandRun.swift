// SPDX-License-Identifier: Apache-2.0

import Foundation

extension CommandLineTests {
    /// How a run of the program ended, and what it printed.
    struct Ended {
        let status: Int32
        let text: String
        let errors: String
    }

    /// The root of the checkout.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// Runs the program to its end, in the root of the checkout.
    ///
    /// - Parameters:
    ///   - arguments: What it is told.
    ///   - isRead: Whether anybody reads what it prints; without, its output is a pipe without a reader from the start.
    /// - Returns: How it ended.
    /// - Throws: When it cannot be started.
    static func run(_ arguments: [String], isRead: Bool = true) throws -> Ended {
        try self.run(ChildProcess.products.appendingPathComponent("skein"), arguments, isRead: isRead)
    }

    /// Runs a script of bash in the root of the checkout; `$0` is the program.
    static func bash(_ script: String) throws -> Ended {
        let program = ChildProcess.products.appendingPathComponent("skein").path
        return try self.run(URL(fileURLWithPath: "/bin/bash"), ["-c", script, program], isRead: true)
    }

    private static func run(_ program: URL, _ arguments: [String], isRead: Bool) throws -> Ended {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: self.root)
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        if !isRead { try output.fileHandleForReading.close() }
        try process.run()
        let data = isRead ? output.fileHandleForReading.readDataToEndOfFile() : Data()
        let refusals = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Ended(
            status: process.terminationStatus,
            text: String(decoding: data, as: UTF8.self),
            errors: String(decoding: refusals, as: UTF8.self)
        )
    }
}
