// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// The result of a foundation design, as an engineer reads it.
enum FoundationReport {
    static func make(_ execution: JSONValue) -> String {
        guard let output = execution["output"], let design = output["design"], let boq = output["boq"] else {
            return ExecutionText.make(execution)
        }
        let bars = output["bar_schedule"]?.array ?? []
        return [Self.design(design, bars), Self.quantities(boq), Self.outcome(execution)].joined(separator: "\n\n")
    }

    private static func design(_ design: JSONValue, _ bars: [JSONValue]) -> String {
        var table = Table("DESIGN (IS 456:2000)", "")
        table.add("plan", "\(design.text("length")) x \(design.text("width")) m")
        table.add("overall depth", "\(design.text("overall_depth")) mm")
        table.add("bearing pressure", "\(design.text("pressure")) of \(design.text("pressure_capacity")) kN/m2")
        table.add("highest utilisation", "\(design.text("maximum_utilisation")) (\(design.text("governing_check")))")
        for bar in bars {
            let bars = "\(bar.text("count")) of \(bar.text("diameter")) mm, \(bar.text("cutting_length")) mm long"
            table.add("bars \(bar.text("mark"))", "\(bars): \(bar.text("description"))")
        }
        return table.text
    }

    private static func quantities(_ boq: JSONValue) -> String {
        var table = Table("BILL OF QUANTITIES", "", "")
        for item in boq["items"]?.array ?? [] {
            table.add(item.text("description"), item.text("quantity"), item.text("unit"))
        }
        for steel in boq["steel"]?.array ?? [] {
            table.add("  steel of \(steel.text("diameter")) mm, without wastage", steel.text("mass"), "kg")
        }
        return table.text
    }

    private static func outcome(_ execution: JSONValue) -> String {
        let status = execution.text("status")
        let risk = execution["risk"].map { "\(ExecutionText.risk($0))" } ?? ""
        return "The execution is \(status); \(risk)."
    }
}
