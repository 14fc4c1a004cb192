// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// Shows an execution's history while it happens.
struct Progress: Sendable {
    let client: Client
    /// Whether it says nothing.
    let isQuiet: Bool

    /// Follows an execution until it ends, or only a person can move it on.
    ///
    /// - Parameter started: The execution as the start answered it.
    /// - Returns: The execution then.
    /// - Throws: ``SkeinError`` when the server cannot be asked.
    func follow(_ started: JSONValue) async throws -> JSONValue {
        let id = started.text("id")
        var last = 0
        while true {
            let execution = try await self.client.get("/api/v1/executions/\(id)?wait=1s").value
            let path = "/api/v1/executions/\(id)/events?limit=1000&after=\(last)"
            for event in try await self.client.get(path).value["items"]?.array ?? [] {
                if !self.isQuiet, let line = Self.line(event) { try Console.out("  " + line) }
                last = Int(event["sequence"]?.int ?? 0)
            }
            let count = Int(execution["event_count"]?.int ?? 0)
            if Self.isSettled(execution), last >= count { return execution }
        }
    }

    private static func isSettled(_ execution: JSONValue) -> Bool {
        guard let status = ExecutionStatus(rawValue: execution.text("status")) else { return true }
        return status.isTerminal || status == .awaitingApproval
    }

    /// What an event says to somebody who watches.
    private static func line(_ event: JSONValue) -> String? {
        let payload = event["payload"] ?? .null
        let path = payload.text("path")
        switch event.text("kind") {
        case "execution_started": return "started"
        case "step_scheduled":
            let attempt = (payload["attempt"]?.int ?? 1) > 1 ? " (attempt \(payload.text("attempt")))" : ""
            return "step \(path): calls \(payload.text("function"))\(attempt)"
        case "step_completed": return "step \(path): completed"
        case "step_skipped": return "step \(path): skipped, because '\(payload.text("condition"))' does not hold"
        case "step_retry_scheduled":
            return "step \(path): \(payload.text("failure", "message")) Next attempt at \(payload.text("fire_at"))"
        case "step_failed": return "step \(path): failed: \(payload.text("failure", "message"))"
        case "scope_opened": return "step \(path): takes '\(payload["arm"]?.forPeople ?? "nothing")'"
        case "risk_assessed": return ExecutionText.risk(payload)
        case "approval_requested": return "asks for approval \(payload.text("approval_id"))"
        case "approval_decided": return "\(payload.text("decided_by")): \(payload.text("decision"))"
        case "execution_ended": return payload.text("status")
        default: return nil
        }
    }
}
