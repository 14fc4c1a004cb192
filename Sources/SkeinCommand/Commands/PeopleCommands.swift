// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SkeinModel

struct Approvals: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List what waits for people; or show one approval with its evidence."
    )

    @Argument(help: "An approval's identifier.") var approval: String?
    @Option(help: "Only those with a status; pending without this.") var status = "pending"
    @Option(help: "How many, 1 to 500.") var limit: Int?
    @Option(help: "Where to go on, as the page before says.") var cursor: String?
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let json = self.connection.json
        if let id = self.approval {
            let value = try await self.connection.withClient {
                try await $0.get("/api/v1/approvals/\(id.urlEncoded)").value
            }
            return try Output.show(value, json: json) { JSONWriter.pretty($0) }
        }
        let path = Path("/api/v1/approvals").with("status", self.status)
            .with("limit", self.limit.map(String.init)).with("cursor", self.cursor).text
        let value = try await self.connection.withClient { try await $0.get(path).value }
        let headings = ["APPROVAL", "WORKFLOW", "RISK", "REQUESTED BY", "REQUESTED", "EXPIRES", "ROLES"]
        try Output.list(value, json: json, empty: "Nothing waits for approval.", headings) { item in
            [
                item.text("id"), "\(item.text("deliverable_type"))@\(item.text("version"))", item.text("risk_score"),
                item.text("requested_by"), item.text("requested_at"), item.text("expires_at"), item.text("roles"),
            ]
        }
    }
}

struct Approve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Approve a result that waits for people.")

    @Argument(help: "The approval's identifier.") var approval: String
    @Option(name: [.short, .customLong("note")], help: "What to record with the decision.") var note: String?
    @Option(help: "The hash of the evidence that you were shown.") var evidence: String?
    @OptionGroup var connection: ConnectionOptions

    func validate() throws { try Decision.check(evidence: self.evidence) }

    func run() async throws {
        try await Decision(approval: self.approval, verb: "approve", note: self.note, evidence: self.evidence)
            .send(self.connection)
    }
}

struct Reject: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Reject a result that waits for people.")

    @Argument(help: "The approval's identifier.") var approval: String
    @Option(name: [.short, .customLong("note")], help: "Why.") var note: String
    @Option(help: "The hash of the evidence that you were shown.") var evidence: String?
    @OptionGroup var connection: ConnectionOptions

    func validate() throws { try Decision.check(evidence: self.evidence) }

    func run() async throws {
        try await Decision(approval: self.approval, verb: "reject", note: self.note, evidence: self.evidence)
            .send(self.connection)
    }
}

private struct Decision {
    let approval: String
    let verb: String
    let note: String?
    let evidence: String?

    static func check(evidence: String?) throws {
        guard let evidence, ContentHash(evidence) == nil else { return }
        throw ValidationError("--evidence takes a hash of 64 hexadecimal digits, as `skein approvals ID` shows it.")
    }

    func send(_ connection: ConnectionOptions) async throws {
        var body = JSONObject()
        body["note"] = self.note.map { .string($0) }
        body["evidence_hash"] = self.evidence.map { .string($0) }
        let request = JSONValue.object(body)
        let path = "/api/v1/approvals/\(self.approval.urlEncoded)/\(self.verb)"
        let value = try await connection.withClient { try await $0.post(path, request).value }
        try Output.show(value, json: connection.json) { execution in
            let decisions = execution["approval"]?["decisions"]?.array?.count ?? 0
            let needed = execution.text("approval", "approvals_needed")
            return "Recorded. The execution is \(execution.text("status")) (\(decisions) of \(needed) decided)."
        }
    }
}

struct Audit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read the audit log, and check that the record is whole.",
        subcommands: [AuditVerify.self, AuditList.self],
        defaultSubcommand: AuditList.self
    )
}

struct AuditList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List who changed what, and when.")

    @Option(help: "The number of the last entry that you have.") var after = 0
    @Option(help: "How many, 1 to 1000.") var limit = 100
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let path = "/api/v1/audit?after=\(self.after)&limit=\(self.limit)"
        let value = try await self.connection.withClient { try await $0.get(path).value }
        let headings = ["#", "AT", "WHO", "WHAT", "ON", "DETAILS"]
        try Output.list(value, json: self.connection.json, empty: "The audit log is empty.", headings) { item in
            [
                item.text("sequence"), item.text("at"), item.text("actor"), item.text("action"), item.text("subject"),
                item.text("details"),
            ]
        }
    }
}

struct AuditVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check the hash chains of the audit log and of every execution.",
        discussion: "Ends with 1 and names the first broken link of each broken chain."
    )

    @Option(help: "Only this execution.") var execution: String?
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        let path = Path("/api/v1/audit/verification").with("execution", self.execution).text
        let value = try await self.connection.withClient { try await $0.get(path).value }
        try Output.show(value, json: self.connection.json, human: Self.text)
        if value["valid"]?.bool != true { throw Exit.failed }
    }

    /// What was checked, and the first broken link of each broken chain.
    static func text(_ report: JSONValue) -> String {
        let counts =
            "\(report.text("audit_entries")) audit entries, \(report.text("executions")) executions, "
            + "\(report.text("events")) events"
        let breaks = (report["breaks"]?.array ?? []).map { link in
            "broken: \(link.text("chain")) at \(link.text("sequence")): \(link.text("reason"))"
        }
        return (["Checked \(counts)."] + (breaks.isEmpty ? ["The record is whole."] : breaks)).joined(separator: "\n")
    }
}
