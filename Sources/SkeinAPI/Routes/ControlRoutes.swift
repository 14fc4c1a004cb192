// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import SkeinEngine
import SkeinInterpreter
import SkeinModel

/// `/executions/{id}/...`: what operators and other systems do with an execution.
struct ControlRoutes {
    let engine: Engine

    func add(to router: RouterGroup<APIContext>) {
        for action in ControlEvent.Action.allCases {
            router.post("executions/:id/\(action.rawValue)") { try await self.control($0, $1, action) }
        }
        router.post("executions/:id/signals", use: self.signal)
        router.post("signals", use: self.broadcast)
    }

    /// Takes the execution in hand, given as `{note, path}`; `path` names the step run to skip.
    private func control(
        _ request: Request,
        _ context: APIContext,
        _ action: ControlEvent.Action
    ) async throws -> Response {
        let reader = RequestReader(request, context)
        _ = try reader.query()
        let object = try await reader.optionalObject(known: action == .skip ? ["note", "path"] : ["note"])
        let path = try reader.string("path", object)
        if action == .skip, path == nil {
            throw RequestReader.missing("'path' is missing: the step run to skip.")
        }
        let detail = try await self.engine.control(
            try reader.executionID(),
            action,
            path: path,
            note: try reader.string("note", object),
            by: try reader.actor()
        )
        return JSONResponse.execution(detail)
    }

    /// Sends a signal, given as `{name, payload, id}`, to every execution that waits for it: `{delivered}`.
    @Sendable
    func broadcast(_ request: Request, _ context: APIContext) async throws -> Response {
        let reader = RequestReader(request, context)
        _ = try reader.query()
        let (name, payload, id) = try await self.signal(reader)
        let count = try await self.engine.broadcast(name, payload: payload, signalID: id, by: try reader.actor())
        return JSONResponse.make(["delivered": .int(Int64(count))])
    }

    /// Sends a signal, given as `{name, payload, id}`.
    ///
    /// The identity is the `Idempotency-Key`, or `id`: the same signal again changes nothing.
    @Sendable
    func signal(_ request: Request, _ context: APIContext) async throws -> Response {
        let reader = RequestReader(request, context)
        _ = try reader.query()
        let (name, payload, id) = try await self.signal(reader)
        let execution = try reader.executionID()
        let actor = try reader.actor()
        let detail = try await self.engine.signal(execution, name: name, payload: payload, signalID: id, by: actor)
        return JSONResponse.execution(detail)
    }

    private func signal(_ reader: RequestReader) async throws -> (name: String, payload: JSONValue, id: String?) {
        let object = try reader.object(try await reader.body(), known: ["name", "payload", "id"])
        guard let name = try reader.string("name", object), !name.isEmpty else {
            throw RequestReader.missing("'name' is missing: the name of the signal.")
        }
        let id = try reader.string("id", object) ?? reader.idempotencyKey()
        return (name, object["payload"] ?? .null, id)
    }
}
