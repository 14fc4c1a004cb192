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
        var body: JSONObject = ["name": .string(self.name)]
        body["payload"] = try self.payload.map { try JSONValue(option: "payload", $0) }
        body["id"] = self.id.map { .string($0) }
        try await self.connection.record("/api/v1/executions/\(self.execution.urlEncoded)/signals", body)
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

    func run() async throws { try await self.target.send("retry") }
}

struct Skip: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "End one open step of an execution as skipped.")

    @OptionGroup var target: ControlOptions
    @Option(help: "The path of the step run, as `skein executions ID` shows it.") var step: String

    func run() async throws { try await self.target.send("skip", ["path": .string(self.step)]) }
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
        Output.show(value, json: self.json) { "Recorded. The execution is \($0.text("status"))." }
    }
}
