// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SkeinModel

struct Signal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Send a signal to an execution; the wait for it takes it up, now or when it begins."
    )

    @Argument(help: "The execution's identifier.") var execution: String
    @Argument(help: "The signal's name.") var name: String
    @Option(help: "What it says, as JSON; null without this.") var payload: String?
    @Option(help: "Your identity of the signal: the same one again changes nothing.") var id: String?
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let body = try SignalBody.make(self.name, self.payload, self.id)
        try await self.connection.record("/api/v1/executions/\(self.execution.urlEncoded)/signals", body)
    }
}

/// What is sent for a signal, to one execution or to all that wait.
private enum SignalBody {
    static func make(_ name: String, _ payload: String?, _ id: String?) throws -> JSONObject {
        var body: JSONObject = ["name": .string(name)]
        body["payload"] = try payload.map { try JSONValue(option: "payload", $0) }
        body["id"] = id.map { .string($0) }
        return body
    }
}

struct Pause: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Hold an execution: what runs may end, nothing else starts."
    )

    @OptionGroup var target: ControlOptions

    func run() async throws { try await self.target.send("pause") }
}

struct Resume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Let a held execution go on.")

    @OptionGroup var target: ControlOptions

    func run() async throws { try await self.target.send("resume") }
}

struct Cancel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "End an execution; what is open is cancelled.")

    @OptionGroup var target: ControlOptions

    func run() async throws { try await self.target.send("cancel") }
}

struct Terminate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "End an execution at once, whatever it is doing.")

    @OptionGroup var target: ControlOptions

    func run() async throws { try await self.target.send("terminate") }
}

struct Retry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Start what failed in a failed execution again; what has completed stays."
    )

    @OptionGroup var target: ControlOptions
    @Option(help: "Another version to go on with, if it says the same of all that has completed.") var version: Int?

    func run() async throws {
        try await self.target.send("retry", .optional("version", self.version.map { .int(Int64($0)) }))
    }
}

struct Skip: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "End one open step of an execution as skipped.")

    @OptionGroup var target: ControlOptions
    @Option(help: "The path of the step run, as `skein executions ID` shows it.") var step: String

    func run() async throws { try await self.target.send("skip", ["path": .string(self.step)]) }
}

struct Rewind: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Go back to a step of an execution; it and all that depends on it start anew."
    )

    @OptionGroup var target: ControlOptions
    @Option(help: "The path of the step run; the one that ended last without this.") var step: String?

    func run() async throws {
        try await self.target.send("rewind", .optional("path", self.step.map { .string($0) }))
    }
}

struct Advance: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Start the next step of an interactive execution, or one that is started by hand."
    )

    @OptionGroup var target: ControlOptions
    @Option(help: "The path of the step run, when several could be meant.") var step: String?

    func run() async throws {
        try await self.target.send("advance", .optional("path", self.step.map { .string($0) }))
    }
}

struct Complete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "End a step of an execution with an output of your own, without running it."
    )

    @OptionGroup var target: ControlOptions
    @Option(help: "The path of the step run; the one that is to be started by hand without this.") var step: String?
    @Option(help: "What it comes to, as JSON; null without this.") var output: String?

    func run() async throws {
        var body = JSONObject.optional("path", self.step.map { .string($0) })
        body["output"] = try self.output.map { try JSONValue(option: "output", $0) }
        try await self.target.send("complete", body)
    }
}

struct Erase: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Erase an execution that has ended, for good; the audit log keeps a tombstone."
    )

    @Argument(help: "The execution's identifier.") var execution: String
    @Option(name: [.short, .customLong("note")], help: "Why, for the record.") var note: String
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let path = "/api/v1/executions/\(self.execution.urlEncoded)?note=\(self.note.urlEncoded)"
        let tombstone = try await self.connection.withClient { try await $0.delete(path).value }
        try Output.show(tombstone, json: self.connection.json) { tombstone in
            let (definition, version) = (tombstone.text("details", "definition"), tombstone.text("details", "version"))
            return "Erased \(self.execution) of \(definition) version \(version)."
        }
    }
}

struct Broadcast: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Send a signal to every execution that waits for it now."
    )

    @Argument(help: "The signal's name.") var name: String
    @Option(help: "What it says, as JSON; null without this.") var payload: String?
    @Option(help: "Your identity of the signal: an execution takes it up once.") var id: String?
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let request = JSONValue.object(try SignalBody.make(self.name, self.payload, self.id))
        let value = try await self.connection.withClient { try await $0.post("/api/v1/signals", request).value }
        try Output.show(value, json: self.connection.json) { value in
            "Sent. \(value["delivered"]?.int ?? 0) execution(s) took it up."
        }
    }
}

extension JSONObject {
    /// An object with one member, or none.
    fileprivate static func optional(_ name: String, _ value: JSONValue?) -> JSONObject {
        var object = JSONObject()
        object[name] = value
        return object
    }
}

/// What all commands that take an execution in hand ask for.
struct ControlOptions: ParsableArguments {
    @Argument(help: "The execution's identifier.") var execution: String
    @Option(name: [.short, .customLong("note")], help: "Why, for the record.") var note: String?
    @OptionGroup var connection: ConnectionOptions

    func send(_ verb: String, _ more: JSONObject = [:]) async throws {
        var body = more
        body["note"] = self.note.map { .string($0) }
        try await self.connection.record("/api/v1/executions/\(self.execution.urlEncoded)/\(verb)", body)
    }
}

extension ConnectionOptions {
    /// Does something to an execution, and says how it stands then.
    func record(_ path: String, _ body: JSONObject) async throws {
        let value = try await self.withClient { try await $0.post(path, .object(body)).value }
        try Output.show(value, json: self.json) { "Recorded. The execution is \($0.text("status"))." }
    }
}
