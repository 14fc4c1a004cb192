// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SkeinModel

struct Publish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Store a definition: a new one, or the next version of the one that has its key."
    )

    @Argument(help: "A definition file in YAML or JSON; - for standard input.")
    var file: String

    @Option(name: [.short, .customLong("note")], help: "Why it is stored; a change needs one.")
    var note: String?

    @Option(help: "The version that the change was made to; refused when it is no longer the current one.")
    var expectedVersion: Int?

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let document = try Documents(path: self.file)
        let json = self.connection.json
        let note = self.note
        let expected = self.expectedVersion
        try await self.connection.withClient(creatingDatabase: true) { client in
            do {
                let answer = try await Publisher(client: client).publish(document.value, note, expected)
                try Output.show(answer, json: json) {
                    "\($0.text("deliverable_type")) version \($0.text("version")) (\($0.text("content_hash").prefix(12)))"
                }
            } catch let error as SkeinError {
                throw document.located(error)
            }
        }
    }
}

/// Stores a document under its key, whether or not there is a definition yet.
struct Publisher: Sendable {
    let client: Client

    func publish(_ document: JSONValue, _ note: String?, _ expectedVersion: Int? = nil) async throws -> JSONValue {
        let key = document["deliverable_type"]?.string ?? ""
        let path = "/api/v1/workflows/\(key.urlEncoded)"
        var current: Client.Answer?
        if !key.isEmpty {
            do {
                current = try await self.client.get(path)
            } catch let error as SkeinError where error.code == .definitionNotFound {}
        }
        var body: JSONObject = ["definition": document]
        body["change_description"] = note.map { .string($0) }
        guard let current else { return try await self.client.post("/api/v1/workflows", .object(body)).value }
        let tag = expectedVersion.map { "\"\($0)\"" } ?? current.tag
        return try await self.client.put(path, .object(body), ifMatch: tag).value
    }
}

struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List definitions, newest first.")

    @Option(help: "Only those of a discipline.") var discipline: String?
    @Option(help: "Only those with a status.") var status: String?
    @Option(help: "Only those with a tag; repeatable.") var tag: [String] = []
    @Option(help: "How many, 1 to 500.") var limit: Int?
    @Option(help: "Where to go on, as the page before says.") var cursor: String?
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let path = Path("/api/v1/workflows")
            .with("discipline", self.discipline).with("status", self.status)
            .with("tags", self.tag.isEmpty ? nil : self.tag.joined(separator: ","))
            .with("limit", self.limit.map(String.init)).with("cursor", self.cursor).text
        let json = self.connection.json
        try await self.connection.withClient { client in
            let headings = ["KEY", "VERSION", "STATUS", "DISCIPLINE", "NAME", "CHANGED"]
            try Output.list(try await client.get(path).value, json: json, empty: "No definitions.", headings) { item in
                [
                    item.text("deliverable_type"), item.text("version"), item.text("status"), item.text("discipline"),
                    item.text("display_name"), item.text("updated_at"),
                ]
            }
        }
    }
}

/// A path with a query.
struct Path {
    private(set) var text: String

    init(_ text: String) { self.text = text }

    /// The path with one more parameter, if it has a value.
    func with(_ name: String, _ value: String?) -> Path {
        guard let value else { return self }
        return Path("\(self.text)\(self.text.contains("?") ? "&" : "?")\(name)=\(value.urlEncoded)")
    }
}

struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show a definition, or one version of it.")

    @Argument(help: "The definition's key or identifier.") var definition: String
    @Option(help: "A version of it; the current one without this.") var version: Int?
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let path = "/api/v1/workflows/\(self.definition.urlEncoded)" + (self.version.map { "/versions/\($0)" } ?? "")
        let json = self.connection.json
        try await self.connection.withClient { client in
            try Output.show(try await client.get(path).value, json: json) { JSONWriter.pretty($0) }
        }
    }
}

struct Versions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the versions of a definition, newest first.")

    @Argument(help: "The definition's key or identifier.") var definition: String
    @Option(help: "How many, 1 to 500.") var limit: Int?
    @Option(help: "Where to go on, as the page before says.") var cursor: String?
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let path = Path("/api/v1/workflows/\(self.definition.urlEncoded)/versions")
            .with("limit", self.limit.map(String.init)).with("cursor", self.cursor).text
        let json = self.connection.json
        try await self.connection.withClient { client in
            let headings = ["VERSION", "CREATED", "BY", "HASH", "NOTE"]
            try Output.list(try await client.get(path).value, json: json, empty: "No versions.", headings) { item in
                [
                    item.text("version"), item.text("created_at"), item.text("created_by"),
                    String(item.text("content_hash").prefix(12)), item.text("change_description"),
                ]
            }
        }
    }
}

struct Diff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show how two versions of a definition differ.")

    @Argument(help: "The definition's key or identifier.") var definition: String
    @Argument(help: "The older version; the one before the newer one without this.") var from: Int?
    @Argument(help: "The newer version; the current one without this.") var to: Int?
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let path = Path("/api/v1/workflows/\(self.definition.urlEncoded)/diff")
            .with("from", self.from.map(String.init)).with("to", self.to.map(String.init)).text
        let json = self.connection.json
        try await self.connection.withClient { client in
            try Output.show(try await client.get(path).value, json: json, human: DifferenceText.make)
        }
    }
}

struct Rollback: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Store the content of an earlier version as the next one."
    )

    @Argument(help: "The definition's key or identifier.") var definition: String
    @Option(name: .customLong("to"), help: "The version to go back to.") var version: Int
    @Option(name: [.short, .customLong("note")], help: "Why.") var note: String?
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        var body: JSONObject = ["version": .int(Int64(self.version))]
        body["change_description"] = self.note.map { .string($0) }
        let request = body
        let path = "/api/v1/workflows/\(self.definition.urlEncoded)/rollback"
        let json = self.connection.json
        try await self.connection.withClient { client in
            try Output.show(try await client.post(path, .object(request)).value, json: json) {
                "\($0.text("deliverable_type")) version \($0.text("version")), with the content of version "
                    + $0.text("rolled_back_to")
            }
        }
    }
}

struct Deprecate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take a definition out of use; its versions and executions stay."
    )

    @Argument(help: "The definition's key or identifier.") var definition: String
    @Option(name: [.short, .customLong("note")], help: "Why.") var note: String?
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let path = Path("/api/v1/workflows/\(self.definition.urlEncoded)").with("change_description", self.note).text
        let json = self.connection.json
        try await self.connection.withClient { client in
            try Output.show(try await client.delete(path).value, json: json) {
                "\($0.text("deliverable_type")) is \($0.text("status"))"
            }
        }
    }
}

struct Statistics: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show how the executions of a definition have gone.")

    @Argument(help: "The definition's key or identifier.") var definition: String
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let path = "/api/v1/workflows/\(self.definition.urlEncoded)/statistics"
        let json = self.connection.json
        try await self.connection.withClient { client in
            try Output.show(try await client.get(path).value, json: json, human: StatisticsText.make)
        }
    }
}

struct Functions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the functions that definitions can call.")

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let json = self.connection.json
        try await self.connection.withClient { client in
            let value = try await client.get("/api/v1/functions").value
            let headings = ["FUNCTION", "VERSION", "KIND", "SUMMARY"]
            try Output.list(value, json: json, empty: "No functions.", headings) { item in
                [item.text("name"), item.text("version"), item.text("kind"), item.text("summary")]
            }
        }
    }
}
