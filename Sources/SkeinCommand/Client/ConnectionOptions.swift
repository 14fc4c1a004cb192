// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Configuration
import Foundation
import Logging
import SkeinDrivers
import SkeinEngine
import SkeinModel
import SkeinServer

/// Where a command finds Skein, and who asks.
struct ConnectionOptions: ParsableArguments {
    @Option(help: "The server's address (SKEIN_SERVER).")
    var server: String?

    @Option(help: "A database to work on without a server: a SQLite file, or postgres://...")
    var database: String?

    @Option(name: .customLong("as"), help: "Who asks (SKEIN_USER; default: the login name).")
    var user: String?

    @Option(name: .customLong("role"), help: "A role of who asks; repeatable (SKEIN_ROLES, separated by commas).")
    var roles: [String] = []

    @Flag(help: "Print JSON instead of tables.")
    var json = false

    mutating func validate() throws {
        if self.server != nil, self.database != nil {
            throw ValidationError("Give --server or --database, not both.")
        }
    }

    /// Runs `body` with a client, and with a server of its own where a database is given.
    ///
    /// - Parameters:
    ///   - creatingDatabase: Whether a database file that is missing is made.
    ///   - body: What to do with the client.
    /// - Returns: What the body returned.
    /// - Throws: What the body threw; ``SkeinError`` `server-unreachable`, or `storage-unavailable` when there is no such
    ///   database.
    func withClient<Value: Sendable>(
        creatingDatabase: Bool = false,
        _ body: @escaping @Sendable (Client) async throws -> Value
    ) async throws -> Value {
        let environment = ConfigReader(provider: EnvironmentVariablesProvider()).scoped(to: "skein")
        let user = self.user ?? environment.string(forKey: "user", default: NSUserName())
        let standard = environment.string(forKey: "roles", default: "").split(separator: ",").map(String.init)
        let roles = self.roles.isEmpty ? standard : self.roles
        guard let database = self.database else {
            let address = self.server ?? environment.string(forKey: "server", default: ServerAddress.standard)
            return try await Client.with(address, user: user, roles: roles, body)
        }
        if !creatingDatabase { try DatabaseLocation(database).requireExisting() }
        return try await Embedded(database: database, yieldsToOthers: true).serve { address in
            try await Client.with(address, user: user, roles: roles, body)
        }
    }
}

/// A server of the command's own, on a socket that only this user can reach.
struct Embedded: Sendable {
    let database: String
    /// Whether it leaves tasks to a server that works on the database.
    var yieldsToOthers = false

    func serve<Value: Sendable>(_ body: @escaping @Sendable (String) async throws -> Value) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "skein-\(UUID().uuidString.prefix(8))"
        )
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        defer { try? FileManager.default.removeItem(at: folder) }
        var configuration = ServerConfiguration()
        configuration.address = .socket(path: folder.appendingPathComponent("api").path)
        configuration.database = self.database
        configuration.yieldsToOthers = self.yieldsToOthers
        let server = Server(configuration, functions: try BuiltInFunctions.registry(), logger: QuietLogger.make())
        return try await server.whileServing(body)
    }
}

/// A logger that only speaks of what is wrong, to standard error.
enum QuietLogger {
    static func make() -> Logger {
        var logger = Logger(label: "skein") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        return logger
    }
}
