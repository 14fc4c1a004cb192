// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinPostgres
import Synchronization

/// A private PostgreSQL server that lives as long as the test process: its own folder, a socket in it, no port.
///
/// A guard process stops it and removes its folder when the test process is gone, however that ended.
package final class PostgresServer: Sendable {
    /// The server that tests share; each works in a schema of its own.
    package static let shared = Result { try PostgresServer(connections: 200) }

    private let tools: PostgresTools
    /// Where its socket is.
    package let folder: String
    private let schemas = Mutex(0)
    /// How many tests use the server at a time.
    package let slots = Slots(8)
    /// Where it listens beside its socket.
    private let port: Int?

    /// Starts a server.
    ///
    /// - Parameters:
    ///   - connections: How many connections it takes.
    ///   - hasPort: Whether it listens on the loopback address too.
    ///   - root: The folder that its own one is made in; in memory if there is room, unless it is given.
    ///   - more: Lines of its configuration that override those for tests.
    /// - Throws: ``Problem`` when PostgreSQL is not installed or does not start.
    package init(
        connections: Int = 50,
        hasPort: Bool = false,
        in root: String? = nil,
        settings more: String = ""
    ) throws {
        self.port = hasPort ? try PostgresTools.freePort() : nil
        self.tools = try PostgresTools()
        // Short, because the path of a socket may have 107 characters.
        let name = "skein-pg-\(ProcessInfo.processInfo.processIdentifier)-\(UInt32.random(in: 0...UInt32.max))"
        self.folder = (root ?? PostgresTools.root) + "/" + name
        try self.tools.makeFolder(self.folder)
        try self.guardFolder()
        // A collation unlike the order of bytes, so that a query that needs that order has to ask for it.
        try self.tools.run(
            "initdb",
            [
                "-D", self.data, "-U", "skein", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale-provider=icu",
                "--icu-locale=en-US", "--locale=C.UTF-8",
            ]
        )
        let all = """
            listen_addresses = '\(self.port == nil ? "" : "127.0.0.1")'
            port = \(self.port ?? 5432)
            unix_socket_directories = '\(self.folder)'
            max_connections = \(connections)
            shared_buffers = '64MB'
            jit = off
            \(more)

            """
        try self.tools.write(all, to: self.data + "/postgresql.conf")
        try self.start()
    }

    private var data: String { self.folder + "/data" }

    /// The server's URL, for a schema of its own if one is named.
    package func url(schema: String? = nil) -> String {
        let path = schema.map { "&options=-csearch_path%3D\($0)" } ?? ""
        return "postgres:///postgres?host=\(self.folder)&port=\(self.port ?? 5432)&user=skein\(path)"
    }

    /// The URL of the server's port, if it has one.
    package var networkURL: String? { self.port.map { "postgres://skein@127.0.0.1:\($0)/postgres" } }

    /// Runs `body` with the URL of an empty schema, and drops the schema afterwards.
    package func withSchema<Value: Sendable>(_ body: (String) async throws -> Value) async throws -> Value {
        let number = self.schemas.withLock { count in
            count += 1
            return count
        }
        let schema = "test_\(number)"
        return try await self.slots.with {
            try await self.run("CREATE SCHEMA \(schema)")
            do {
                let value = try await body(self.url(schema: schema))
                try await self.run("DROP SCHEMA \(schema) CASCADE")
                return value
            } catch {
                try? await self.run("DROP SCHEMA \(schema) CASCADE")
                throw error
            }
        }
    }

    private func run(_ sql: String) async throws {
        let session = Session(PostgresSettings(url: try PostgresURL(self.url())))
        defer { session.close() }
        try await session.run(isRepeatable: false) { try $0.script(sql) }
    }

    /// Runs SQL behind the driver's back.
    ///
    /// - Returns: What psql printed, without alignment.
    /// - Throws: ``Problem`` with what the server said.
    @discardableResult
    package func shell(_ sql: String, url: String? = nil) throws -> String {
        try self.tools.run("psql", ["-XqAt", "-v", "ON_ERROR_STOP=1", "-c", sql, url ?? self.url()])
    }

    /// Everything that the server has logged, from a position on.
    ///
    /// - Returns: The text, and the position of its end.
    package func log(from position: UInt64 = 0) throws -> (text: String, end: UInt64) {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: self.folder + "/log"))
        defer { try? file.close() }
        try file.seek(toOffset: position)
        let bytes = try file.readToEnd() ?? Data()
        return (String(decoding: bytes, as: UTF8.self), position + UInt64(bytes.count))
    }

    /// Puts a copy of a file into the server's folder, for nobody's eyes but its own.
    func install(_ path: String, as name: String) throws { try self.tools.copy(path, to: self.data + "/" + name) }

    /// Starts the server anew with more lines of `postgresql.conf` and with other rules of who may connect.
    func configure(_ settings: String, access: String) throws {
        try self.tools.write(settings + "\n", to: self.data + "/postgresql.conf")
        try self.tools.write(access, to: self.data + "/pg_hba.conf", replacing: true)
        try self.stop()
        try self.start()
    }

    /// Starts the server and waits until it answers.
    package func start() throws {
        try self.tools.run("pg_ctl", ["-D", self.data, "-w", "-l", self.folder + "/log", "start"])
    }

    /// Stops the server.
    ///
    /// - Parameter atOnce: Whether it dies as in a power cut; otherwise it tells its clients.
    /// - Throws: ``Problem`` when it does not stop.
    package func stop(atOnce: Bool = false) throws {
        try self.tools.run("pg_ctl", ["-D", self.data, "-w", "-m", atOnce ? "immediate" : "fast", "stop"])
    }

    /// Starts the process that cleans up after this one.
    private func guardFolder() throws {
        let me = ProcessInfo.processInfo.processIdentifier
        let stop = self.tools.command("pg_ctl", ["-D", self.data, "-m", "immediate", "stop"]).joined(separator: " ")
        let script = "tail --pid=\(me) -f /dev/null; \(stop); rm -rf \(self.folder)"
        try PostgresTools.execute(["sh", "-c", "setsid sh -c '\(script)' </dev/null >/dev/null 2>&1 &"])
    }

    /// Why there is no server, or what it said.
    package struct Problem: Error, CustomStringConvertible {
        package let description: String
    }
}
