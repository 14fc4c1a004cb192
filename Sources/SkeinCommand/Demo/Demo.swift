// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FoundationPack
import SkeinDrivers
import SkeinModel
import SkeinServer
import SkeinYAML

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what Skein does, on the foundation design.",
        discussion: """
            Without options: four demonstrations on a database of their own, then it ends. With --serve: publishes the \
            example packs to the database, executes one, and goes on serving.
            """
    )

    @Flag(help: "Publish the packs, execute one, and keep serving.") var serve = false
    @Option(help: "The port to serve on; 0 for a free one.") var port = 8080
    @Option(help: "The database to serve: a SQLite file, or postgres://...") var database = "skein.db"

    func validate() throws {
        guard (0...65_535).contains(self.port) else { throw ValidationError("--port is from 0 to 65535.") }
    }

    func run() async throws {
        if self.serve {
            try await self.keepServing()
        } else {
            try await TemporaryDatabase.with(nil) { database in
                try await Embedded(database: database).serve { address in
                    try await Client.with(address, user: "admin", roles: []) { client in
                        try await Demonstrations(client: client).run()
                    }
                }
            }
        }
    }

    private func keepServing() async throws {
        var configuration = ServerConfiguration()
        configuration.address = .network(host: "127.0.0.1", port: self.port)
        configuration.database = self.database
        let settings = configuration
        let database = try DatabaseLocation(self.database).description
        // Beside the server, not in its call-back: it answers no requests before that has returned.
        let (addresses, announce) = AsyncStream.makeStream(of: String.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { announce.finish() }
                try await ServerProcess.run(settings, logLevel: "warning") { announce.yield($0) }
            }
            group.addTask {
                guard let address = await addresses.first(where: { _ in true }) else { return }
                await Self.show(address, database: database)
            }
            try await group.waitForAll()
        }
    }

    private static func show(_ address: String, database: String) async {
        do {
            try await Client.with(address, user: "admin", roles: []) { client in
                try await Showcase(client: client, address: address, database: database).run()
            }
        } catch is ClosedOutput {
            // A server goes on when nobody reads what it prints.
        } catch {
            Console.error("error: the example could not be shown: \(error)")
        }
    }
}

/// The example that `make run` shows: a definition from the pack, executed on the pack's input.
struct Showcase: Sendable {
    let client: Client
    let address: String
    let database: String

    func run() async throws {
        let document = try YAMLReader.read(FoundationDocuments.definition).value
        let version = try await Publisher(client: self.client).publish(document, "The pack of this Skein")
        try Console.out(
            "Published \(version.text("deliverable_type")) version \(version.text("version")) to \(self.database)."
        )
        try Console.out()
        let input = try JSONParser.parse(FoundationDocuments.input)
        try Console.out("Executing it on \(JSONWriter.text(input)):")
        let body: JSONValue = ["input": input]
        let started = try await self.client.post("/api/v1/workflows/foundation_design/execute", body).value
        let execution = try await Progress(client: self.client, isQuiet: false).follow(started)
        try Console.out()
        try Console.out(FoundationReport.make(execution))
        try Console.out()
        try Console.out("Serving on \(self.address) until you press Ctrl-C. In another terminal:")
        let id = execution.text("id")
        let server = self.address == ServerAddress.standard ? "" : " --server \(self.address)"
        for line in [
            "curl \(self.address)/api/v1/executions/\(id)",
            "curl \(self.address)/api/v1/executions/\(id)/events",
            ".build/debug/skein list\(server)",
            ".build/debug/skein execute foundation_design --input Examples/foundation_design/input-high-risk.json\(server)",
            ".build/debug/skein approvals\(server)",
        ] { try Console.out("  " + line) }
    }
}
