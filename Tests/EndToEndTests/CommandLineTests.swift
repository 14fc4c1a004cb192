// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinTestKit
import Testing

/// The program as people use it.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct CommandLineTests {
    /// What `make run` does.
    @Test
    func theExampleIsShownAndTheServerStays() async throws {
        try await Folder.with { folder in
            let output = Pipe()
            let arguments = [
                "demo", "--serve", "--port", "0", "--database", try DatabaseUnderTest.location(folder + "/skein.db"),
            ]
            let process = try ChildProcess("skein", arguments, output: output)
            let text = output.text(until: "skein approvals --server http://127.0.0.1:")
            for part in [
                "step initial_design: completed", "DESIGN (IS 456:2000)", "2.45 x 2.45 m", "BILL OF QUANTITIES",
                "risk 0", "Serving on http://127.0.0.1:", "skein list --server http://127.0.0.1:",
            ] {
                #expect(text.contains(part), "\(part) is missing in: \(text)")
            }
            #expect(process.terminate() == 0)
        }
    }

    @Test
    func theFourDemonstrationsRunToTheirEnd() throws {
        let ended = try Self.run(["demo"])
        #expect(ended.status == 0)
        for part in ["DEMO 1", "DEMO 2", "DEMO 3", "DEMO 4", "Now at version 2", "The record is whole"] {
            #expect(ended.text.contains(part))
        }
    }

    @Test(arguments: [
        (["validate", "Examples/foundation_design/foundation_design.yaml"], 0), (["validate", "README.md"], 1),
        (["nonsense"], 2), (["execute"], 2), (["list", "--server", "http://127.0.0.1:9"], 4), (["--version"], 0),
        (["--help"], 0),
    ])
    func exitCodesSayWhatHappened(_ arguments: [String], _ expected: Int) throws {
        #expect(try Self.run(arguments).status == Int32(expected))
    }

    @Test
    func commandsWorkOnADatabaseFile() async throws {
        try await Folder.with { folder in
            let database = ["--database", try DatabaseUnderTest.location(folder + "/skein.db")]
            let file = "Examples/foundation_design/foundation_design.yaml"
            #expect(try Self.run(["publish", file, "--note", "First"] + database).status == 0)
            let input = "Examples/foundation_design/input.json"
            let executed = try Self.run(["execute", "foundation_design", "--input", input, "--json"] + database)
            #expect(executed.status == 0)
            #expect(executed.text.contains("\"status\": \"completed\""))
            #expect(
                try Self.run(["execute", "foundation_design", "--set", "axial_load_dead=x"] + database).status == 1
            )
            #expect(try Self.run(["show", "nothing"] + database).status == 3)
            #expect(try Self.run(["audit", "verify"] + database).status == 0)
            #expect(try Self.run(["doctor"] + database).status == 0)
            #expect(try Self.run(["migrate", "status"] + database).status == 0)
        }
    }

    @Test(arguments: [
        ["list"], ["doctor"], ["show", "order"], ["execute", "order", "--set", "n=1"], ["export", "-"],
        ["migrate", "status"], ["serve", "--no-migrate", "--port", "0"],
    ])
    func aDatabaseWhoseNameWasMistypedIsNotMade(_ command: [String]) async throws {
        try await Folder.with { folder in
            let ended = try Self.run(command + ["--database", folder + "/typo.db"])
            #expect(ended.status == 1)
            #expect(ended.errors.contains("There is no database \(folder)/typo.db."))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        }
    }

    @Test
    func aServerThatMayNotMigrateLeavesAnOldDatabaseAsItIs() async throws {
        try await Folder.with { folder in
            let file = folder + "/empty.db"
            #expect(FileManager.default.createFile(atPath: file, contents: nil))
            let ended = try Self.run(["serve", "--no-migrate", "--port", "0", "--database", file])
            #expect(ended.status == 3)
            #expect(ended.errors.contains("schema-outdated"))
            #expect(try Self.run(["migrate", "status", "--database", file]).text.contains("missing"))
        }
    }

    @Test
    func whatACommandRefusesIsOneLine() async throws {
        try await Folder.with { folder in
            let database = ["--database", try DatabaseUnderTest.location(folder + "/skein.db")]
            let file = "Examples/foundation_design/foundation_design.yaml"
            #expect(try Self.run(["publish", file] + database).errors == "")
            let refused = try Self.run(["show", "nothing"] + database)
            #expect(refused.errors == "error: definition-not-found: There is no definition 'nothing'.\n")
        }
    }

    /// The parser finds two options of one name only when the command is used.
    @Test
    func everyCommandHasItsHelp() throws {
        let help = try Self.run(["--help"]).text.split(separator: "\n")
        let commands = help.filter { $0.hasPrefix("  ") && $0.dropFirst(2).first?.isLetter == true }
            .compactMap { $0.split(separator: " ").first.map(String.init) }
        #expect(commands.count > 30)
        for command in commands { #expect(try Self.run([command, "--help"]).status == 0, "\(command)") }
    }

    @Test
    func peopleAndOperatorsMoveAnExecutionOn() async throws {
        try await Folder.with { folder in
            let database = ["--database", try DatabaseUnderTest.location(folder + "/skein.db")]
            let file = folder + "/renewal.json"
            let definition = """
                {"deliverable_type":"renewal","display_name":"Renewal","discipline":"sales",
                "input_schema":{"type":"object"},"workflow_steps":[
                {"step_name":"ok","type":"human","kind":"approval","task":{"title":"Approve it","roles":["manager"]}},
                {"step_name":"paid","type":"wait","signal":{"name":"paid"},"output_variable":"paid"},
                {"step_name":"never","type":"wait","for":"30d"}]}
                """
            try definition.write(toFile: file, atomically: true, encoding: .utf8)
            #expect(try Self.run(["publish", file] + database).status == 0)
            try "{}".write(toFile: folder + "/input.json", atomically: true, encoding: .utf8)
            let input = ["--input", folder + "/input.json", "--json"]
            let id = try Self.identifier(try Self.run(["execute", "renewal"] + input + database).text)
            #expect(try Self.run(["explain", id] + database).text.contains("role manager can act"))
            let tasks = try Self.run(["tasks", "--for-role", "manager", "--json"] + database).text
            let task = try Self.identifier(tasks)
            #expect(try Self.run(["tasks", task] + database).text.contains("Approve it"))
            #expect(try Self.run(["task", "complete", task, "--approve"] + database).status == 3)
            let manager = ["--as", "eve", "--role", "manager"]
            #expect(try Self.run(["task", "claim", task] + manager + database).status == 0)
            let answer = ["--approve", "--note", "Seen"]
            #expect(try Self.run(["task", "complete", task] + answer + manager + database).status == 0)
            let completed = try Self.run(["tasks", task] + database).text
            for part in [#""completed_by": "eve""#, #""decision": "approve""#, #""note": "Seen""#] {
                #expect(completed.contains(part), "\(completed)")
            }
            #expect(try Self.run(["pause", id, "--note", "Look first"] + database).status == 0)
            #expect(try Self.run(["resume", id] + database).status == 0)
            #expect(try Self.run(["signal", id, "paid", "--payload", "{\"sum\":3}"] + database).status == 0)
            let skipped = try Self.run(["skip", id, "--step", "never"] + database)
            #expect(skipped.text.contains("The execution is completed."))
            #expect(try Self.run(["cancel", id] + database).status == 3)
            #expect(try Self.run(["audit", "verify"] + database).status == 0)
        }
    }

    /// The first identifier in a text.
    private static func identifier(_ text: String) throws -> String {
        let match = text.firstMatch(of: #/"id": "([0-9a-f-]{36})"/#)
        return String(try #require(match, "\(text)").1)
    }
}
