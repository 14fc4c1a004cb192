// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// A program of this package as a child process.
final class ChildProcess: Sendable {
    private let process: Mutex<Process>
    let identifier: Int32

    /// Starts a program that stands beside the tests.
    init(
        _ name: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        input: FileHandle = .nullDevice,
        output: Pipe
    ) throws {
        let process = Process()
        process.executableURL = Self.products.appendingPathComponent(name)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
            .merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
        process.standardOutput = output
        process.standardInput = input
        try process.run()
        self.identifier = process.processIdentifier
        self.process = Mutex(process)
    }

    /// Where the package's programs are built.
    static let products: URL = {
        let executable = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        return executable.deletingLastPathComponent()
    }()

    func kill() {
        Foundation.kill(self.identifier, SIGKILL)
        self.process.withLock { $0.waitUntilExit() }
    }

    func terminate() -> Int32 {
        Foundation.kill(self.identifier, SIGTERM)
        return self.wait()
    }

    /// Waits until it has ended.
    ///
    /// - Returns: Its exit code.
    func wait() -> Int32 {
        self.process.withLock { process in
            process.waitUntilExit()
            return process.terminationStatus
        }
    }
}

/// A server under test that can be killed.
struct ServerUnderTest {
    let process: ChildProcess
    let address: String

    /// Starts the server and waits until it says that it is ready.
    static func start(database: String, ledger: String, environment: [String: String] = [:]) throws -> ServerUnderTest {
        let output = Pipe()
        let process = try ChildProcess("TestServer", [database, ledger], environment: environment, output: output)
        let text = output.text(until: "\n")
        guard text.contains("\n") else { throw CrashTestError("The server ended before it was ready.") }
        let line = text.split(separator: "\n")[0]
        return ServerUnderTest(process: process, address: String(line.dropFirst("ready ".count)))
    }
}

extension Pipe {
    /// What a process has printed once that contains a part; all that it prints when it ends before.
    func text(until part: String) -> String {
        var text = ""
        while !text.contains(part) {
            let data = self.fileHandleForReading.availableData
            guard !data.isEmpty else { break }
            text += String(decoding: data, as: UTF8.self)
        }
        return text
    }
}

struct CrashTestError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
