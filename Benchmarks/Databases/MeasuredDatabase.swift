// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDBSQLite
import SkeinModel
import SkeinTestKit

/// A kind of database: it gives empty ones, and shows what it does by itself.
protocol MeasuredDatabase: Sendable {
    /// What it is called in tables.
    var name: String { get }
    var version: String { get throws }
    /// Where it keeps its data, if that is not the folder of the run.
    var folder: String? { get }

    /// An empty database, as a server's configuration names it.
    func empty(_ name: String) throws -> String

    /// The database by itself, on an empty database of its own.
    func floor(_ name: String) throws -> any Floor

    /// The same without foreign keys, where that makes a difference that is worth knowing.
    func bareFloor(_ name: String) throws -> (any Floor)?

    /// Begins to watch how long statements take, on connections that are opened from now on.
    func watchStatements() throws

    /// Forgets what was slow so far.
    func forgetStatements() throws

    /// Ends it.
    ///
    /// - Returns: How long the slowest took, in seconds, and its text.
    func slowestStatement() throws -> (seconds: Double, sql: String)
}

extension MeasuredDatabase {
    func bareFloor(_ name: String) throws -> (any Floor)? { nil }
}

/// SQLite, each database a file in a folder.
struct SQLiteDatabase: MeasuredDatabase {
    let name = "sqlite"
    let root: String
    var folder: String? { self.root }

    init(folder: String) { self.root = folder }

    var version: String { "SQLite \(String(cString: sqlite3_libversion()))" }

    func empty(_ name: String) throws -> String {
        let path = "\(self.root)/\(name).db"
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        return path
    }

    func floor(_ name: String) throws -> any Floor { try RawLoop(path: try self.empty(name)) }

    func watchStatements() { StatementWatch.start() }

    func forgetStatements() { StatementWatch.reset() }

    func slowestStatement() -> (seconds: Double, sql: String) { StatementWatch.stop() }
}

/// A PostgreSQL server of its own, as durable as PostgreSQL is out of the box, that ends with this process.
struct PostgresDatabase: MeasuredDatabase {
    let name = "postgres"
    private let server: PostgresServer

    /// - Parameter root: The folder for its data; one on a disk, not in memory.
    /// - Throws: ``PostgresServer/Problem`` when PostgreSQL is not installed or does not start.
    init(_ root: String?) throws {
        let settings = """
            shared_buffers = '256MB'
            max_wal_size = '4GB'
            fsync = on
            synchronous_commit = on
            full_page_writes = on
            shared_preload_libraries = 'pg_stat_statements'
            pg_stat_statements.track = 'none'

            """
        self.server = try PostgresServer(connections: 50, in: root ?? "/var/tmp", settings: settings)
        try self.server.shell("CREATE EXTENSION pg_stat_statements")
    }

    var version: String { get throws { "PostgreSQL \(try self.setting("server_version"))" } }

    var folder: String? { self.server.folder }

    func empty(_ name: String) throws -> String {
        let database = name.replacing("-", with: "_")
        try self.server.shell("DROP DATABASE IF EXISTS \(database) WITH (FORCE)")
        try self.server.shell("CREATE DATABASE \(database)")
        return self.server.url().replacing("postgres:///postgres", with: "postgres:///\(database)")
    }

    func floor(_ name: String) throws -> any Floor { try UnnestLoop(url: try self.empty(name)) }

    func bareFloor(_ name: String) throws -> (any Floor)? { try UnnestLoop(url: try self.empty(name), isBare: true) }

    func watchStatements() throws {
        try self.server.shell("ALTER SYSTEM SET pg_stat_statements.track = 'top'")
        try self.server.shell("SELECT pg_reload_conf()")
    }

    func forgetStatements() throws { try self.server.shell("SELECT pg_stat_statements_reset()") }

    func slowestStatement() throws -> (seconds: Double, sql: String) {
        let sql = """
            SELECT max_exec_time || ' ' || left(regexp_replace(query, '\\s+', ' ', 'g'), 60) FROM pg_stat_statements
            WHERE query ~* '^(select|insert|update|delete|with|commit|begin)' ORDER BY max_exec_time DESC LIMIT 1
            """
        let answer = try self.server.shell(sql).split(separator: " ", maxSplits: 1)
        try self.server.shell("ALTER SYSTEM SET pg_stat_statements.track = 'none'")
        try self.server.shell("SELECT pg_reload_conf()")
        let seconds = answer.first.flatMap { Double($0) }.map { $0 / 1000 } ?? 0
        return (seconds, answer.count > 1 ? answer[1].trimmingCharacters(in: .whitespacesAndNewlines) : "")
    }

    private func setting(_ name: String) throws -> String {
        try self.server.shell("SHOW \(name)").trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// An empty database that somebody else set up, for a profiler: the engine is measured on it, once.
struct GivenDatabase: MeasuredDatabase {
    let name = "given"
    let url: String
    var version: String { "given" }
    var folder: String? { nil }

    func empty(_ name: String) -> String { self.url }

    func floor(_ name: String) throws -> any Floor { throw Self.refusal }

    func watchStatements() throws { throw Self.refusal }

    func forgetStatements() throws { throw Self.refusal }

    func slowestStatement() throws -> (seconds: Double, sql: String) { throw Self.refusal }

    private static let refusal = SkeinError(
        .configurationInvalid,
        "A given database is for --only effect:64 and the like; 'sqlite' and 'postgres' can be measured whole."
    )
}
