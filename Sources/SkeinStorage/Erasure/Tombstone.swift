// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

// What an erased execution leaves behind, the same for every driver.

extension AuditEntry {
    /// The action of tombstones; an index finds them by it.
    package static let erased = "execution.erased"

    /// What entries about an execution are about.
    package static func subject(of id: ExecutionID) -> String { "execution/\(id)" }

    /// The tombstone of an execution.
    package init(_ execution: ErasedExecution, because reason: ErasureReason) {
        var details: JSONObject = [
            "definition": .string(execution.definitionKey), "version": .int(Int64(execution.version)),
            "content_hash": .string(execution.contentHash.description), "status": .string(execution.status.rawValue),
        ]
        details["ended_at"] = execution.endedAt.map { .string($0.description) }
        details["event_count"] = .int(Int64(execution.head.sequence))
        details["history_hash"] = .string(execution.head.hash.description)
        switch reason.policy {
        case .definition(let retention):
            details["policy"] = "definition"
            details["retention"] = .string(DurationText.format(retention))
        case .server(let retention):
            details["policy"] = "server"
            details["retention"] = .string(DurationText.format(retention))
        case .request(let note):
            details["policy"] = "request"
            details["note"] = .string(note)
        }
        self.init(
            at: reason.now,
            actor: reason.actor,
            action: Self.erased,
            subject: Self.subject(of: execution.id),
            details: .object(details)
        )
    }
}

extension SkeinError {
    /// Why there is no execution with an identifier.
    ///
    /// - Parameters:
    ///   - id: The identifier.
    ///   - tombstone: What its erasure has left.
    /// - Returns: The error for whoever asks for it.
    package static func absent(_ id: ExecutionID, _ tombstone: AuditEntry?) -> SkeinError {
        guard let tombstone else { return SkeinError(.executionNotFound, "There is no execution '\(id)'.") }
        let length = tombstone.details["retention"]?.string ?? ""
        let cause =
            switch tombstone.details["policy"]?.string {
            case "definition": "because its definition keeps executions for \(length)"
            case "server": "because the server keeps executions for \(length)"
            default: "by \(tombstone.actor)"
            }
        let message = "Execution '\(id)' was erased at \(tombstone.at) \(cause); the audit log has its tombstone."
        return SkeinError(.executionErased, message)
    }

    /// The execution cannot be erased as long as it, or one that belongs to it, goes on.
    package static func notErasable(_ id: ExecutionID, _ why: String) -> SkeinError {
        SkeinError(.executionState, "Execution '\(id)' cannot be erased now: \(why).")
    }
}

extension Storage {
    /// Why there is no execution with an identifier: there never was, or it was erased.
    package func absence(of id: ExecutionID) async throws -> SkeinError {
        .absent(id, try await self.tombstone(of: id))
    }
}
