// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
import SkeinModel

/// Reads lists of steps, nested ones included.
struct StepDecoder {
    let limits: DefinitionLimits
    let collector: ProblemCollector

    /// The step types of the format that a later version runs.
    private static let unavailableTypes = ["task", "http", "webhook", "llm", "artifact"]
    private static let availableTypes = [
        "function", "transform", "validate", "branch", "parallel", "for_each", "loop", "phase", "wait", "human",
        "workflow", "emit", "raise", "finish",
    ]

    /// The names under which other systems know the step types.
    private static let typeAliases = [
        "FUNCTION_CALL": "function", "HTTP_REQUEST": "http", "DATA_TRANSFORM": "transform", "VALIDATION": "validate",
        "CONDITIONAL": "branch", "PARALLEL": "parallel", "FOR_EACH": "for_each", "WAIT": "wait",
        "WEBHOOK_CALL": "webhook",
    ]

    /// Reads the definition's `workflow_steps`.
    func decode(_ reader: FieldReader) -> [StepDefinition] {
        reader.require("workflow_steps", "the list of steps, at least one")
        guard let list = reader.array("workflow_steps") else { return [] }
        if list.isEmpty {
            reader.problem("steps-missing", "workflow_steps", "A definition has at least one step.")
        }
        let steps = self.steps(list, at: reader.pointer.appending("workflow_steps"), depth: 1)
        let count = Self.count(list)
        if count > self.limits.steps {
            let message = "The definition has \(count) steps; the limit (definition.steps) is \(self.limits.steps)."
            reader.problem("limit-exceeded", "workflow_steps", message)
        }
        return steps
    }

    /// Reads a list of steps at a place of the document.
    func steps(_ list: [JSONValue], at pointer: JSONPointer, depth: Int) -> [StepDefinition] {
        guard depth <= self.limits.depth else {
            let message = "Steps are nested deeper than the limit (definition.depth) of \(self.limits.depth)."
            self.collector.add(Problem("limit-exceeded", at: pointer, message))
            return []
        }
        return list.enumerated().compactMap { index, value in
            let place = pointer.appending(index)
            guard case .object(let object) = value else {
                let message = "A step is an object, not \(value.typeName)."
                self.collector.add(Problem("type-mismatch", at: place, message))
                return nil
            }
            let reader = FieldReader(object, at: place, self.collector)
            let step = self.step(reader, depth: depth)
            reader.finish()
            return step
        }
    }

    private func step(_ reader: FieldReader, depth: Int) -> StepDefinition? {
        let name = self.name(reader)
        let number = reader.int("step_number", in: 1...100_000)
        let description = reader.string("description") ?? reader.string("title") ?? ""
        reader.allow("title")
        let phase = reader.string("phase")
        self.refuseMixed(reader, "condition", "conditional_expression")
        let condition = reader.expression("condition") ?? reader.expression("conditional_expression")
        let outputVariable = self.outputVariable(reader)
        let handling = ErrorHandlingDecoder(limits: self.limits).decode(reader)
        let clocks = self.clocks(reader)
        let advance = reader.choice("advance", Advance.self) ?? .automatic
        let dependsOn = reader.strings("depends_on") ?? []
        let compensation = self.compensation(reader)
        let kind = self.kind(reader, depth: depth)
        guard let name, let kind else { return nil }
        self.refuseClocks(clocks, of: kind, reader)
        self.warn(clocks, handling, of: kind, reader)
        return StepDefinition(
            name: name,
            number: number,
            description: description,
            phase: phase,
            condition: condition,
            outputVariable: outputVariable,
            errorHandling: handling,
            compensation: compensation,
            dependsOn: dependsOn,
            clocks: clocks,
            isManual: advance == .manual,
            kind: kind,
            pointer: reader.pointer
        )
    }

    private func name(_ reader: FieldReader) -> String? {
        self.refuseMixed(reader, "step_name", "id")
        guard let name = reader.string("step_name") ?? reader.string("id") else {
            if reader.object["id"] == nil {
                reader.require("step_name", "the step's identity, unique in the definition")
            }
            return nil
        }
        guard (1...100).contains(name.count), !name.contains("/"), !name.contains("[") else {
            let hint = "Use 1 to 100 characters without '/' and '['."
            let field = reader.object["step_name"] == nil ? "id" : "step_name"
            reader.problem("name-malformed", field, "'\(name.prefix(120))' cannot name a step.", hint: hint)
            return nil
        }
        return name
    }

    private func outputVariable(_ reader: FieldReader) -> String? {
        guard let name = reader.string("output_variable") else { return nil }
        guard NamePattern.isName(name) else {
            let hint = "Use lower-case letters, digits and '_', starting with a letter."
            reader.problem("name-malformed", "output_variable", "'\(name)' cannot name a variable.", hint: hint)
            return nil
        }
        return name
    }

