// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import SkeinDefinition
import SkeinEngine
import SkeinModel
import SkeinStorage

/// `/workflows`: definitions, and starting their executions.
struct WorkflowRoutes {
    let engine: Engine

    func add(to router: RouterGroup<APIContext>) {
        router.post("workflows", use: self.create)
        router.get("workflows", use: self.list)
        router.post("workflows/validate", use: self.validate)
        router.get("workflows/:id", use: self.show)
        router.put("workflows/:id", use: self.update)
        router.delete("workflows/:id", use: self.deprecate)
        router.post("workflows/:id/execute", use: self.execute)
        router.get("workflows/:id/statistics", use: self.statistics)
        router.get("workflows/:id/metrics", use: self.statistics)
    }

    /// Starts an execution: 202 with the execution, or 200 when it settled within `?wait=`.
    @Sendable
    func execute(_ request: Request, _ context: APIContext) async throws -> Response {  // [tour:1]
        let reader = RequestReader(request, context)
        let wait = try reader.wait(try reader.query("wait"))
        let detail = try await self.engine.start(try await self.startRequest(reader), wait: wait)
        let headers = ["Location": "/api/v1/executions/\(detail.id)"]
        let isDone = wait > .zero && detail.isSettled
        return JSONResponse.execution(detail, status: isDone ? .ok : .accepted, headers: headers)
    }

    private func startRequest(_ reader: RequestReader) async throws -> StartRequest {
        let body = try await reader.body()
        let object = try reader.object(body, known: ["input", "version", "project_id", "context"])
        guard let input = object["input"] else {
            throw RequestReader.missing("'input' is missing: what to execute the workflow on.")
        }
        let actor = try reader.actor()
        let project = try reader.string("project_id", object)
        if let project, UUIDv7(project) == nil {
            throw RequestReader.mismatch("project_id", .string(project), "a UUID")
        }
        if let context = object["context"], context.object == nil {
            throw RequestReader.mismatch("context", context, "an object")
        }
        return StartRequest(
            definition: try reader.definition(),
            version: try reader.positive("version", object),
            input: input,
            actor: actor,
            projectID: project,
            context: object["context"]?.object ?? [:],
            claim: try reader.claim(body.bytes, by: actor)
        )
    }

    /// Stores a new definition: the document itself, or `{definition, change_description}`.
    @Sendable
    func create(_ request: Request, _ context: APIContext) async throws -> Response {
        let reader = RequestReader(request, context)
        _ = try reader.query()
        let body = try await reader.body()
        let actor = try reader.actor()
        let isWrapped = body.value["definition"] != nil
        let object = isWrapped ? try reader.object(body, known: ["definition", "change_description"]) : [:]
        let prefix = JSONPointer(tokens: isWrapped ? ["definition"] : [])
        do {
            let record = try await self.engine.library.create(
                object["definition"] ?? body.value,
                note: try reader.string("change_description", object),
                by: actor,
                claim: try reader.claim(body.bytes, by: actor)
            )
            let headers = [
                "Location": "/api/v1/workflows/\(record.key)", "ETag": "\"\(record.version)\"",
            ]
            return JSONResponse.make(record.json, status: .created, headers: headers)
        } catch let error as SkeinError {
            throw error.located(body, at: prefix)
        }
    }

    /// Checks a document without storing it: 200 with every problem, warnings included.
    @Sendable
    func validate(_ request: Request, _ context: APIContext) async throws -> Response {
        let reader = RequestReader(request, context)
        _ = try reader.query()
        let body = try await reader.body()
        let (graph, problems) = self.engine.library.check(body.value)
        let located = problems.map { problem in
            var problem = problem
            problem.line = body.line(problem.pointer)
            return problem
        }
        return JSONResponse.make([
            "valid": .bool(graph != nil), "problems": .array(located.map(\.json)),
        ])
    }

