// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import SkeinEngine
import SkeinModel
import SkeinServer

/// A server with functions that leave a trace, for the tests that kill it.
///
/// Arguments: the database, and the file to which every call of an effect is appended as one line.
@main
enum TestServer {
    static func main() async throws {
        var configuration = ServerConfiguration()
        configuration.address = .network(host: "127.0.0.1", port: 0)
        configuration.database = CommandLine.arguments[1]
        var logger = Logger(label: "test") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .error
        let server = Server(configuration, functions: try Self.functions(CommandLine.arguments[2]), logger: logger)
        try await server.run { address in
            FileHandle.standardOutput.write(Data("ready \(address)\n".utf8))
        }
    }

    private static func functions(_ ledger: String) throws -> FunctionRegistry {
        let ledger = Ledger(path: ledger)
        var registry = FunctionRegistry()
        try registry.register(
            "ledger.record",
            effectJSON: { input, context in
                ledger.append(context.idempotencyKey, input)
                try await Task.sleep(for: .milliseconds(Int(input["n"]?.int ?? 0) % 7))
                return ["recorded": input["n"] ?? .null]
            }
        )
        try registry.register(
            "ledger.flaky",
            effectJSON: { input, context in
                ledger.append(context.idempotencyKey, input)
                let fails = (input["n"]?.int ?? 0) % 3 == 0 && context.attempt == 1
                guard !fails else { throw Failure(code: "busy", message: "Try again.", isRetryable: true) }
                return ["attempt": .int(Int64(context.attempt))]
            }
        )
        try registry.register(
            "ledger.refuse",
            effectJSON: { input, context in
                ledger.append(context.idempotencyKey, input)
                throw Failure(code: "refused", message: "Never.")
            }
        )
        // Is under way whenever the server is killed.
        try registry.register(
            "ledger.hang",
            effectJSON: { input, context in
                ledger.append(context.idempotencyKey, input)
                try await Task.sleep(for: .seconds(3600))
                return input
            }
        )
        try registry.register("calculator.double", pureJSON: { ["value": .int(2 * ($0["n"]?.int ?? 0))] })
        try registry.register("calculator.nothing", pureJSON: { $0 })
        try registry.register("ledger.nothing", effectJSON: { input, _ in input })
        return registry
    }
}

/// The world outside: a file that gets a line for each call of an effect.
private struct Ledger: Sendable {
    private let descriptor: Int32

    init(path: String) { self.descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644) }

    func append(_ key: String, _ input: JSONValue) {
        let line = Array("\(key)\t\(JSONWriter.text(input))\n".utf8)
        _ = write(self.descriptor, line, line.count)
    }
}