    /// What starts a step once it is its turn.
    private enum Advance: String, CaseIterable { case automatic, manual }

    /// `timeout_seconds`, `schedule_to_start_seconds`, `heartbeat_seconds` and `total_timeout_seconds`.
    private func clocks(_ reader: FieldReader) -> StepClocks {
        StepClocks(
            attempt: self.seconds(reader, "timeout_seconds"),
            scheduleToStart: self.seconds(reader, "schedule_to_start_seconds"),
            heartbeat: self.seconds(reader, "heartbeat_seconds"),
            total: self.seconds(reader, "total_timeout_seconds")
        )
    }

    /// Two of the clocks measure the work of functions, and nothing else has them.
    private func refuseClocks(_ clocks: StepClocks, of kind: StepDefinition.Kind, _ reader: FieldReader) {
        if case .function = kind { return }
        let written = [
            ("schedule_to_start_seconds", clocks.scheduleToStart), ("heartbeat_seconds", clocks.heartbeat),
        ]
        for (name, clock) in written where clock != nil {
            let message = "\(name) is for steps that call a function."
            reader.problem("clock-misplaced", name, message, hint: "Use total_timeout_seconds.")
        }
    }

    /// Steps that call nothing have no attempts to limit or repeat.
    private func warn(
        _ clocks: StepClocks,
        _ handling: ErrorHandling,
        of kind: StepDefinition.Kind,
        _ reader: FieldReader
    ) {
        switch kind {
        case .function, .workflow, .emit: return
        default: break
        }
        if clocks.attempt != nil {
            let message = "timeout_seconds limits an attempt, and this step calls nothing."
            reader.warning("timeout-unused", "timeout_seconds", message, hint: "Use total_timeout_seconds.")
        }
        if handling.retry.maxAttempts > 1 {
            let message = "A step that calls nothing is not tried again: it would come to the same."
            reader.warning("retry-unused", "error_handling", message, hint: "Leave the retry out.")
        }
    }

    private func seconds(_ reader: FieldReader, _ name: String) -> Duration? {
        guard let seconds = reader.number(name) else { return nil }
        let limit = Double(self.limits.timeout.microseconds) / 1_000_000
        guard seconds >= 0.000_001, seconds <= limit else {
            let message = "\(name) is \(seconds); it must be above 0 and at most \(limit) (definition.timeout)."
            reader.problem("value-out-of-range", name, message)
            return nil
        }
        return .microseconds(Int64(seconds * 1_000_000))
    }

    private func kind(_ reader: FieldReader, depth: Int) -> StepDefinition.Kind? {
        let written = reader.string("type") ?? "function"
        let type = Self.typeAliases[written] ?? written
        switch type {
        case "function": return self.function(reader)
        case "transform": return self.transform(reader)
        case "validate": return self.validate(reader)
        case "branch": return self.branch(reader, depth: depth)
        case "parallel": return self.parallel(reader, depth: depth)
        case "for_each": return self.forEach(reader, depth: depth)
        case "loop": return self.loop(reader, depth: depth)
        case "phase": return self.phase(reader, depth: depth)
        case "wait": return self.wait(reader)
        case "human": return self.human(reader)
        case "workflow": return self.workflow(reader)
        case "emit": return self.emit(reader)
        case "raise": return self.raise(reader)
        case "finish": return .finish(output: reader.template("output"))
        default:
            reader.allow(reader.object.keys)
            if Self.unavailableTypes.contains(type) {
                let message = "Steps of type '\(written)' are part of the format, but this version does not run them."
                reader.problem("step-type-unavailable", "type", message)
            } else {
                let names = Self.availableTypes.joined(separator: ", ")
                let hint = NearestName.hint(Self.availableTypes, for: written) ?? "Types: \(names)."
                reader.problem("step-type-unknown", "type", "'\(written)' is no type of step.", hint: hint)
            }
            return nil
        }
    }

    /// An alias beside its field says two things at once.
    func refuseMixed(_ reader: FieldReader, _ field: String, _ alias: String) {
        guard reader.has(field), reader.has(alias) else { return }
        reader.problem("alias-mixed", alias, "'\(alias)' is another name of '\(field)'; write one of them.")
    }

    private static func count(_ list: [JSONValue]) -> Int {
        var count = 0
        var open = list
        while let value = open.popLast() {
            guard case .object(let object) = value else { continue }
            count += 1
            for list in NestedSteps.lists(of: object) { open += list.steps }
        }
        return count
    }
}
