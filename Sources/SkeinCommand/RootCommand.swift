// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SkeinModel
import SkeinServer

/// `skein`: the server, and everything that people and scripts do with it.
struct RootCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "skein",
        abstract: "Runs workflows that are data, weighs their risk, asks people, and keeps the record.",
        discussion: """
            Commands talk to a server (--server, default http://127.0.0.1:8080), or work on a database file \
            themselves (--database). They print tables for people, and JSON with --json.
            Exit codes: 0 done, 1 the execution failed or the document is invalid, 2 wrong usage, \
            3 not found or in conflict, 4 the server cannot be reached.
            """,
        version: Server.version,
        groupedSubcommands: [
            CommandGroup(
                name: "Serving:",
                subcommands: [
                    Serve.self, Demo.self, Migrate.self, Backup.self, Export.self, Import.self, DoctorCommand.self,
                    Nodes.self,
                ]
            ),
            CommandGroup(
                name: "Definitions:",
                subcommands: [
                    Validate.self, Lint.self, TestCommand.self, Publish.self, List.self, Show.self, Versions.self,
                    Diff.self,
                    Rollback.self, Deprecate.self, Statistics.self, Functions.self,
                ]
            ),
            CommandGroup(
                name: "Executions:",
                subcommands: [
                    Run.self, Execute.self, Executions.self, Explain.self, Signal.self, Pause.self, Resume.self,
                    Cancel.self,
                    Terminate.self, Skip.self, Retry.self, Rewind.self, Advance.self, Complete.self, Broadcast.self,
                    Erase.self,
                ]
            ),
            CommandGroup(
                name: "Languages:",
                subcommands: [ExpressionCommand.self, TemplateCommand.self, SchemaCommand.self]
            ),
            CommandGroup(
                name: "People and evidence:",
                subcommands: [Approvals.self, Approve.self, Reject.self, Tasks.self, TaskCommand.self, Audit.self]
            ),
        ]
    )
}

@main
enum Main {
    static func main() async {
        Console.ignoreClosedPipes()
        do {
            var command = try RootCommand.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            Exit.end(with: error)
        }
    }
}
