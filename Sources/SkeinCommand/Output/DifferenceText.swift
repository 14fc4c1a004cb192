// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// The difference of two versions, for people.
enum DifferenceText {
    static func make(_ difference: JSONValue) -> String {
        var lines: [String] = []
        let steps = difference["steps"] ?? .null
        for name in steps["added"]?.array ?? [] { lines.append("+ step \(name.forPeople)") }
        for name in steps["removed"]?.array ?? [] { lines.append("- step \(name.forPeople)") }
        for move in steps["moved"]?.array ?? [] {
            lines.append("\u{2195} step \(move.text("name")): from place \(move.text("from")) to \(move.text("to"))")
        }
        for step in steps["changed"]?.array ?? [] {
            lines.append("~ step \(step.text("name"))")
            lines += (step["changes"]?.array ?? []).map { "    \(Self.line($0))" }
        }
        for part in ["risk", "schemas", "other"] {
            lines += (difference[part]?.array ?? []).map { "~ \(Self.line($0))" }
        }
        let title = "Version \(difference.text("from")) to \(difference.text("to")):"
        return ([title] + (lines.isEmpty ? ["no differences"] : lines)).joined(separator: "\n")
    }

    private static func line(_ change: JSONValue) -> String {
        let place = change.text("pointer")
        switch (change["old"], change["new"]) {
        case (nil, let new?): return "\(place): added \(JSONWriter.text(new))"
        case (let old?, nil): return "\(place): removed \(JSONWriter.text(old))"
        default:
            return "\(place): \(JSONWriter.text(change["old"] ?? .null)) -> \(JSONWriter.text(change["new"] ?? .null))"
        }
    }
}

/// Statistics, for people.
enum StatisticsText {
    static func make(_ statistics: JSONValue) -> String {
        var table = Table("", "")
        table.add("executions", statistics.text("total_executions"))
        table.add("successful", statistics.text("successful_executions"))
        if let rate = statistics["success_rate"]?.number {
            table.add("success rate", "\(Int((rate * 100).rounded())) %")
        }
        if statistics["avg_risk_score"] != nil { table.add("average risk", statistics.text("avg_risk_score")) }
        table.add("needed an approval", statistics.text("hitl_required_count"))
        if statistics["avg_execution_time_ms"] != nil {
            table.add("average time", statistics.text("avg_execution_time_ms") + " ms")
        }
        for (status, count) in statistics["by_status"]?.object ?? [:] { table.add("  \(status)", count.forPeople) }
        return String(table.text.drop { $0.isWhitespace })
    }
}
