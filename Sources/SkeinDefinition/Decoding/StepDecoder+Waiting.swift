// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension StepDecoder {
    /// `for`, `until` or `signal`.
    func wait(_ reader: FieldReader) -> StepDefinition.Kind? {
        let written = ["for", "until", "signal"].filter { reader.has($0) }
        guard written.count == 1 else {
            reader.problem("field-missing", nil, "A wait has 'for', 'until' or 'signal', one of them.")
            return nil
        }
        switch written[0] {
        case "for": return self.duration(reader, "for").map { .wait(.duration($0)) }
        case "until": return reader.template("until").map { .wait(.until($0)) }
        default: return self.signal(reader).map { .wait(.signal($0)) }
        }
    }

    /// `workflow`, `version`, `input_mapping` and `wait`.
    func workflow(_ reader: FieldReader) -> StepDefinition.Kind? {
        reader.require("workflow", "the key of the definition to execute")
        let key = reader.string("workflow")
        if let key, !NamePattern.isName(key) {
            let hint = "Write the deliverable_type of the definition."
            reader.problem("name-malformed", "workflow", "'\(key)' cannot name a definition.", hint: hint)
        }
        let version = reader.int("version", in: 1...Int(Int32.max))
        let input = self.mapping(reader, "input_mapping") ?? .literal(.object([:]))
        let waits = reader.bool("wait") ?? true
        return key.map { .workflow(WorkflowStep(key: $0, version: version, input: input, waits: waits)) }
    }

    /// `event` and `payload`.
    func emit(_ reader: FieldReader) -> StepDefinition.Kind? {
        reader.require("event", "the name that others wait for")
        let payload = reader.template("payload") ?? .literal(.null)
        return reader.string("event").map { .emit(EmitStep(event: $0, payload: payload)) }
    }

    private func signal(_ step: FieldReader) -> SignalWait? {
        guard let reader = step.reader("signal") else { return nil }
        reader.require("name", "the name that the signal is sent under")
        let name = reader.string("name")
        let correlate = reader.expression("correlate")
        let timeout = self.duration(reader, "timeout")
        let onTimeout = reader.choice("on_timeout", SignalWait.OnTimeout.self) ?? .fail
        reader.finish()
        return name.map { SignalWait(name: $0, correlate: correlate, timeout: timeout, onTimeout: onTimeout) }
    }

    /// A length of time that may be computed; one that is written out is checked here.
    private func duration(_ reader: FieldReader, _ name: String) -> ValueTemplate? {
        if case .string(let text)? = reader.value(name), !text.hasPrefix("$"), !text.hasPrefix("="),
            !text.contains("{{")
        {
            return reader.duration(name).map { _ in .literal(.string(text)) }
        }
        return reader.template(name)
    }

    /// `task {title, instructions, form, show, assignees, roles, due_in, escalate_to, on_expiry}` and `kind`.
    func human(_ step: FieldReader) -> StepDefinition.Kind? {
        let kind = step.choice("kind", HumanStep.Kind.self) ?? .task
        step.require("task", "what is asked, at least its title")
        guard let reader = step.reader("task") else { return nil }
        reader.require("title", "a line that says what is to be done")
        let title = reader.template("title")
        let instructions = reader.template("instructions")
        let form = reader.schema("form")
        let show = reader.template("show")
        let assignees = reader.template("assignees")
        let roles = reader.strings("roles") ?? []
        let dueIn = reader.duration("due_in")
        let escalation = self.escalation(reader)
        let onExpiry = reader.choice("on_expiry", HumanStep.OnExpiry.self)
        if dueIn == nil, escalation != nil || onExpiry != nil {
            let message = "Nothing is due without 'due_in', so this never happens."
            reader.problem("field-missing", escalation != nil ? "escalate_to" : "on_expiry", message)
        }
        if onExpiry == .reject, kind == .task {
            reader.problem("value-unknown", "on_expiry", "A task of the kind 'task' cannot be rejected.")
        }
        reader.finish()
        guard let title else { return nil }
        return .human(
            HumanStep(
                kind: kind,
                title: title,
                instructions: instructions,
                form: form,
                formDocument: reader.value("form"),
                show: show,
                assignees: assignees,
                roles: roles,
                dueIn: dueIn,
                escalation: escalation,
                onExpiry: onExpiry ?? .fail
            )
        )
    }

    private func escalation(_ task: FieldReader) -> HumanStep.Escalation? {
        guard let reader = task.reader("escalate_to") else { return nil }
        let escalation = HumanStep.Escalation(
            assignees: reader.template("assignees"),
            roles: reader.strings("roles") ?? []
        )
        if escalation.assignees == nil, escalation.roles.isEmpty {
            reader.problem("field-missing", nil, "escalate_to names 'assignees' or 'roles'.")
        }
        reader.finish()
        return escalation
    }
}
