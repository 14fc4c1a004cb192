// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import SkeinModel
import Testing

/// `DELETE /executions/{id}`, and what is left then.
@Suite(.timeLimit(.minutes(1)))
struct ErasureRouteTests {
    private static let run = "/workflows/doubling/execute?wait=30s"

    @Test
    func anEndedExecutionIsErasedAndAllItsRoutesSaySo() async throws {
        try await APIHarness.with { api in
            _ = try await api.post("/workflows", APIHarness.document())
            let id = try #require(try await api.post(Self.run, ["input": ["n": 1]]).body["id"]?.string)
            let path = "/api/v1/executions/\(id)"
            #expect(try await api.send(.delete, path).status == 400)
            let erased = try await api.send(.delete, path + "?note=Asked%20to", ["Skein-User": "ida"])
            #expect(erased.status == 200)
            #expect(erased.body["subject"]?.string == "execution/\(id)")
            #expect(erased.body["details"]?["note"] == "Asked to")
            for route in ["", "?wait=1s", "/events", "/steps", "/explanation"] {
                let gone = try await api.get("/executions/\(id)\(route)")
                #expect(gone.status == 410, "\(route)")
                #expect(gone.body["code"] == "execution-erased")
                let detail = try #require(gone.body["detail"]?.string)
                #expect(detail.contains("by ida"))
                #expect(detail.contains(erased.body["at"]?.string ?? "nothing"))
            }
            #expect(try await api.get("/audit/verification?execution=\(id)").status == 410)
            #expect(try await api.post("/executions/\(id)/pause", [:]).status == 410)
            #expect(try await api.send(.delete, path + "?note=Again").status == 410)
            #expect(try await api.get("/executions").body["items"]?.array?.isEmpty == true)
            #expect(try await api.get("/audit/verification").body["valid"] == true)
        }
    }

    @Test
    func whatIsOpenOrWasNeverThereIsNotErased() async throws {
        try await APIHarness.with { api in
            _ = try await api.post("/workflows", APIHarness.document())
            let waiting = try await api.post(Self.run, ["input": ["n": 95]])
            #expect(waiting.body["status"] == "awaiting_approval")
            let id = try #require(waiting.body["id"]?.string)
            let refused = try await api.send(.delete, "/api/v1/executions/\(id)?note=Asked")
            #expect(refused.status == 409)
            #expect(refused.body["code"] == "execution-state")
            let other = "/api/v1/executions/019b76da-a800-7000-8000-000000000001?note=Asked"
            #expect(try await api.send(.delete, other).status == 404)
        }
    }
}
