// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import SkeinDefinition
import SkeinEngine
import SkeinModel
import SkeinStorage

/// `/workflows/{id}/versions`, `/diff` and `/rollback`.
struct VersionRoutes {
    let engine: Engine

    func add(to router: RouterGroup<APIContext>) {
        router.get("workflows/:id/versions", use: self.list)
        router.get("workflows/:id/versions/:version", use: self.show)
        router.get("workflows/:id/diff", use: self.difference)
        router.post("workflows/:id/rollback", use: self.rollBack)
    }

    @Sendable
    func list(_ request: Request, _ context: APIContext) async throws -> Response {
        let reader = RequestReader(request, context)
        let page = try reader.page(try reader.query("limit", "cursor"))
        let versions = try await self.engine.library.versions(of: try reader.definition(), page)
        return JSONResponse.page(versions) { .object($0.summary) }
    }

    @Sendable
    func show(_ request: Request, _ context: APIContext) async throws -> Response {
        let reader = RequestReader(request, context)
        _ = try reader.query()
        let number = try reader.versionNumber()
        return JSONResponse.make(try await self.engine.library.version(number, of: try reader.definition()).json)
    }

    /// How two versions differ; without numbers, what the current one changed.
    @Sendable
    func difference(_ request: Request, _ context: APIContext) async throws -> Response {
        let reader = RequestReader(request, context)
        let query = try reader.query("from", "to")
        let selector = try reader.definition()
        let current = try await self.engine.library.definition(selector).version
        let new = try reader.number("to", query, 1...Int(Int32.max)) ?? current
        let old = try reader.number("from", query, 1...Int(Int32.max)) ?? max(1, new - 1)
        let difference = try await self.engine.library.difference(of: selector, from: old, to: new)
        guard case .object(var object) = difference.json else { return JSONResponse.make(difference.json) }
        object["from"] = .int(Int64(old))
        object["to"] = .int(Int64(new))
        return JSONResponse.make(.object(object))
    }

    /// Stores the content of an earlier version as the next one: `{version, change_description}`.
    @Sendable
    func rollBack(_ request: Request, _ context: APIContext) async throws -> Response {
        let reader = RequestReader(request, context)
        _ = try reader.query()
        let body = try await reader.body()
        let object = try reader.object(body, known: ["version", "change_description", "expected_version"])
        guard let target = try reader.positive("version", object) else {
            throw RequestReader.missing("'version' is missing: the version to go back to.")
        }
        let actor = try reader.actor()
        let record = try await self.engine.library.rollBack(
            try reader.definition(),
            to: target,
            note: try reader.string("change_description", object),
            expectedVersion: try reader.expectedVersion() ?? reader.positive("expected_version", object),
            by: actor,
            claim: try reader.claim(body.bytes, by: actor)
        )
        return JSONResponse.make(record.json, status: .created, headers: ["ETag": "\"\(record.version)\""])
    }
}
