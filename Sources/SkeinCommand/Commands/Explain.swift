// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SkeinModel

struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say why an execution waits, why it went where it went, and where its output comes from."
    )

    @Argument(help: "The execution's identifier.") var execution: String
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let path = "/api/v1/executions/\(self.execution.urlEncoded)/explanation"
        let value = try await self.connection.withClient { try await $0.get(path).value }
        try Output.show(value, json: self.connection.json) { Self.text($0) }
    }

    private static func text(_ value: JSONValue) -> String {
        var lines = ["The execution is \(value.text("status"))."]
        lines += self.section("Waits for", value["waits"]) { wait in
            var line = "\(wait["path"]?.string ?? "the execution"): \(wait.text("why"))"
            line += " (since \(wait.text("since"))"
            if let until = wait["until"]?.string { line += ", until \(until)" }
            let people = (wait["who"]?.array ?? []).compactMap(\.string)
            return line + (people.isEmpty ? ")" : "; \(people.joined(separator: ", ")) can act)")
        }
        lines += self.section("Went this way", value["choices"]) { choice in
            let values = (choice["values"]?.object ?? [:]).map { "\($0.key) = \(JSONWriter.text($0.value))" }
            let expression = choice["expression"]?.string.map { " [\($0)]" } ?? ""
            return choice.text("why") + expression + (values.isEmpty ? "" : " where " + values.joined(separator: ", "))
        }
        lines += self.section("Output", value["output"]) { origin in
            let steps = (origin["steps"]?.array ?? []).map { step in
                let attempt = step["attempt"]?.int ?? 1
                return step.text("path") + (attempt > 1 ? " (attempt \(attempt))" : "")
            }
            let from = steps.isEmpty ? "the input or a constant" : steps.joined(separator: ", ")
            return "\(origin.text("member")) = \(origin.text("expression")), from \(from)"
        }
        return lines.joined(separator: "\n")
    }

    private static func section(
        _ title: String,
        _ items: JSONValue?,
        _ line: (JSONValue) -> String
    ) -> [String] {
        let items = items?.array ?? []
        return items.isEmpty ? [] : ["\(title):"] + items.map { "  " + line($0) }
    }
}
