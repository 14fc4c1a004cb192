// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import SkeinModel
import SkeinTestKit
import Synchronization
import Testing

/// `skein backup`, as people use it.
@Suite(.enabled(if: !DatabaseUnderTest.isPostgres), .serialized, .timeLimit(.minutes(3)))
struct BackupTests {
    private static let definition: JSONValue = [
        "deliverable_type": "record", "display_name": "Record", "discipline": "test", "status": "active",
        "input_schema": ["type": "object"], "output": "$done",
        "workflow_steps": [
            [
                "step_name": "done", "function_to_call": "ledger.record", "input_mapping": ["n": "$input.n"],
                "output_variable": "done",
            ]
        ],
    ]

    @Test
    func aServerIsBackedUpWhileItWorksAndTheCopyHasAllThatWasAcknowledged() async throws {
        try await Folder.with { folder in
            let server = try ServerUnderTest.start(database: folder + "/skein.db", ledger: folder + "/ledger")
            defer { server.process.kill() }
            let copy = folder + "/copy.db"
            let (before, after) = try await Self.whileStarting(on: server.address) { started in
                // Some executions before it, and more while it runs.
                while started().count < 20 { await Task.yield() }
                let before = started()
                let run = try CommandLineTests.run(["backup", copy, "--database", folder + "/skein.db"])
                #expect(run.status == 0)
                #expect(run.text.contains("The record is whole."), "\(run.text)")
                let count = started().count
                while started().count < count + 5 { await Task.yield() }
                return (before, started())
            }
            let kept = try await Self.executions(in: copy, ledger: folder + "/other")
            #expect(kept.isSuperset(of: before))
            #expect(!kept.isSuperset(of: after))
            #expect(try CommandLineTests.run(["audit", "verify", "--database", copy]).status == 0)
            #expect(try CommandLineTests.run(["backup", copy, "--database", folder + "/skein.db"]).status == 2)
        }
    }

    @Test
    func aBrokenChainIsNamedAndTheCopyIsKept() async throws {
        try await Folder.with { folder in
            let database = ["--database", folder + "/skein.db"]
            let file = "Examples/foundation_design/foundation_design.yaml"
            #expect(try CommandLineTests.run(["publish", file, "--note", "First"] + database).status == 0)
            try DatabaseUnderTest.shell("UPDATE audit_log SET actor = 'mallory'", on: folder + "/skein.db")
            let run = try CommandLineTests.run(["backup", folder + "/copy.db", "--json"] + database)
            #expect(run.status == 1)
            let report = try JSONParser.parse(run.text)
            #expect(report["breaks"]?.array?.first?["chain"] == "audit")
            #expect(try CommandLineTests.run(["list", "--database", folder + "/copy.db"]).status == 0)
        }
    }

    @Test(arguments: ["postgres://nobody@127.0.0.1:9/nothing", "there-is-no-such-file.db"])
    func whatCannotBeBackedUpIsSaid(_ database: String) async throws {
        try await Folder.with { folder in
            let run = try CommandLineTests.run(["backup", folder + "/copy.db", "--database", database])
            #expect(run.status == (database.hasPrefix("postgres") ? 2 : 1))
        }
    }

    /// The executions that a server finds in a database.
    private static func executions(in database: String, ledger: String) async throws -> Set<String> {
        let server = try ServerUnderTest.start(database: database, ledger: ledger)
        defer { server.process.kill() }
        let client = HTTPClient()
        let items = try await HTTP(client: client, address: server.address).all("/api/v1/executions")
        try await client.shutdown()
        return Set(items.compactMap { $0["id"]?.string })
    }

    /// Runs `body`, which gets what tells the acknowledged executions so far, while they are started one after the other.
    private static func whileStarting<Value: Sendable>(
        on address: String,
        _ body: @Sendable (@Sendable () -> [String]) async throws -> Value
    ) async throws -> Value {
        let client = HTTPClient()
        let http = HTTP(client: client, address: address)
        let started = Started()
        let stored = try await http.send("POST", "/api/v1/workflows", self.definition)
        #expect(stored.status == 201, "\(stored.body)")
        let value = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while !Task.isCancelled {
                    let input: JSONValue = ["input": ["n": .int(Int64(started.all.count))]]
                    let answer = try? await http.send("POST", "/api/v1/workflows/record/execute", input)
                    if let id = answer?.body["id"]?.string { started.add(id) }
                }
            }
            defer { group.cancelAll() }
            return try await body { started.all }
        }
        try await client.shutdown()
        return value
    }
}

/// The executions that a server has acknowledged.
private final class Started: Sendable {
    private let ids = Mutex<[String]>([])

    var all: [String] { self.ids.withLock { $0 } }

    func add(_ id: String) { self.ids.withLock { $0.append(id) } }
}
