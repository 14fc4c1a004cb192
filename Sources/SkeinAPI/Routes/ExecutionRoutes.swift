// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import SkeinEngine
import SkeinInterpreter
import SkeinModel
import SkeinStorage

/// `/executions`: what runs and has run.
struct ExecutionRoutes {
    let engine: Engine

    func add(to router: RouterGroup<APIContext>) {
        router.get("executions", use: self.list)
        router.get("executions/:id", use: self.show)
        router.delete("executions/:id", use: self.erase)
        router.get("executions/:id/events", use: self.events)
        router.get("executions/:id/steps", use: self.steps)
        router.get("executions/:id/explanation", use: self.explain)
    }

    @Sendable
    func list(_ request: Request, _ context: APIContext) async throws -> Response {
        let reader = RequestReader(request, context)
        let query = try reader.query("workflow", "status", "parent", "limit", "cursor")
        let parent = try query["parent"].map { text throws(SkeinError) in
            guard let id = ExecutionID(text) else {
                throw SkeinError(.requestMalformed, "'parent' is '\(text.prefix(100))', not a UUID.")
            }
            return id
        }
        let filter = ExecutionFilter(
            definition: query["workflow"].map { DefinitionSelector($0) },
            status: try reader.choice("status", query, ExecutionStatus.self),
            parentID: parent
        )
        return JSONResponse.page(try await self.engine.storage.executions(filter, try reader.page(query))) { $0.json }
    }

    /// An execution as it stands, or as it stands when it has settled within `?wait=`.
    @Sendable
    func show(_ request: Request, _ context: APIContext) async throws -> Response {
        let reader = RequestReader(request, context)
        let wait = try reader.wait(try reader.query("wait"))
        return JSONResponse.make(try await self.engine.execution(try reader.executionID(), wait: wait).json)
    }

    /// Erases an execution that has ended, with `?note=` for why: the tombstone that stays of it.
    @Sendable
    func erase(_ request: Request, _ context: APIContext) async throws -> Response {
        let reader = RequestReader(request, context)
        let query = try reader.query("note")
        let id = try reader.executionID()
        let tombstone = try await self.engine.erase(id, note: query["note"], by: try reader.actor())
        return JSONResponse.make(tombstone.json)
    }

    /// Why the execution waits, why it went where it went, and where its output comes from.
    @Sendable
    func explain(_ request: Request, _ context: APIContext) async throws -> Response {
        let reader = RequestReader(request, context)
        _ = try reader.query()
        return JSONResponse.make(try await self.engine.explain(try reader.executionID()))
    }

    /// The step runs in the order of their paths, from the one after `?after=`; of an execution with many.
    @Sendable
    func steps(_ request: Request, _ context: APIContext) async throws -> Response {
        let reader = RequestReader(request, context)
        let query = try reader.query("after", "limit")
        let limit = try reader.number("limit", query, 1...1000) ?? 100
        let id = try reader.executionID()
        let runs = try await self.engine.storage.stepRuns(of: id, after: query["after"], limit: limit)
        let storage = self.engine.storage
        if runs.isEmpty, try await storage.execution(id) == nil { throw try await storage.absence(of: id) }
        let next = runs.count == limit ? runs.last.map { JSONValue.string($0.path) } : nil
        return JSONResponse.make(.object(.of(("items", .array(runs.map(\.json))), ("next", next))))
    }

    /// The history in order, from the event after `?after=`.
    @Sendable
    func events(_ request: Request, _ context: APIContext) async throws -> Response {
        let reader = RequestReader(request, context)
        let query = try reader.query("after", "limit")
        let after = try reader.number("after", query, 0...Int(Int32.max)) ?? 0
        let limit = try reader.number("limit", query, 1...1000) ?? 100
        let events = try await self.engine.history(of: try reader.executionID(), after: after, limit: limit)
        return JSONResponse.make(["items": .array(events.map(\.json))])
    }
}
