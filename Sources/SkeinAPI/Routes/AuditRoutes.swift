// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import SkeinEngine
import SkeinModel
import SkeinStorage

/// `/audit`: who changed what, and whether the record is whole.
struct AuditRoutes {
    let engine: Engine

    func add(to router: RouterGroup<APIContext>) {
        router.get("audit", use: self.list)
        router.get("audit/verification", use: self.verify)
    }

    @Sendable
    func list(_ request: Request, _ context: APIContext) async throws -> Response {
        let reader = RequestReader(request, context)
        let query = try reader.query("after", "limit")
        let after = try reader.number("after", query, 0...Int(Int32.max)) ?? 0
        let records = try await self.engine.storage.audit(
            after: after,
            limit: try reader.number("limit", query, 1...1000) ?? 100
        )
        return JSONResponse.make(["items": .array(records.map(\.json))])
    }

    /// Checks every hash chain: `{valid, audit_entries, executions, events, breaks}`.
    @Sendable
    func verify(_ request: Request, _ context: APIContext) async throws -> Response {
        let reader = RequestReader(request, context)
        let query = try reader.query("execution")
        let verifier = AuditVerifier(storage: self.engine.storage)
        let report: AuditVerifier.Report
        if let text = query["execution"] {
            guard let id = ExecutionID(text) else {
                throw SkeinError(.executionNotFound, "There is no execution '\(text.prefix(100))'.")
            }
            if try await self.engine.storage.execution(id) == nil {
                throw try await self.engine.storage.absence(of: id)
            }
            report = try await verifier.verify(id)
        } else {
            report = try await verifier.verifyAll()
        }
        return JSONResponse.make(report.json)
    }
}

extension AuditEntry {
    /// The entry without its place in the log.
    var json: JSONValue {
        [
            "at": .string(self.at.description), "actor": .string(self.actor), "action": .string(self.action),
            "subject": .string(self.subject), "details": self.details,
        ]
    }
}

extension AuditRecord {
    fileprivate var json: JSONValue {
        let place: JSONValue = ["sequence": .int(Int64(self.sequence))]
        return place.merging(self.entry.json).merging(["hash": .string(self.hash.description)])
    }
}
