// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SkeinModel

/// An execution, for people.
enum ExecutionText {
    static func make(_ execution: JSONValue) -> String {
        var lines: [String] = []
        let definition = "\(execution.text("definition", "key"))@\(execution.text("definition", "version"))"
        lines.append("Execution \(execution.text("id"))")
        lines.append(
            "  \(definition) (\(execution.text("definition", "content_hash").prefix(12))): \(execution.text("status"))"
        )
        if let time = execution["execution_time_ms"] { lines.append("  took \(time.forPeople) ms") }
        for step in execution["steps"]?.array ?? [] { lines.append("  " + Self.step(step)) }
        if let risk = execution["risk"] { lines.append("  " + Self.risk(risk)) }
        if let error = execution["error"] { lines.append("  error \(error.text("code")): \(error.text("message"))") }
        if execution.text("status") == "awaiting_approval" {
            lines.append("  waits for approval \(execution.text("approval", "id"))")
        }
        if let output = execution["output"] { lines.append("Output:\n" + JSONWriter.pretty(output)) }
        return lines.joined(separator: "\n")
    }

    /// Ends with 1 unless the execution completed, or only a person can move it on.
    static func checkSuccess(_ execution: JSONValue) throws {
        switch execution.text("status") {
        case "failed", "rejected", "cancelled", "timeout": throw Exit.failed
        default: break
        }
    }

    static func step(_ step: JSONValue) -> String {
        let attempts = step["attempts"]?.int ?? 0
        let stale = step["stale"]?.bool ?? false ? " (taken back; what it came to is stale)" : ""
        let note = (attempts > 1 ? " after \(attempts) attempts" : "") + stale
        let failure = step["failure"].map { " (\($0.text("code")): \($0.text("message")))" } ?? ""
        return "step \(step.text("number")) \(step.text("path")): \(step.text("status"))\(note)\(failure)"
    }

    static func risk(_ risk: JSONValue) -> String {
        let factors = (risk["factors"]?.array ?? []).map { $0.text("name") }
        let because = factors.isEmpty ? "" : " because of \(factors.joined(separator: ", "))"
        let band = risk.text("band").map { $0 == "_" ? " " : String($0) }.joined()
        return "risk \(risk.text("score")): \(band)\(because)"
    }
}
