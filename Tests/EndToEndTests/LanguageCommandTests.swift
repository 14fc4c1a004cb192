// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinModel
import Testing

/// The languages on the command line.
@Suite(.timeLimit(.minutes(1)))
struct LanguageCommandTests {
    /// Requests and the answers to them, line by line.
    @Test(arguments: [
        (
            ["expression", "eval"],
            [#"{"expression":"n + 1","input":{"n":2}}"#, "no JSON", #"{"expression":"1 +"}"#],
            ["value", "error", "error"]
        ),
        (
            ["template", "render"],
            [
                #"{"id":"x","kind":"template.render","template":"{{a}}","input":{"a":"ä"}}"#,
                #"{"template":"{{#a}}"}"#,
            ],
            ["output", "error"]
        ),
        (["template", "explain"], [#"{"template":"{{a}}","input":{"a":1}}"#], ["substitutions"]),
        (
            ["schema", "validate"], [#"{"schema":{"type":"null"}}"#, #"{"schema":{"type":"nil"}}"#], ["valid", "error"]
        ),
    ])
    func aFilterAnswersLineByLine(_ command: [String], _ requests: [String], _ members: [String]) async throws {
        try await Folder.with { folder in
            let path = folder + "/requests"
            try Data(requests.map { $0 + "\n" }.joined().utf8).write(to: URL(fileURLWithPath: path))
            let input = try #require(FileHandle(forReadingAtPath: path))
            let output = Pipe()
            let process = try ChildProcess("skein", command + ["--stdio"], input: input, output: output)
            let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            #expect(process.wait() == 0)
            let answers = try text.split(separator: "\n").map { try JSONParser.parse(String($0)) }
            #expect(answers.count == requests.count)
            for (answer, member) in zip(answers, members) { #expect(answer[member] != nil, "\(answer)") }
        }
    }

    @Test
    func filesAreTakenAndPrinted() async throws {
        try await Folder.with { folder in
            func file(_ name: String, _ text: String) throws -> String {
                let path = folder + "/" + name
                try Data(text.utf8).write(to: URL(fileURLWithPath: path))
                return path
            }
            let order = try file("order.json", #"{"order":{"total":60,"name":"Ada"}}"#)
            let letter = try file("letter.hbs", "Dear {{order.name}}, that is {{order.total}}.")
            let schema = try file("schema.yaml", "properties: {order: {properties: {total: {maximum: 50}}}}")
            let value = try CommandLineTests.run(["expression", "eval", "$order.total * 2 > 100", "--input", order])
            #expect(value.status == 0)
            #expect(value.text == "true\n")
            let text = try CommandLineTests.run(["template", "render", letter, "--input", order])
            #expect(text.text == "Dear Ada, that is 60.")
            let broken = try CommandLineTests.run(["template", "render", letter])
            #expect(broken.status == 1)
            #expect(broken.text.contains("path-absent"))
            let checked = try CommandLineTests.run(["schema", "validate", schema, "--data", order])
            #expect(checked.status == 1)
            #expect(checked.text.contains("\"/order/total\""))
        }
    }
}
