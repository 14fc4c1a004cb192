// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinModel
import Testing

/// `skein test` as people use it.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct TestCommandTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func run(_ arguments: [String]) throws -> (status: Int32, text: String) {
        let ended = try CommandLineTests.run(["test"] + arguments)
        return (ended.status, ended.text)
    }

    @Test
    func theTestsOfTheExamplesPass() async throws {
        try await Folder.with { folder in
            let junit = folder + "/results.xml"
            let (status, text) = try Self.run(["Examples", "--min-coverage", "85", "--junit", junit])
            #expect(status == 0, "\(text)")
            #expect(text.contains("foundation_design.yaml: 19 of 19 ways (100 %)"))
            #expect(text.hasSuffix("28 tests: 28 passed\n"))
            let xml = try String(contentsOfFile: junit, encoding: .utf8)
            #expect(xml.contains(#"audit_test_cycle.test.yaml" name="is retried from where it failed"/>"#))
        }
    }

    @Test(arguments: ["foundation_design", "audit_test_cycle"])
    func theLintHasNothingToSayAboutTheExamples(_ name: String) throws {
        let file = "Examples/\(name)/\(name).yaml"
        let ended = try CommandLineTests.run(["lint", file])
        #expect(ended.status == 0)
        #expect(ended.text == "\(file): valid\n")
    }

    @Test(arguments: [
        ([], 0), (["nothing-there"], 2), (["Scripts"], 2), (["Examples", "--filter", "no such test"], 2),
        (["Examples", "--min-coverage", "101"], 2), (["Examples/audit_test_cycle", "--min-coverage", "100"], 1),
        (["Examples", "--filter", "engineer", "--verbose"], 0), (["README.md"], 1),
    ])
    func exitCodesSayWhatHappened(_ arguments: [String], _ expected: Int) throws {
        let (status, text) = try Self.run(arguments)
        #expect(status == Int32(expected), "\(text)")
    }

    /// The guide shows files and what the command says about them; it says just that.
    @Test
    func theGuideShowsWhatHappens() async throws {
        try await Folder.with { folder in
            let guide = try String(contentsOf: Self.root.appending(path: "Docs/guides/testing.md"), encoding: .utf8)
            let blocks = guide.split(separator: "\n```").map(String.init)
            var count = 0
            for block in blocks {
                let lines = block.split(separator: "\n", omittingEmptySubsequences: false)
                if lines[0] == "yaml", lines[1].hasPrefix("# "), lines[1].hasSuffix(".yaml") {
                    let name = lines[1].dropFirst(2)
                    let text = lines.dropFirst().joined(separator: "\n")
                    try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
                } else if lines[0] == "console", lines[1].hasSuffix(".yaml") || lines[1].hasSuffix("--no-coverage") {
                    guard lines.count > 4 else { continue }
                    let arguments = lines[1].split(separator: " ").dropFirst(3).map { argument in
                        argument.hasSuffix(".yaml") ? "\(folder)/\(argument)" : String(argument)
                    }
                    let text = try Self.run(arguments).text.replacing("\(folder)/", with: "")
                    #expect(text == lines.dropFirst(2).joined(separator: "\n") + "\n")
                    count += 1
                }
            }
            #expect(count == 3)
        }
    }

    @Test
    func whatIsWrongWithFilesIsSaidOnceWithItsPlace() async throws {
        try await Folder.with { folder in
            let files = [
                "a.test.yaml": "tests: [{name: x}]",
                "b.test.yaml": "definition: none.yaml\ntests: [{name: x}]",
                "c.yaml": "deliverable_type: c",
                "c.test.json": #"{"tests": [{"name": "x"}]}"#,
                "d.test.yaml": "definition: d\n  bad: [",
                ".hidden/e.test.yaml": "tests: []",
            ]
            try FileManager.default.createDirectory(atPath: folder + "/.hidden", withIntermediateDirectories: true)
            for (name, text) in files {
                try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
            }
            let (status, text) = try Self.run([folder, "--json"])
            #expect(status == 1)
            let reports = try JSONParser.parse(text)["files"]?.array ?? []
            let codes = reports.map { ($0["problems"]?.array ?? []).compactMap { $0["code"]?.string } }
            #expect(reports.count == 4)
            #expect(codes[0] == ["definition-missing"])
            #expect(codes[1] == ["file-not-found"])
            #expect(reports[1]["problems"]?[0]?["line"] == 1)
            #expect(codes[2].contains("field-missing"))
            #expect(reports[2]["problems"]?[0]?["file"]?.string?.hasSuffix("/c.yaml") == true)
            #expect(codes[3] == ["yaml-malformed"])
        }
    }
}