    @Sendable
    func list(_ request: Request, _ context: APIContext) async throws -> Response {
        let reader = RequestReader(request, context)
        let query = try reader.query("discipline", "status", "tags", "limit", "cursor")
        let filter = DefinitionFilter(
            discipline: query["discipline"],
            status: try reader.choice("status", query, DefinitionStatus.self),
            tags: query["tags"]?.split(separator: ",").map(String.init) ?? []
        )
        return JSONResponse.page(try await self.engine.library.definitions(filter, try reader.page(query))) { $0.json }
    }

    @Sendable
    func show(_ request: Request, _ context: APIContext) async throws -> Response {
        let reader = RequestReader(request, context)
        _ = try reader.query()
        let record = try await self.engine.library.definition(try reader.definition())
        let tag = "\"\(record.version)\""
        if reader.hasVersion(record.version) { return Response(status: .notModified, headers: [.eTag: tag]) }
        let version = try await self.engine.library.version(record.version, of: .id(record.id))
        guard case .object(var object) = record.json else { throw SkeinError(.internalError, "A record is an object.") }
        object["document"] = version.document
        return JSONResponse.make(.object(object), headers: ["ETag": tag])
    }

    /// Stores a change: `{change_description, definition}` replaces the document, `{change_description, changes}`
    /// merges into it.
    @Sendable
    func update(_ request: Request, _ context: APIContext) async throws -> Response {
        let reader = RequestReader(request, context)
        _ = try reader.query()
        let body = try await reader.body()
        let known = ["change_description", "definition", "changes", "expected_version"]
        let object = try reader.object(body, known: known)
        do {
            let record = try await self.update(reader, body, object)
            return JSONResponse.make(record.json, headers: ["ETag": "\"\(record.version)\""])
        } catch let error as SkeinError {
            throw error.located(body, at: JSONPointer(tokens: object["definition"] == nil ? [] : ["definition"]))
        }
    }

    private func update(
        _ reader: RequestReader,
        _ body: RequestBody,
        _ object: JSONObject
    ) async throws -> VersionRecord {
        let actor = try reader.actor()
        let claim = try reader.claim(body.bytes, by: actor)
        let note = try reader.string("change_description", object)
        let expected = try reader.expectedVersion() ?? reader.positive("expected_version", object)
        switch (object["definition"], object["changes"]) {
        case (let document?, nil):
            guard expected != nil || reader.header("If-Match") == "*" else {
                let message = "Say which version you changed: If-Match with its ETag, or expected_version."
                throw SkeinError(.preconditionRequired, message)
            }
            return try await self.engine.library.update(
                try reader.definition(),
                to: document,
                note: note,
                expectedVersion: expected,
                by: actor,
                claim: claim
            )
        case (nil, .object(let changes)?):
            return try await self.engine.library.update(
                try reader.definition(),
                merging: changes,
                note: note,
                expectedVersion: expected,
                by: actor,
                claim: claim
            )
        default:
            let message = "Send either 'definition' (the whole document) or 'changes' (an object to merge into it)."
            throw RequestReader.missing(message)
        }
    }

    /// Takes a definition out of use; its versions and executions stay.
    @Sendable
    func deprecate(_ request: Request, _ context: APIContext) async throws -> Response {
        let reader = RequestReader(request, context)
        let query = try reader.query("change_description")
        let actor = try reader.actor()
        let record = try await self.engine.library.setStatus(
            try reader.definition(),
            .deprecated,
            note: query["change_description"],
            expectedVersion: try reader.expectedVersion(),
            by: actor,
            claim: try reader.claim(ByteBuffer(), by: actor)
        )
        return JSONResponse.make(record.json, headers: ["ETag": "\"\(record.version)\""])
    }

    @Sendable
    func statistics(_ request: Request, _ context: APIContext) async throws -> Response {
        let reader = RequestReader(request, context)
        _ = try reader.query()
        return JSONResponse.make(try await self.engine.library.statistics(of: try reader.definition()).json)
    }
}
