// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import SkeinEngine
import SkeinModel
import SkeinStorage

/// `/approvals`: what waits for people, what they are shown, and their decisions.
struct ApprovalRoutes {
    let engine: Engine

    func add(to router: RouterGroup<APIContext>) {
        router.get("approvals", use: self.list)
        router.get("approvals/:id", use: self.show)
        router.post("approvals/:id/approve") { try await self.decide($0, $1, isApproval: true) }
        router.post("approvals/:id/reject") { try await self.decide($0, $1, isApproval: false) }
    }

    @Sendable
    func list(_ request: Request, _ context: APIContext) async throws -> Response {
        let reader = RequestReader(request, context)
        let query = try reader.query("status", "limit", "cursor")
        let status = try reader.choice("status", query, ApprovalStatus.self)
        let page = try await self.engine.storage.approvals(status: status, try reader.page(query))
        return JSONResponse.page(page) { .object($0.summary) }
    }

    /// The approval with its evidence and decisions; the ETag is the hash of the evidence.
    @Sendable
    func show(_ request: Request, _ context: APIContext) async throws -> Response {
        let reader = RequestReader(request, context)
        _ = try reader.query()
        let id = try reader.approvalID()
        guard let record = try await self.engine.storage.approval(id) else {
            throw SkeinError(.approvalNotFound, "There is no approval '\(id)'.")
        }
        var object = record.summary
        let request = record.approval.requestSequence
        let events = try await self.engine.history(of: record.executionID, after: request - 1, limit: 100)
        let payloads = events.map { ($0.kind, $0.json["payload"] ?? .null) }
        object["evidence"] = payloads.first { $0.0 == "approval_requested" }?.1["evidence"]
        object["decisions"] = .array(payloads.filter { $0.0 == "approval_decided" }.map(\.1))
        return JSONResponse.make(.object(object), headers: ["ETag": "\"\(record.approval.evidenceHash)\""])
    }

    /// Takes a decision, given as `{note, evidence_hash}`.
    ///
    /// With the hash, or `If-Match`, it counts only for what was shown. The same decision by the same caller again
    /// changes nothing; with an `Idempotency-Key` another decision under the same key is refused.
    private func decide(_ request: Request, _ context: APIContext, isApproval: Bool) async throws -> Response {
        let reader = RequestReader(request, context)
        _ = try reader.query()
        let object = try await reader.optionalObject(known: ["note", "evidence_hash"])
        let shown = try reader.string("evidence_hash", object) ?? reader.header("If-Match").map(Self.unquoted)
        var hash: ContentHash?
        if let shown, shown != "*" {
            hash = ContentHash(shown)
            if hash == nil { throw RequestReader.mismatch("evidence_hash", .string(shown), "64 hexadecimal digits") }
        }
        let detail = try await self.engine.decide(
            DecisionRequest(
                approval: try reader.approvalID(),
                isApproval: isApproval,
                actor: try reader.actor(),
                note: try reader.string("note", object),
                evidenceHash: hash,
                requestKey: try reader.idempotencyKey()
            )
        )
        return JSONResponse.execution(detail)
    }

    private static func unquoted(_ tag: String) -> String { tag.filter { $0 != "\"" } }
}
