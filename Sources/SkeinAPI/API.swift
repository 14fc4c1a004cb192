// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
package import Hummingbird
import Instrumentation
package import SkeinEngine
import SkeinModel
package import SkeinStorage

/// Skein over HTTP: everything under `/api/v1`, and `/health` and `/ready`.
package struct API: Sendable {
    private let engine: Engine
    private let readiness: Readiness
    private let version: String
    private let roles: Set<NodeRole>

    package init(engine: Engine, readiness: Readiness, version: String, roles: Set<NodeRole>) {
        self.engine = engine
        self.readiness = readiness
        self.version = version
        self.roles = roles
    }

    /// The router of all routes; of those that tell how the process is, without the role `api`.
    package func router() -> Router<APIContext> {
        let router = Router(context: APIContext.self)
        // Without a tracer it would do nothing but divide each answer into three writes.
        if !(InstrumentationSystem.instrument is NoOpInstrument) { router.add(middleware: TracingMiddleware()) }
        router.add(middleware: ProblemMiddleware(isAPI: self.roles.contains(.api)))
        SystemRoutes(engine: self.engine, readiness: self.readiness, version: self.version).add(to: router)
        guard self.roles.contains(.api) else { return router }
        let v1 = router.group("api/v1")
        WorkflowRoutes(engine: self.engine).add(to: v1)
        VersionRoutes(engine: self.engine).add(to: v1)
        ExecutionRoutes(engine: self.engine).add(to: v1)
        ControlRoutes(engine: self.engine).add(to: v1)
        HumanTaskRoutes(engine: self.engine).add(to: v1)
        ApprovalRoutes(engine: self.engine).add(to: v1)
        AuditRoutes(engine: self.engine).add(to: v1)
        ToolRoutes().add(to: v1)
        return router
    }
}
