// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import SkeinModel
import Testing

/// What people, operators and other systems do with executions, over HTTP.
@Suite(.timeLimit(.minutes(1)))
struct PeopleAndControlTests {
    private static func start(_ api: APIHarness, _ steps: JSONValue...) async throws -> String {
        let created = try await api.post(
            "/workflows",
            [
                "deliverable_type": "flow", "display_name": "Flow", "discipline": "test",
                "input_schema": ["type": "object"], "workflow_steps": .array(steps),
            ]
        )
        #expect(created.status == 201, "\(created.body)")
        let started = try await api.post("/workflows/flow/execute", ["input": [:]])
        return try #require(started.body["id"]?.string)
    }

    @Test
    func aTaskIsListedShownClaimedAndCompleted() async throws {
        try await APIHarness.with { api in
            let form: JSONValue = ["type": "object", "required": ["file"], "properties": ["file": ["type": "string"]]]
            let id = try await Self.start(
                api,
                [
                    "step_name": "ask", "type": "human", "output_variable": "ask",
                    "task": ["title": "Upload", "instructions": "One file", "roles": ["owner"], "form": form],
                ]
            )
            let list = try await api.get("/human-tasks?status=open&role=owner&execution=\(id)")
            let task = try #require(list.body["items"]?[0]?["id"]?.string)
            #expect(try await api.get("/human-tasks?role=guest").body["items"]?.array?.isEmpty == true)
            let shown = try await api.get("/human-tasks/\(task)")
            #expect(shown.body["form"] == form)
            #expect(shown.body["instructions"] == "One file")
            let eve = ["Skein-User": "eve", "Skein-Roles": "owner"]
            let refused = try await api.post("/human-tasks/\(task)/claim", [:], ["Skein-User": "bob"])
            #expect(refused.status == 403)
            #expect(refused.body["code"] == "task-forbidden")
            #expect(try await api.post("/human-tasks/\(task)/claim", [:], eve).status == 200)
            #expect(try await api.get("/human-tasks?person=eve").body["items"]?.array?.count == 1)
            let wrong = try await api.post("/human-tasks/\(task)/complete", ["data": ["file": 7]], eve)
            #expect(wrong.status == 422)
            #expect(wrong.body["errors"]?[0]?["pointer"] == "/file")
            let done = try await api.post("/human-tasks/\(task)/complete", ["data": ["file": "a.pdf"]], eve)
            #expect(done.body["status"] == "completed")
            #expect(done.body["output"]?["ask"] == ["completed_by": "eve", "data": ["file": "a.pdf"]])
            #expect(try await api.post("/human-tasks/\(task)/complete", [:], eve).status == 409)
            let audit = try await api.get("/audit?limit=100").body["items"]?.array ?? []
            #expect(audit.contains { $0["action"] == "task.completed" && $0["actor"] == "eve" })
        }
    }

    @Test
    func aSignalWakesTheExecutionThatWaitsForIt() async throws {
        try await APIHarness.with { api in
            let id = try await Self.start(
                api,
                ["step_name": "paid", "type": "wait", "signal": ["name": "paid"], "output_variable": "paid"]
            )
            #expect(try await api.post("/executions/\(id)/signals", ["payload": 1]).status == 400)
            let other = try await api.post("/executions/\(id)/signals", ["name": "other", "payload": 1])
            #expect(other.body["status"] == "waiting")
            let paid = try await api.post("/executions/\(id)/signals", ["name": "paid", "payload": ["sum": 3]])
            #expect(paid.body["status"] == "completed")
            #expect(paid.body["output"] == ["paid": ["sum": 3]])
            let late = try await api.post("/executions/\(id)/signals", ["name": "paid"])
            #expect(late.status == 409)
            #expect(late.body["code"] == "execution-ended")
        }
    }

    @Test
    func operatorsHoldSkipAndEndExecutions() async throws {
        try await APIHarness.with { api in
            let id = try await Self.start(
                api,
                ["step_name": "nap", "type": "wait", "for": "1h"],
                ["step_name": "paid", "type": "wait", "signal": ["name": "paid"]]
            )
            let ops = ["Skein-User": "ops"]
            #expect(try await api.post("/executions/\(id)/pause", ["note": "why"], ops).body["status"] == "paused")
            #expect(try await api.post("/executions/\(id)/pause", [:], ops).status == 409)
            #expect(try await api.post("/executions/\(id)/resume", [:], ops).body["status"] == "waiting")
            #expect(try await api.post("/executions/\(id)/skip", [:], ops).status == 400)
            #expect(try await api.post("/executions/\(id)/skip", ["path": "no"], ops).status == 404)
            let skipped = try await api.post("/executions/\(id)/skip", ["path": "nap"], ops)
            #expect(skipped.body["steps"]?[0]?["status"] == "skipped")
            let steps = try await api.get("/executions/\(id)/steps?limit=1")
            #expect(steps.body["items"]?[0]?["path"] == "nap")
            #expect(steps.body["next"] == "nap")
            let rest = try await api.get("/executions/\(id)/steps?after=nap")
            #expect(rest.body["items"]?[0]?["status"] == "waiting")
            let cancelled = try await api.post("/executions/\(id)/cancel", ["note": "not needed"], ops)
            #expect(cancelled.body["status"] == "cancelled")
            #expect(try await api.post("/executions/\(id)/retry", [:], ops).status == 409)
            let audit = try await api.get("/audit?limit=100").body["items"]?.array ?? []
            let actions = audit.filter { $0["actor"] == "ops" }.compactMap { $0["action"]?.string }
            #expect(actions == ["execution.pause", "execution.resume", "execution.skip", "execution.cancel"])
            #expect(try await api.get("/audit/verification").body["valid"] == true)
            #expect(try await api.get("/doctor").body["healthy"] == true)
        }
    }
}
