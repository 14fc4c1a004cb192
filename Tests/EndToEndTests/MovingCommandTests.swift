// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinModel
import SkeinTestKit
import Testing

/// `skein export` and `skein import`, as people use them.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct MovingCommandTests {
    private static let file = "Examples/foundation_design/foundation_design.yaml"

    /// Runs `body` with a folder whose `skein.db` has a definition.
    private static func with(_ body: (String, [String]) throws -> Void) async throws {
        try await Folder.with { folder in
            let database = ["--database", folder + "/skein.db"]
            #expect(try CommandLineTests.run(["publish", Self.file, "--note", "First"] + database).status == 0)
            try body(folder, database)
        }
    }

    @Test
    func aServersDatabaseIsExportedWhileItServesAndImported() async throws {
        try await Folder.with { folder in
            let server = try ServerUnderTest.start(database: folder + "/skein.db", ledger: folder + "/ledger")
            defer { server.process.kill() }
            let export = folder + "/skein.jsonl"
            let document: JSONValue = [
                "deliverable_type": "cooling", "display_name": "Cooling", "discipline": "test",
                "input_schema": ["type": "object"],
                "workflow_steps": [["step_name": "cool", "type": "wait", "for": "1h"]],
            ]
            let file = folder + "/cooling.json"
            try JSONWriter.text(document).write(toFile: file, atomically: true, encoding: .utf8)
            let connection = ["--server", server.address]
            #expect(try CommandLineTests.run(["publish", file, "--note", "First"] + connection).status == 0)
            #expect(try CommandLineTests.run(["execute", "cooling", "--wait", "0s"] + connection).status == 0)
            #expect(try CommandLineTests.run(["export", export, "--database", folder + "/skein.db"]).status == 0)
            let copy = ["--database", folder + "/copy.db"]
            #expect(try CommandLineTests.run(["import", export] + copy).status == 0)
            #expect(try CommandLineTests.run(["audit", "verify"] + copy).status == 0)
            let waiting = try CommandLineTests.run(["executions", "--status", "waiting", "--json"] + copy).text
            #expect(try JSONParser.parse(waiting)["items"]?.array?.count == 1)
            // Once is enough.
            #expect(try CommandLineTests.run(["import", export] + copy).status == 3)
        }
    }

    @Test
    func standardOutputHasTheExportAndNothingElse() async throws {
        try await Self.with { folder, database in
            let run = try CommandLineTests.run(["export", "-"] + database)
            #expect(run.status == 0)
            let lines = run.text.split(separator: "\n")
            #expect(try JSONParser.parse(String(lines[0]))["format"] == "skein-export")
            #expect(try JSONParser.parse(String(lines[lines.count - 1]))["kind"] == "end")
        }
    }

    @Test
    func aFileThatIsThereStaysAndAFailedExportLeavesNone() async throws {
        try await Self.with { folder, database in
            let export = folder + "/skein.jsonl"
            try "precious".write(toFile: export, atomically: true, encoding: .utf8)
            #expect(try CommandLineTests.run(["export", export] + database).status == 2)
            #expect(try String(contentsOfFile: export, encoding: .utf8) == "precious")
            let missing = ["--database", folder + "/nothing.db"]
            #expect(try CommandLineTests.run(["export", folder + "/none.jsonl"] + missing).status == 1)
            let files = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(!files.contains { $0.hasPrefix("none") || $0.hasPrefix("nothing") })
        }
    }

    @Test
    func aDamagedFileIsRefusedAndTheDatabaseStaysEmpty() async throws {
        try await Self.with { folder, database in
            let export = folder + "/skein.jsonl"
            #expect(try CommandLineTests.run(["export", export] + database).status == 0)
            let text = try String(contentsOfFile: export, encoding: .utf8)
            try text.replacing("First", with: "Third").write(toFile: export, atomically: true, encoding: .utf8)
            let copy = ["--database", folder + "/copy.db"]
            #expect(try CommandLineTests.run(["import", export] + copy).status == 1)
            try text.write(toFile: export, atomically: true, encoding: .utf8)
            #expect(try CommandLineTests.run(["import", export] + copy).status == 0)
        }
    }
}
