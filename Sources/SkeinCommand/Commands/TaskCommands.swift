// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SkeinModel

struct Tasks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List what people are asked to do; or show one task with its form."
    )

    @Argument(help: "A task's identifier.") var task: String?
    @Option(help: "Only those with a status; open without this.") var status = "open"
    @Option(help: "Only those of an execution.") var execution: String?
    @Option(help: "Only those that a person has claimed or is named in.") var person: String?
    @Option(help: "Only those that people with this role may do.") var forRole: String?
    @Option(help: "How many, 1 to 500.") var limit: Int?
    @Option(help: "Where to go on, as the page before says.") var cursor: String?
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let json = self.connection.json
        if let id = self.task {
            let value = try await self.connection.withClient { client in
                let task = try await client.get("/api/v1/human-tasks/\(id.urlEncoded)").value
                return json ? task : try await Self.withAnswer(task, client)
            }
            return try Output.show(value, json: json) { JSONWriter.pretty($0) }
        }
        let path = Path("/api/v1/human-tasks").with("status", self.status).with("execution", self.execution)
            .with("person", self.person).with("role", self.forRole).with("limit", self.limit.map(String.init))
            .with("cursor", self.cursor).text
        let value = try await self.connection.withClient { try await $0.get(path).value }
        let headings = ["TASK", "WORKFLOW", "STEP", "KIND", "TITLE", "FOR", "CLAIMED BY", "DUE"]
        try Output.list(value, json: json, empty: "Nobody is asked to do anything.", headings) { item in
            let people = (item["assignees"]?.array ?? []) + (item["roles"]?.array ?? [])
            return [
                item.text("id"), "\(item.text("deliverable_type"))@\(item.text("version"))", item.text("path"),
                item.text("kind"), item.text("title"), people.compactMap(\.string).joined(separator: ", "),
                item.text("claimed_by"), item.text("due_at"),
            ]
        }
    }
}

extension Tasks {
    /// The task; a completed one with who completed it and the answer, which stand in the execution's history.
    private static func withAnswer(_ task: JSONValue, _ client: Client) async throws -> JSONValue {
        guard task.text("status") == "completed", case .object(var object) = task else { return task }
        let path = "/api/v1/executions/\(task.text("execution_id"))/events?limit=1000&after="
        var after: Int64 = 0
        while true {
            let events = try await client.get(path + String(after)).value["items"]?.array ?? []
            // A step that was gone back to has several tasks on its path, which end at different times.
            let completion = events.first { event in
                event.text("kind") == "human_task_completed" && event.text("at") == task.text("ended_at")
                    && event.text("payload", "path") == task.text("path")
            }
            if let payload = completion?["payload"] {
                object["completed_by"] = payload["by"]
                for name in ["data", "decision", "note"] { object[name] = payload[name] }
                return .object(object)
            }
            guard let last = events.last?["sequence"]?.int else { return task }
            after = last
        }
    }
}

struct TaskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "task",
        abstract: "Work on a task that a person is asked to do.",
        subcommands: [TaskClaim.self, TaskRelease.self, TaskDelegate.self, TaskComplete.self]
    )
}

struct TaskClaim: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "claim", abstract: "Take a task on.")

    @OptionGroup var target: TaskOptions

    func run() async throws { try await self.target.send("claim") }
}

struct TaskRelease: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "release", abstract: "Give a task back.")

    @OptionGroup var target: TaskOptions

    func run() async throws { try await self.target.send("release") }
}

struct TaskDelegate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "delegate", abstract: "Give a task to others.")

    @OptionGroup var target: TaskOptions
    @Option(help: "Who gets it; more than once for several.") var to: [String]

    func run() async throws {
        try await self.target.send("delegate", ["to": .array(self.to.map { .string($0) })])
    }
}

struct TaskComplete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "complete",
        abstract: "Complete a task, with what its form asks for."
    )

    @OptionGroup var target: TaskOptions
    @Option(help: "The form's data, as JSON.") var data: String?
    @Flag(help: "Approve, for reviews and approvals.") var approve = false
    @Flag(help: "Reject, for reviews and approvals; needs a note.") var reject = false
    @Option(name: [.short, .customLong("note")], help: "What to record with it.") var note: String?

    func validate() throws {
        if self.approve, self.reject { throw ValidationError("Approve or reject, not both.") }
    }

    func run() async throws {
        var body = JSONObject()
        body["data"] = try self.data.map { try JSONValue(option: "data", $0) }
        if self.approve || self.reject { body["decision"] = .string(self.approve ? "approve" : "reject") }
        body["note"] = self.note.map { .string($0) }
        try await self.target.send("complete", body)
    }
}

/// What all commands that work on a task ask for.
struct TaskOptions: ParsableArguments {
    @Argument(help: "The task's identifier.") var task: String
    @OptionGroup var connection: ConnectionOptions

    func send(_ verb: String, _ body: JSONObject = [:]) async throws {
        try await self.connection.record("/api/v1/human-tasks/\(self.task.urlEncoded)/\(verb)", body)
    }
}
