// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinModel
import SkeinTestKit
import Testing

/// `skein erase`, and how long a server is told to keep executions.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct ErasureCommandTests {
    @Test
    func anExecutionIsErasedWithAReason() async throws {
        try await Folder.with { folder in
            let database = ["--database", folder + "/skein.db"]
            let document: JSONValue = [
                "deliverable_type": "greeting", "display_name": "Greeting", "discipline": "test", "retention": "90d",
                "input_schema": ["type": "object"],
                "workflow_steps": [["step_name": "greet", "type": "transform", "set": ["text": "Hello"]]],
            ]
            let file = folder + "/greeting.json"
            try JSONWriter.text(document).write(toFile: file, atomically: true, encoding: .utf8)
            #expect(try CommandLineTests.run(["publish", file, "--note", "First"] + database).status == 0)
            let run = try CommandLineTests.run(["execute", "greeting", "--json"] + database)
            let id = try #require(try JSONParser.parse(run.text)["id"]?.string)
            #expect(try CommandLineTests.run(["erase", id] + database).status == 2)
            let erased = try CommandLineTests.run(["erase", id, "-n", "Asked to, by a customer"] + database)
            #expect(erased.status == 0)
            #expect(erased.text == "Erased \(id) of greeting version 1.\n")
            #expect(try CommandLineTests.run(["executions", id] + database).status == 3)
            #expect(try CommandLineTests.run(["erase", id, "-n", "Again"] + database).status == 3)
            #expect(try CommandLineTests.run(["audit", "verify"] + database).status == 0)
            #expect(try CommandLineTests.run(["audit"] + database).text.contains("execution.erased"))
        }
    }

    @Test(arguments: ["forever", "0s", "-1d", "90"])
    func aRetentionThatIsNoLengthOfTimeKeepsTheServerFromStarting(_ text: String) async throws {
        try await Folder.with { folder in
            let database = ["--database", folder + "/skein.db", "--port", "0"]
            let run = try CommandLineTests.run(["serve", "--retention=\(text)"] + database)
            #expect(run.status == 2)
        }
    }
}
