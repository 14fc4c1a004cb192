// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SkeinModel

/// What `execute` and `run` share.
struct ExecutionOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "A file with the input, in JSON or YAML; - for standard input.")
    var input: String?

    @Option(help: "A member of the input, as name=value; repeatable. The value is JSON, or else a text.")
    var set: [String] = []

    @Option(help: "The project's UUID.") var project: String?

    /// The input that the options describe.
    func value() throws -> JSONValue {
        var value = try self.input.map { try Documents(path: $0).value } ?? .object([:])
        for assignment in self.set {
            let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, case .object(var object) = value else {
                throw ValidationError("--set takes name=value, not '\(assignment)'.")
            }
            object[String(parts[0])] = (try? JSONParser.parse(String(parts[1]))) ?? .string(String(parts[1]))
            value = .object(object)
        }
        return value
    }

    /// The body of the request.
    func body(version: Int? = nil, isInteractive: Bool = false) throws -> JSONValue {
        var body: JSONObject = ["input": try self.value()]
        body["version"] = version.map { .int(Int64($0)) }
        body["project_id"] = self.project.map { .string($0) }
        if isInteractive { body["interactive"] = true }
        return .object(body)
    }
}

struct Execute: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Start an execution of a definition, and wait for it.",
        discussion: "Ends with 0 when it completed or needs an approval, with 1 when it failed."
    )

    @Argument(help: "The definition's key or identifier.") var definition: String
    @OptionGroup var options: ExecutionOptions
    @Option(help: "A version of it; the current one without this.") var version: Int?
    @Flag(help: "Start no step until `skein advance` says so.") var interactive = false
    @Option(help: "How long to wait, such as 30s; 0s to return at once.") var wait = "30s"
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let path = Path("/api/v1/workflows/\(self.definition.urlEncoded)/execute").with("wait", self.wait).text
        let body = try self.options.body(version: self.version, isInteractive: self.interactive)
        let json = self.connection.json
        let execution = try await self.connection.withClient { try await $0.post(path, body).value }
        try Output.show(execution, json: json, human: ExecutionText.make)
        try ExecutionText.checkSuccess(execution)
    }
}

struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a definition file without a server, showing each step as it happens.",
        discussion: """
            The execution is kept in the database; without --database in one that is removed afterwards. \
            Ends with 0 when it completed or needs an approval, with 1 when it failed.
            """
    )

    @Argument(help: "A definition file in YAML or JSON.") var file: String
    @OptionGroup var options: ExecutionOptions
    @Option(help: "The database to keep it in: a SQLite file, or postgres://...") var database: String?
    @Option(name: .customLong("as"), help: "Who runs it.") var user = "operator"
    @Flag(help: "Print the execution as JSON instead.") var json = false

    func run() async throws {
        let document = try Documents(path: self.file)
        let body = try self.options.body()
        let key = document.value["deliverable_type"]?.string ?? ""
        let json = self.json
        let user = self.user
        let execution = try await TemporaryDatabase.with(self.database) { database in
            try await Embedded(database: database).serve { address in
                try await Client.with(address, user: user, roles: []) { client in
                    do {
                        _ = try await Publisher(client: client).publish(document.value, "Run from a file")
                    } catch let error as SkeinError {
                        throw document.located(error)
                    }
                    let started = try await client.post("/api/v1/workflows/\(key.urlEncoded)/execute", body).value
                    return try await Progress(client: client, isQuiet: json).follow(started)
                }
            }
        }
        try Output.show(execution, json: json, human: ExecutionText.make)
        try ExecutionText.checkSuccess(execution)
    }
}

struct Executions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List executions, newest first; or show one, and its history."
    )

    @Argument(help: "An execution's identifier.") var execution: String?
    @Flag(help: "Show the execution's history.") var events = false
    @Option(help: "Only those of a definition.") var workflow: String?
    @Option(help: "Only those with a status.") var status: String?
    @Option(help: "How many, 1 to 500.") var limit: Int?
    @Option(help: "Where to go on, as the page before says.") var cursor: String?
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let json = self.connection.json
        if let id = self.execution {
            let path = "/api/v1/executions/\(id.urlEncoded)" + (self.events ? "/events?limit=1000" : "")
            let value = try await self.connection.withClient { try await $0.get(path).value }
            guard self.events else { return try Output.show(value, json: json, human: ExecutionText.make) }
            return try Output.list(value, json: json, empty: "No events.", ["#", "AT", "EVENT", "STEP"]) { item in
                [item.text("sequence"), item.text("at"), item.text("kind"), item.text("payload", "path")]
            }
        }
        let path = Path("/api/v1/executions")
            .with("workflow", self.workflow).with("status", self.status)
            .with("limit", self.limit.map(String.init)).with("cursor", self.cursor).text
        let value = try await self.connection.withClient { try await $0.get(path).value }
        let headings = ["EXECUTION", "WORKFLOW", "STATUS", "RISK", "STARTED", "BY", "ERROR"]
        try Output.list(value, json: json, empty: "No executions.", headings) { item in
            [
                item.text("id"), "\(item.text("deliverable_type"))@\(item.text("version"))", item.text("status"),
                item.text("risk_score"), item.text("started_at"), item.text("user_id"), item.text("error_message"),
            ]
        }
    }
}
