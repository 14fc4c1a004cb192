// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Configuration
import Logging
import SkeinDrivers
import SkeinEngine
import SkeinModel
import SkeinServer
import SkeinStorage

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Run the engine and answer over HTTP.")

    @Option(help: "The address to listen on (SKEIN_HOST; default 127.0.0.1).") var host: String?
    @Option(help: "The port to listen on (SKEIN_PORT; default 8080; 0 for a free one).") var port: Int?
    @Option(help: "The SQLite file, or postgres://... (SKEIN_DATABASE, DATABASE_URL; default skein.db).")
    var database: String?
    @Option(help: "How many tasks run at a time (SKEIN_TASK_LIMIT; default 1024).") var taskLimit: Int?
    @Option(
        help: """
            How long executions are kept after they have ended, such as 365d, where their definition does not say \
            (SKEIN_RETENTION; default for ever).
            """
    )
    var retention: String?
    @Flag(inversion: .prefixedNo, help: "Apply missing migrations at the start (SKEIN_MIGRATE; default yes).")
    var migrate: Bool?
    @Option(help: "What it does: api, engine or api,engine (SKEIN_NODE_ROLES; default both).") var roles: String?
    @Option(help: "How much to log: \(ServerProcess.logLevels) (SKEIN_LOG_LEVEL; default info).")
    var logLevel: String?

    func run() async throws {
        var flags: [AbsoluteConfigKey: ConfigValue] = [:]
        func set(_ key: String, _ value: String?) {
            guard let value else { return }
            flags[AbsoluteConfigKey(["skein"] + key.split(separator: ".").map(String.init))] = ConfigValue(
                .string(value),
                isSecret: false
            )
        }
        set("host", self.host)
        set("port", self.port.map(String.init))
        set("database", self.database)
        set("task.limit", self.taskLimit.map(String.init))
        set("retention", self.retention)
        set("log.level", self.logLevel)
        set("node.roles", self.roles)
        if let migrate = self.migrate { set("migrate", migrate ? "true" : "false") }
        let reader = ConfigReader(providers: [InMemoryProvider(values: flags), EnvironmentVariablesProvider()])
        let configuration = try ServerConfiguration(reader)
        let database = try DatabaseLocation(configuration.database).description
        let level = reader.scoped(to: "skein").string(forKey: "log.level", default: "info")
        try await ServerProcess.run(configuration, logLevel: level) { address in
            // A server goes on when nobody reads what it prints.
            try? Console.out("Skein \(Server.version) serves on \(address) (database \(database)).")
            try? Console.out("It listens on a loopback address only, because no API keys are configured.")
            if !configuration.roles.contains(.api) { try? Console.out("It runs tasks, and answers only how it is.") }
            if !configuration.roles.contains(.engine) { try? Console.out("It leaves tasks and timers to other nodes.") }
        }
    }
}

/// Runs a server as the process's work.
enum ServerProcess {
    /// The names of all log levels, for people.
    static let logLevels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")

    static func run(
        _ configuration: ServerConfiguration,
        logLevel: String,
        onReady: @escaping @Sendable (String) async -> Void
    ) async throws {
        guard let level = Logger.Level(rawValue: logLevel) else {
            throw SkeinError(.configurationInvalid, "The log level '\(logLevel)' is none of \(Self.logLevels).")
        }
        var logger = Logger(label: "skein") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = level
        let server = Server(configuration, functions: try BuiltInFunctions.registry(), logger: logger)
        try await server.run(onReady: onReady)
    }
}

struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look at or change the schema of a database.",
        subcommands: [MigrateStatus.self, MigrateUp.self],
        defaultSubcommand: MigrateStatus.self
    )
}

struct MigrateStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show which migrations a database has and lacks; ends with 3 when some are missing."
    )

    @Option(help: "The SQLite file, or postgres://... (SKEIN_DATABASE, DATABASE_URL; default skein.db).")
    var database: String?
    @Flag(help: "Print JSON.") var json = false

    /// The database that is given, or else the one that the environment names.
    static func database(_ given: String?) -> String {
        given ?? ServerConfiguration.database(ConfigReader(provider: EnvironmentVariablesProvider()))
    }

    func run() async throws {
        let location = try DatabaseLocation(Self.database(self.database))
        try location.requireExisting()
        let storage = try location.open(migrations: .ignore, exclusive: false, now: SystemClock().now())
        let plan = try storage.migrationPlan()
        try await storage.close()
        let applied = plan.applied.map { ($0.version, $0.name, $0.appliedAt.description) }
        let rows = applied + plan.pending.map { ($0.version, $0.name, "missing") }
        if self.json {
            try Console.out(
                JSONWriter.pretty(
                    .array(
                        rows.map { ["version": .int(Int64($0.0)), "name": .string($0.1), "applied": .string($0.2)] }
                    )
                )
            )
        } else {
            var table = Table("VERSION", "NAME", "APPLIED")
            for row in rows { table.add(String(row.0), row.1, row.2) }
            try Console.out(table.text)
        }
        if !plan.pending.isEmpty { throw ExitCode(3) }
    }
}

struct MigrateUp: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Apply the migrations that are missing."
    )

    @Option(help: "The SQLite file, or postgres://... (SKEIN_DATABASE, DATABASE_URL; default skein.db).")
    var database: String?

    func run() async throws {
        let now = SystemClock().now()
        let location = try DatabaseLocation(MigrateStatus.database(self.database))
        // Nodes of the version before go on while a server's database is migrated; a file is migrated by one alone.
        let storage = try location.open(migrations: .ignore, exclusive: !location.isShared, now: now)
        let pending = try storage.migrationPlan().pending
        try storage.migrate(now: now)
        try await storage.close()
        for migration in pending { try Console.out("applied \(migration.version) \(migration.name)") }
        if pending.isEmpty { try Console.out("The database has all migrations.") }
    }
}

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check a database: its settings, its integrity, and that nothing waits for nothing."
    )

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let value = try await self.connection.withClient { try await $0.get("/api/v1/doctor").value }
        try Output.show(value, json: self.connection.json) { report in
            var table = Table("", "CHECK", "FOUND")
            for check in report["checks"]?.array ?? [] {
                table.add(check["healthy"]?.bool == true ? "ok" : "BAD", check.text("check"), check.text("detail"))
            }
            return table.text
        }
        if value["healthy"]?.bool != true { throw Exit.failed }
    }
}

struct Nodes: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the processes that work on a database.")

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let value = try await self.connection.withClient { try await $0.get("/api/v1/nodes").value }
        try Output.show(value, json: self.connection.json) { report in
            var table = Table("NUMBER", "NAME", "ROLES", "VERSION", "STARTED", "RENEWED", "ALIVE", "EXECUTIONS")
            for node in report["items"]?.array ?? [] {
                let roles = node["roles"]?.array?.compactMap(\.string).joined(separator: ",")
                table.add(
                    node.text("number"),
                    node.text("name"),
                    roles ?? "",
                    node.text("version"),
                    node.text("started_at"),
                    node.text("renewed_at"),
                    node["alive"]?.bool == true ? "yes" : "NO",
                    node.text("executions")
                )
            }
            return table.text
        }
    }
}
