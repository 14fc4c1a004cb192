// SPDX-License-Identifier: Apache-2.0

import SkeinModel

/// The result of a foundation design, as an engineer reads it.
enum FoundationReport {
    static func make(_ execution: JSONValue) -> String {
        guard let output = execution["output"], let design = output["design"], let boq = output["boq"] else {
            return ExecutionText.make(execution)
        }
        return [Self.design(design), Self.quantities(boq), Self.outcome(execution)].joined(separator: "\n\n")
    }

    private static func design(_ schedule: JSONValue) -> String {
        let design = schedule["design"] ?? schedule
        var table = Table("Design (IS 456:2000)", "")
        table.add("plan", "\(design.text("length")) x \(design.text("width")) m")
        table.add("overall depth", "\(design.text("overall_depth")) mm")
        table.add(
            "bearing pressure",
            "\(schedule.text("pressure")) of \(schedule.text("pressure_capacity")) kN/m2"
        )
        table.add("highest utilisation", "\(design.text("maximum_utilisation")) (\(design.text("governing_check")))")
        for bar in schedule["bar_schedule"]?.array ?? [] {
            table.add("bars \(bar.text("mark"))", "\(bar.text("number")) of \(bar.text("diameter")) mm, \(bar.text("description"))")
        }
        return table.text
    }

    private static func quantities(_ boq: JSONValue) -> String {
        var table = Table("Bill of quantities", "")
        Self.add(boq, to: &table, prefix: "")
        return table.text
    }

    /// Every number of the bill with its name, whose last part is the unit.
    private static func add(_ value: JSONValue, to table: inout Table, prefix: String) {
        switch value {
        case .object(let object):
            for (name, member) in object {
                Self.add(member, to: &table, prefix: prefix.isEmpty ? name : "\(prefix) \(name)")
            }
        case .array(let values):
            for item in values {
                guard case .object(let object) = item else { continue }
                let cells = object.map { "\($0.key) \($0.value.forPeople)" }
                table.add(prefix, cells.joined(separator: ", "))
            }
        case .null: break
        default: table.add(prefix.map { $0 == "_" ? " " : String($0) }.joined(), value.forPeople)
        }
    }

    private static func outcome(_ execution: JSONValue) -> String {
        let status = execution.text("status")
        let risk = execution["risk"].map { "\(ExecutionText.risk($0))" } ?? ""
        return "The execution is \(status); \(risk)."
    }
}
