// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import SkeinEngine
import SkeinInterpreter
import SkeinModel
import SkeinStorage

/// `/human-tasks`: what people are asked to do, and what they do with it.
struct HumanTaskRoutes {
    let engine: Engine

    func add(to router: RouterGroup<APIContext>) {
        router.get("human-tasks", use: self.list)
        router.get("human-tasks/:id", use: self.show)
        router.post("human-tasks/:id/claim") { try await self.act($0, $1, known: []) { _, _ in .claim } }
        router.post("human-tasks/:id/release") { try await self.act($0, $1, known: []) { _, _ in .release } }
        router.post("human-tasks/:id/delegate") { request, context in
            try await self.act(request, context, known: ["to"]) { reader, object in
                .delegate(to: try reader.strings("to", object))
            }
        }
        router.post("human-tasks/:id/complete") { request, context in
            try await self.act(request, context, known: ["data", "decision", "note"]) { reader, object in
                .complete(
                    data: object["data"] ?? [:],
                    decision: try reader.string("decision", object),
                    note: try reader.string("note", object)
                )
            }
        }
    }

    /// Tasks, newest first; `?person=` and `?role=` ask for those that somebody may do.
    @Sendable
    func list(_ request: Request, _ context: APIContext) async throws -> Response {
        let reader = RequestReader(request, context)
        let query = try reader.query("status", "execution", "person", "role", "limit", "cursor")
        var filter = HumanTaskFilter(status: try reader.choice("status", query, HumanTaskStatus.self))
        if let text = query["execution"] {
            guard let id = ExecutionID(text) else {
                throw SkeinError(.requestMalformed, "'execution' is '\(text.prefix(100))', not a UUID.")
            }
            filter.executionID = id
        }
        filter.person = query["person"]
        filter.role = query["role"]
        let page = try await self.engine.storage.humanTasks(filter, try reader.page(query))
        return JSONResponse.page(page) { .object($0.summary) }
    }

    /// The task with its instructions, its form and what is shown beside it.
    @Sendable
    func show(_ request: Request, _ context: APIContext) async throws -> Response {
        let reader = RequestReader(request, context)
        _ = try reader.query()
        let (record, content) = try await self.engine.humanTask(try reader.humanTaskID())
        var object = record.summary
        for name in ["instructions", "form", "show"] { object[name] = content[name] }
        return JSONResponse.make(.object(object))
    }

    private func act(
        _ request: Request,
        _ context: APIContext,
        known: [String],
        _ action: (RequestReader, JSONObject) throws -> HumanRequest.Action
    ) async throws -> Response {
        let reader = RequestReader(request, context)
        _ = try reader.query()
        let object = try await reader.optionalObject(known: known)
        let task = try reader.humanTaskID()
        let detail = try await self.engine.handle(task, try action(reader, object), by: try reader.actor())
        return JSONResponse.execution(detail)
    }
}

extension HumanTaskRecord {
    /// The task without what is shown.
    fileprivate var summary: JSONObject {
        let task = self.task
        return .of(
            ("id", .string(task.id.description)),
            ("execution_id", .string(self.executionID.description)),
            ("deliverable_type", .string(self.definitionKey)),
            ("version", .int(Int64(self.version))),
            ("path", .string(task.path)),
            ("status", .string(task.status.rawValue)),
            ("kind", .string(task.kind)),
            ("title", .string(task.title)),
            ("assignees", .array(task.assignees.map { .string($0) })),
            ("roles", .array(task.roles.map { .string($0) })),
            ("claimed_by", task.claimedBy.map { .string($0) }),
            ("opened_at", .string(task.openedAt.description)),
            ("due_at", task.dueAt.map { .string($0.description) }),
            ("ended_at", task.endedAt.map { .string($0.description) }),
            ("overdue", .bool(task.isOverdue))
        )
    }
}
