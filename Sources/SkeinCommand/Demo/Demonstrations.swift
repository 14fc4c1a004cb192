// SPDX-License-Identifier: Apache-2.0

import FoundationPack
import SkeinModel
import SkeinYAML

/// The four demonstrations: definitions, executing them, references, statistics and audit.
struct Demonstrations: Sendable {
    let client: Client

    private static let key = "demo_foundation_design"

    func run() async throws {
        try Self.banner("SKEIN: CONFIGURATION OVER CODE", "Workflows are data: changed without deploying anything")
        let document = try self.document()
        try await self.definitions(document)
        try await self.execution()
        try self.references()
        try await self.statistics()
        try Console.out()
        try Console.out("\u{2705} Done. `skein --help` lists the commands; `make run` keeps a server running.")
    }

    private func document() throws -> JSONValue {
        let document = try YAMLReader.read(FoundationDocuments.definition).value
        return document.replacing("deliverable_type", with: .string(Self.key))
    }

    private func definitions(_ document: JSONValue) async throws {
        try Self.title(1, "Definitions: create, read, list, update, history")
        try Console.out("1\u{FE0F}\u{20E3}  Creating a workflow definition ...")
        let body: JSONValue = ["definition": document, "change_description": "First edition"]
        let created = try await self.client.post("/api/v1/workflows", body).value
        try Console.out("   \u{2705} Stored: \(created.text("deliverable_type")), id \(created.text("definition_id"))")
        try Console.out(
            "      version \(created.text("version")), content hash \(created.text("content_hash").prefix(12))"
        )

        try Console.out("2\u{FE0F}\u{20E3}  Reading it from the database ...")
        let stored = try await self.client.get("/api/v1/workflows/\(Self.key)").value
        let steps = stored["document"]?["workflow_steps"]?.array?.count ?? 0
        try Console.out("   \u{2705} \(stored.text("display_name")): \(steps) steps, \(stored.text("status"))")

        try Console.out("3\u{FE0F}\u{20E3}  Listing the active definitions of civil engineering ...")
        let list = try await self.client.get("/api/v1/workflows?discipline=civil&status=active").value
        for item in list["items"]?.array ?? [] {
            try Console.out("   \u{2022} \(item.text("deliverable_type")) version \(item.text("version"))")
        }

        try Console.out("4\u{FE0F}\u{20E3}  Lowering the auto-approve threshold, without deploying code ...")
        let change: JSONValue = [
            "change_description": "Lowered the auto-approve threshold",
            "changes": ["risk_config": ["auto_approve_threshold": 0.2]],
        ]
        let updated = try await self.client.put("/api/v1/workflows/\(Self.key)", change, ifMatch: "\"1\"").value
        try Console.out("   \u{2705} Now at version \(updated.text("version"))")
        try Console.out(
            Self.indented(DifferenceText.make(try await self.client.get("/api/v1/workflows/\(Self.key)/diff").value))
        )

        try Console.out("5\u{FE0F}\u{20E3}  Its history ...")
        for version in try await self.client.get("/api/v1/workflows/\(Self.key)/versions").value["items"]?.array ?? [] {
            try Console.out("   \u{2022} version \(version.text("version")): \(version.text("change_description"))")
        }
    }

    private func execution() async throws {
        try Self.title(2, "Executing a definition that stands in the database")
        let input = try JSONParser.parse(FoundationDocuments.input)
        try Console.out("Input: \(JSONWriter.text(input))")
        let path = "/api/v1/workflows/\(Self.key)/execute"
        let started = try await self.client.acting(as: "engineer123").post(path, ["input": input]).value
        let execution = try await Progress(client: self.client, isQuiet: false).follow(started)
        try Console.out()
        try Console.out(FoundationReport.make(execution))

        try Console.out()
        try Console.out("The same on an input whose risk needs a person:")
        let risky = try JSONParser.parse(FoundationDocuments.highRiskInput)
        let second = try await self.client.acting(as: "engineer123").post(path, ["input": risky]).value
        let waiting = try await Progress(client: self.client, isQuiet: false).follow(second)
        guard waiting.text("status") == "awaiting_approval" else { return }
        try Console.out("A chief engineer looks at the evidence and approves ...")
        let approve = "/api/v1/approvals/\(waiting.text("approval", "id"))/approve"
        let approver = self.client.acting(as: "chief", roles: ["engineer", "chief_engineer", "approver"])
        let decided = try await approver.post(approve, ["note": "Checked by hand"]).value
        try Console.out("   \u{2705} The execution is \(decided.text("status")).")
    }

    private func references() throws {
        try Self.title(3, "References: how values flow from step to step")
        var table = Table("SYNTAX", "MEANS", "EXAMPLE")
        table.add("$input.field", "what the execution was started with", "$input.axial_load_dead")
        table.add("$stepN.variable", "the output of step N", "$step1.initial_design_data")
        table.add("$stepN.variable.path", "a part of it", "$step1.initial_design_data.overall_depth")
        table.add("$variable.path", "the same, by the variable's name", "$final_design_data.pressure")
        table.add("$context.key", "who, when, which execution", "$context.user_id")
        table.add("= expression", "a computed value", "= $input.axial_load_dead + $input.axial_load_live")
        table.add("text with {{ }}", "a text with values in it", "Pressure {{final_design_data.pressure}}")
        try Console.out(table.text)
        try Console.out()
        try Console.out(
            "A reference that cannot work is refused when the definition is stored, with its place and a hint."
        )
    }

    private func statistics() async throws {
        try Self.title(4, "Statistics and audit")
        try Console.out(
            StatisticsText.make(try await self.client.get("/api/v1/workflows/\(Self.key)/statistics").value)
        )
        try Console.out()
        for entry in try await self.client.get("/api/v1/audit").value["items"]?.array ?? [] {
            try Console.out("   \u{2022} \(entry.text("actor")): \(entry.text("action")) on \(entry.text("subject"))")
        }
        let report = try await self.client.get("/api/v1/audit/verification").value
        let verdict = report["valid"]?.bool == true ? "\u{2705} The record is whole" : "\u{274C} The record is damaged"
        try Console.out(
            "   \(verdict): \(report.text("events")) events, \(report.text("audit_entries")) audit entries checked."
        )
    }

    private static func banner(_ title: String, _ subtitle: String) throws {
        let width = 66
        try Console.out("\u{2554}" + String(repeating: "\u{2550}", count: width) + "\u{2557}")
        for line in ["", title, subtitle, ""] {
            let left = (width - line.count) / 2
            let right = width - line.count - left
            try Console.out(
                "\u{2551}" + String(repeating: " ", count: left) + line + String(repeating: " ", count: right)
                    + "\u{2551}"
            )
        }
        try Console.out("\u{255A}" + String(repeating: "\u{2550}", count: width) + "\u{255D}")
    }

    private static func title(_ number: Int, _ text: String) throws {
        try Console.out()
        try Console.out(String(repeating: "=", count: 70))
        try Console.out("  DEMO \(number): \(text)")
        try Console.out(String(repeating: "=", count: 70))
    }

    private static func indented(_ text: String) -> String {
        text.split(separator: "\n").map { "      \($0)" }.joined(separator: "\n")
    }
}

extension JSONValue {
    /// The object with one member replaced.
    fileprivate func replacing(_ key: String, with value: JSONValue) -> JSONValue {
        guard case .object(var object) = self else { return self }
        object[key] = value
        return .object(object)
    }
}
