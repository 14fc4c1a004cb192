// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import SkeinEngine
import SkeinModel
import SkeinStorage

/// `/`, `/health`, `/ready` and what the server can do.
struct SystemRoutes {
    let engine: Engine
    let readiness: Readiness
    let version: String

    func add(to router: Router<APIContext>) {
        router.get("/", use: self.index)
        router.get("health", use: self.health)
        router.get("ready", use: self.ready)
        router.get("api/v1/functions", use: self.functions)
        router.get("api/v1/doctor", use: self.doctor)
        router.get("api/v1/nodes", use: self.nodes)
    }

    @Sendable
    func index(_ request: Request, _ context: APIContext) async throws -> Response {
        JSONResponse.make([
            "name": "skein", "version": .string(self.version),
            "links": [
                "workflows": "/api/v1/workflows", "executions": "/api/v1/executions",
                "approvals": "/api/v1/approvals?status=pending", "functions": "/api/v1/functions",
                "audit": "/api/v1/audit", "health": "/health", "ready": "/ready",
            ],
        ])
    }

    /// Whether the process lives.
    @Sendable
    func health(_ request: Request, _ context: APIContext) async throws -> Response {
        JSONResponse.make(["status": "ok", "version": .string(self.version)])
    }

    /// Whether it can take work: it has recovered, its database answers, and it does not shut down.
    @Sendable
    func ready(_ request: Request, _ context: APIContext) async throws -> Response {
        guard self.readiness.isReady else {
            return JSONResponse.make(["status": "starting or stopping"], status: .serviceUnavailable)
        }
        do {
            _ = try await self.engine.storage.nextTimer()
            return JSONResponse.make(["status": "ok"])
        } catch {
            return JSONResponse.make(["status": "the database does not answer"], status: .serviceUnavailable)
        }
    }

    /// The functions that definitions can call, with their schemas.
    @Sendable
    func functions(_ request: Request, _ context: APIContext) async throws -> Response {
        let items = self.engine.registry.all.map { function -> JSONValue in
            [
                "name": .string(function.name), "version": .int(Int64(function.version)),
                "kind": .string(function.kind.rawValue), "summary": .string(function.summary),
                "input_schema": function.inputSchema ?? .null, "output_schema": function.outputSchema ?? .null,
            ]
        }
        return JSONResponse.make(["items": .array(items)])
    }

    /// What the server finds about its database.
    @Sendable
    func doctor(_ request: Request, _ context: APIContext) async throws -> Response {
        let findings = try await Doctor(engine: self.engine).examine()
        return JSONResponse.make([
            "healthy": .bool(findings.allSatisfy(\.isHealthy)),
            "checks": .array(
                findings.map {
                    ["check": .string($0.check), "healthy": .bool($0.isHealthy), "detail": .string($0.detail)]
                }
            ),
        ])
    }

    /// The processes that work on the database.
    @Sendable
    func nodes(_ request: Request, _ context: APIContext) async throws -> Response {
        JSONResponse.make(["items": .array(try await self.engine.storage.nodes().map(\.json))])
    }
}
