// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinTestKit
import Testing

/// What the program says when it cannot do what it is told.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct CommandErrorTests {
    private static let pack = "Examples/foundation_design/foundation_design.yaml"

    /// As `| head -1` does, from the first line on.
    @Test(arguments: [
        ["validate", pack], ["functions", "--database", "new"], ["run", pack, "--input", "input.json"], ["demo"],
        ["expression", "eval", "1 + 1"], ["export", "-", "--database", "new"],
    ])
    func anOutputThatNobodyReadsEndsTheProgramQuietly(_ arguments: [String]) async throws {
        try await Folder.with { folder in
            let database = try DatabaseUnderTest.location(folder + "/skein.db")
            #expect(try CommandLineTests.run(["migrate", "up", "--database", database]).status == 0)
            let input = "Examples/foundation_design/input.json"
            let names = ["new": database, "input.json": input]
            let ended = try CommandLineTests.run(arguments.map { names[$0] ?? $0 }, isRead: false)
            #expect(ended.status == 141)
            #expect(ended.errors == "")
        }
    }

    @Test
    func aPortThatIsTakenIsNamed() async throws {
        try await Folder.with { folder in
            let output = Pipe()
            let arguments = ["serve", "--port", "0", "--log-level", "error", "--database", folder + "/one.db"]
            let first = try ChildProcess("skein", arguments, output: output)
            let text = output.text(until: "\n")
            let port = try #require(text.firstMatch(of: #/127\.0\.0\.1:([0-9]+)/#), "\(text)").1
            let second = ["serve", "--port", "\(port)", "--log-level", "critical", "--database", folder + "/two.db"]
            let ended = try CommandLineTests.run(second)
            #expect(ended.status == 2)
            let start = "error: configuration-invalid: The port \(port) on 127.0.0.1 is taken; "
            #expect(ended.errors.hasPrefix(start) && ended.errors.split(separator: "\n").count == 1, "\(ended.errors)")
            #expect(first.terminate() == 0)
        }
    }

    @Test(arguments: ["localhost:8090", "ftp://localhost", "http://", "unix:", "8090"])
    func aServersAddressMustSayHowToReachIt(_ address: String) throws {
        let ended = try CommandLineTests.run(["list", "--server", address])
        #expect(ended.status == 2)
        #expect(ended.errors.contains("Write http://HOST:PORT, https://HOST:PORT or unix:PATH"))
    }

    @Test(arguments: [
        ("http://127.0.0.1:9", "Connection refused"), ("http://localhost:9", "Connection refused"),
        ("unix:/nowhere/at/all", "No such file or directory"),
    ])
    func aServerThatDoesNotAnswerIsSaidPlainly(_ address: String, _ reason: String) throws {
        let ended = try CommandLineTests.run(["list", "--server", address])
        #expect(ended.status == 4)
        let expected =
            "error: server-unreachable: The server at \(address) cannot be reached: \(reason). Is \"skein serve\" running "
            + "there? --server names another address, --database works without a server.\n"
        #expect(ended.errors == expected)
    }

    @Test(arguments: [
        "\"$0\" validate <(cat Examples/foundation_design/foundation_design.yaml)",
        "\"$0\" template render <(echo 'Hello {{name}}') --input <(echo '{\"name\": \"Ada\"}')",
        "echo '{\"a\": 1}' | \"$0\" expression eval 'a + 1' --input -",
    ])
    func pipesAreReadAsFilesAre(_ script: String) throws {
        let ended = try CommandLineTests.bash(script)
        #expect(ended.status == 0, "\(ended.errors)")
    }

    @Test(arguments: [
        (["validate", "none.yaml"], "The file 'none.yaml' is not there."),
        (["template", "render", "none.txt"], "The file 'none.txt' is not there."),
        (["import", "none.jsonl"], "The file 'none.jsonl' is not there."),
        (["validate", "Examples"], "'Examples' is a folder, not a file."),
    ])
    func aFileThatCannotBeReadIsNamed(_ arguments: [String], _ expected: String) throws {
        let ended = try CommandLineTests.run(arguments)
        #expect(ended.status == 2)
        #expect(ended.errors == "error: configuration-invalid: \(expected)\n")
    }

    @Test
    func aMissingNoteIsCalledAsTheOptionIs() async throws {
        try await Folder.with { folder in
            let database = ["--database", try DatabaseUnderTest.location(folder + "/skein.db")]
            #expect(try CommandLineTests.run(["publish", Self.pack] + database).status == 0)
            let changed = folder + "/changed.yaml"
            let text = try String(contentsOfFile: CommandLineTests.root + "/" + Self.pack, encoding: .utf8)
            try text.replacing("display_name:", with: "display_name: Other").write(
                toFile: changed,
                atomically: true,
                encoding: .utf8
            )
            let ended = try CommandLineTests.run(["publish", changed] + database)
            #expect(ended.status == 2)
            #expect(ended.errors == "error: change-note-missing: A change needs a note that says why: --note TEXT.\n")
        }
    }

    @Test(arguments: ["approve", "reject"])
    func evidenceThatIsNoHashIsRefusedByItsOption(_ verb: String) throws {
        let ended = try CommandLineTests.run([verb, UUID().uuidString, "--note", "x", "--evidence", "abc"])
        #expect(ended.status == 2)
        #expect(ended.errors.contains("--evidence takes a hash of 64 hexadecimal digits"))
    }

    @Test
    func allLogLevelsAreInTheHelp() throws {
        let help = try CommandLineTests.run(["serve", "--help"]).text
        for level in ["trace", "debug", "info", "notice", "warning", "error", "critical"] {
            #expect(help.contains(level))
        }
    }
}
