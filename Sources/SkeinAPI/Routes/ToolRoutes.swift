// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import SkeinDefinition
import SkeinEngine
import SkeinModel

/// `/tools`: the three languages on their own, for previews while somebody types.
///
/// A fault of what was typed is an answer, not a problem: it is what the preview shows.
struct ToolRoutes {
    func add(to router: RouterGroup<APIContext>) {
        router.post("tools/expression/eval") { try await Self.answer($0, $1, .expression) }
        router.post("tools/template/render") { try await Self.answer($0, $1, .template) }
        router.post("tools/template/explain") { try await Self.answer($0, $1, .explanation) }
        router.post("tools/schema/validate") { try await Self.answer($0, $1, .schema) }
    }

    private static func answer(
        _ request: Request,
        _ context: APIContext,
        _ tool: LanguageTool
    ) async throws -> Response {
        let reader = RequestReader(request, context)
        _ = try reader.query()
        let object = try reader.object(try await reader.body(), known: tool.fields)
        return JSONResponse.make(tool.answer(.object(object), timeZones: SystemTimeZones.database))
    }
}
