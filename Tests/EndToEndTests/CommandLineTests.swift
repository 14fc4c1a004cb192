// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The program as people use it.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct CommandLineTests {
    /// What `make run` does.
    @Test
    func theExampleIsShownAndTheServerStays() async throws {
        try await Folder.with { folder in
            let output = Pipe()
            let arguments = ["demo", "--serve", "--port", "0", "--database", folder + "/skein.db"]
            let process = try ChildProcess("skein", arguments, output: output)
            var text = ""
            while !text.contains("skein approvals\n") {
                let data = output.fileHandleForReading.availableData
                guard !data.isEmpty else { break }
                text += String(decoding: data, as: UTF8.self)
            }
            for part in [
                "step initial_design: completed", "DESIGN (IS 456:2000)", "2.45 x 2.45 m", "BILL OF QUANTITIES",
                "risk 0", "Serving on http://127.0.0.1:",
            ] {
                #expect(text.contains(part), "\(part) is missing in: \(text)")
            }
            #expect(process.terminate() == 0)
        }
    }

    @Test
    func theFourDemonstrationsRunToTheirEnd() throws {
        let (status, text) = try Self.run(["demo"])
        #expect(status == 0)
        for part in ["DEMO 1", "DEMO 2", "DEMO 3", "DEMO 4", "Now at version 2", "The record is whole"] {
            #expect(text.contains(part))
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
            let database = ["--database", folder + "/skein.db"]
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

    /// Runs the program to its end, in the root of the checkout.
    private static func run(_ arguments: [String]) throws -> (status: Int32, text: String) {
        let process = Process()
        process.executableURL = ChildProcess.products.appendingPathComponent("skein")
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
