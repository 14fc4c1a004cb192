// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import SkeinModel
import SkeinStorage
import Testing

@Suite(.timeLimit(.minutes(1)))
struct RouteTests {
    private static let run = "/workflows/doubling/execute"

    @Test
    func definitionsAreCreatedReadChangedListedAndTakenOutOfUse() async throws {
        try await APIHarness.with { api in
            let created = try await api.post("/workflows", APIHarness.document(), ["Skein-User": "asha"])
            #expect(created.status == 201)
            #expect(created["Location"] == "/api/v1/workflows/doubling")
            #expect(created["ETag"] == "\"1\"")
            #expect(created.body["created_by"] == "asha")
            let shown = try await api.get("/workflows/doubling")
            #expect(shown.body["document"] == APIHarness.document())
            #expect(try await api.get("/workflows/doubling", ["If-None-Match": "\"1\""]).status == 304)
            let change: JSONValue = ["changes": ["tags": ["beta"]], "change_description": "Why"]
            let changed = try await api.put("/workflows/doubling", change, ["If-Match": "\"1\""])
            #expect(changed.status == 200)
            #expect(changed["ETag"] == "\"2\"")
            let versions = try await api.get("/workflows/doubling/versions")
            #expect(versions.body["items"]?.array?.compactMap { $0["version"]?.int } == [2, 1])
            let back = try await api.post("/workflows/doubling/rollback", ["version": 1])
            #expect(back.status == 201)
            #expect(back.body["content_hash"] == created.body["content_hash"])
            #expect(try await api.get("/workflows?tags=alpha").body["items"]?.array?.count == 1)
            #expect(try await api.get("/workflows/doubling/diff?from=1&to=2").status == 200)
            let gone = try await api.send(.delete, "/api/v1/workflows/doubling")
            #expect(gone.body["status"] == "deprecated")
            #expect(try await api.post(Self.run, ["input": ["n": 1]]).status == 409)
            #expect(try await api.get("/audit/verification").body["valid"] == true)
        }
    }

    @Test
    func executionsStartRepeatWaitAndAreRead() async throws {
        try await APIHarness.with { api in
            _ = try await api.post("/workflows", APIHarness.document())
            let started = try await api.post(Self.run, ["input": ["n": 1]], ["Idempotency-Key": "k"])
            #expect(started.status == 202)
            let id = try #require(started.body["id"]?.string)
            #expect(started["Location"] == "/api/v1/executions/\(id)")
            let again = try await api.post(Self.run, ["input": ["n": 1]], ["Idempotency-Key": "k"])
            #expect(again["Idempotency-Replayed"] == "true")
            #expect(again.body["id"]?.string == id)
            let waited = try await api.post(Self.run + "?wait=30s", ["input": ["n": 3]])
            #expect(waited.status == 200)
            #expect(waited.body["output"] == ["value": 6])
            #expect(try await api.get("/executions/\(id)?wait=30s").body["status"] == "completed")
            let events = try await api.get("/executions/\(id)/events")
            #expect(events.body["items"]?[0]?["kind"] == "execution_started")
            let first = try await api.get("/executions?limit=1&workflow=doubling")
            let cursor = try #require(first.body["next_cursor"]?.string)
            let second = try await api.get("/executions?limit=1&workflow=doubling&cursor=\(cursor)")
            #expect(second.body["items"]?[0]?["id"]?.string == id)
            #expect(second.body["next_cursor"] == .null)
            #expect(try await api.get("/workflows/doubling/statistics").body["total_executions"] == 2)
        }
    }

    @Test(arguments: [("approve", "completed"), ("reject", "rejected")])
    func approvalsAreListedShownAndDecided(_ decision: String, _ status: String) async throws {
        try await APIHarness.with { api in
            _ = try await api.post("/workflows", APIHarness.document())
            let waiting = try await api.post(Self.run + "?wait=30s", ["input": ["n": 95]], ["Skein-User": "asha"])
            #expect(waiting.status == 200)
            #expect(waiting.body["status"] == "awaiting_approval")
            let listed = try await api.get("/approvals?status=pending")
            let id = try #require(listed.body["items"]?[0]?["id"]?.string)
            let shown = try await api.get("/approvals/\(id)")
            #expect(shown.body["evidence"]?["output"] == ["value": 190])
            let path = "/approvals/\(id)/\(decision)"
            #expect(try await api.post(path, ["note": "Mine"], ["Skein-User": "asha"]).status == 403)
            #expect(
                try await api.post(
                    path,
                    ["note": "?"],
                    ["Skein-User": "ben", "If-Match": "\"\(String(repeating: "0", count: 64))\""]
                ).status == 412
            )
            let done = try await api.post(
                path,
                ["note": "Seen"],
                ["Skein-User": "ben", "If-Match": shown["ETag"] ?? ""]
            )
            #expect(done.status == 200)
            #expect(done.body["status"]?.string == status)
            #expect(try await api.post(path, ["note": "Again"], ["Skein-User": "cleo"]).status == 409)
        }
    }

    @Test(arguments: [
        "/health", "/ready", "/", "/api/v1/functions", "/api/v1/doctor", "/api/v1/nodes", "/api/v1/audit",
    ])
    func theServerSaysWhatItIs(_ path: String) async throws {
        try await APIHarness.with { api in
            let answer = try await api.send(.get, path)
            #expect(answer.status == 200)
            #expect(answer.body.object?.isEmpty == false)
        }
    }

    @Test
    func aNodeThatOnlyWorksSaysSo() async throws {
        try await APIHarness.with(roles: [.engine]) { api in
            let health = try await api.send(.get, "/health")
            #expect(health.status == 200)
            let answer = try await api.send(.get, "/api/v1/executions")
            #expect(answer.status == 404)
            #expect(answer.body["detail"]?.string?.contains("role api") == true)
        }
    }

    @Test
    func problemsInYAMLSayTheirLine() async throws {
        try await APIHarness.with { api in
            let text = "deliverable_type: x\ndisplay_name: X\ncolour: red\n"
            let headers = ["Content-Type": "application/yaml"]
            let answer = try await api.send(.post, "/api/v1/workflows", headers, bytes: Array(text.utf8))
            #expect(answer.status == 422)
            let problem = try #require(answer.body["errors"]?.array?.first { $0["pointer"] == "/colour" })
            #expect(problem["line"] == 3)
        }
    }
}
