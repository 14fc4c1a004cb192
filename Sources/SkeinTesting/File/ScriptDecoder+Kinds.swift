// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinInterpreter
import SkeinModel

extension ScriptDecoder {
    private static let file = "a test file"

    // MARK: Functions

    /// `functions`: answers by the name of a function or the name or path of a step.
    func functions(_ reader: FieldReader) -> [FunctionMock] {
        guard let map = reader.reader("functions") else { return [] }
        return map.object.compactMap { name, value in
            let place = map.pointer.appending(name)
            let answers = self.oneOrMore(value, at: place, reader.collector) { self.answer($0) }
            guard let subject = self.subject(name, at: place, reader.collector), !answers.isEmpty else { return nil }
            return FunctionMock(subject: subject, answers: answers)
        }
    }

    /// `returns`, `fails`, `real` or `times_out`, and `takes`.
    private func answer(_ reader: FieldReader) -> FunctionMock.Answer? {
        let takes = self.duration(reader, "takes")
        var results: [FunctionMock.Answer.Result] = []
        if reader.has("returns") { results += self.template(reader, "returns").map { [.returns($0)] } ?? [] }
        if reader.has("fails") { results += self.failure(reader).map { [.fails($0)] } ?? [] }
        if reader.bool("real") == true { results.append(.real) }
        if reader.bool("times_out") == true { results.append(.timesOut) }
        let written = ["returns", "fails", "real", "times_out"].count { reader.object[$0] != nil }
        reader.finish(Self.file)
        guard written == 1 else {
            let hint = "Write returns: VALUE, fails: {code: ...}, times_out: true or real: true."
            let message = "An answer has one of 'returns', 'fails', 'times_out' and 'real'."
            reader.problem("field-missing", nil, message, hint: hint)
            return nil
        }
        return results.first.map { FunctionMock.Answer(result: $0, takes: takes, pointer: reader.pointer) }
    }

    /// A code, or `{code, message, retryable, retry_after, details}`.
    private func failure(_ reader: FieldReader) -> Failure? {
        if case .string(let code)? = reader.object["fails"] {
            return Failure(code: code, message: "The test lets it fail with '\(code)'.")
        }
        guard let failure = reader.reader("fails") else { return nil }
        failure.require("code", "the failure's stable name, which retry policies match")
        let code = failure.string("code")
        let message = failure.string("message") ?? "The test lets it fail with '\(code ?? "")'."
        let details = failure.value("details") ?? .null
        let isRetryable = failure.bool("retryable") ?? false
        let retryAfter = failure.duration("retry_after")
        failure.finish(Self.file)
        return code.map {
            Failure(
                code: $0,
                message: message,
                details: details,
                isRetryable: isRetryable,
                retryAfter: retryAfter
            )
        }
    }

    // MARK: People

    /// `people`: what is done with the tasks of human steps, by the name or path of the step.
    func people(_ reader: FieldReader) -> [PersonScript] {
        guard let map = reader.reader("people") else { return [] }
        return map.object.compactMap { name, value in
            let place = map.pointer.appending(name)
            let answers = self.oneOrMore(value, at: place, reader.collector) { self.moves($0) }
            guard let pattern = self.pattern(name, at: place, reader.collector) else { return nil }
            if !pattern.canMatchTask(self.graph) {
                let message = "'\(name)' asks no person; only human steps do."
                map.problem("step-unknown", name, message)
            }
            return PersonScript(pattern: pattern, answers: answers)
        }
    }

    /// `never: true`, one move, or `moves`.
    private func moves(_ reader: FieldReader) -> [PersonScript.Move]? {
        if reader.bool("never") == true {
            reader.finish(Self.file)
            return []
        }
        guard reader.has("moves") else { return self.move(reader).map { [$0] } }
        let moves = self.objects(reader, "moves") { self.move($0) }
        reader.finish(Self.file)
        return moves
    }

    private func move(_ reader: FieldReader) -> PersonScript.Move? {
        let after = self.duration(reader)
        let by = reader.string("by")
        let roles = reader.strings("roles")
        let refusal = self.refusal(reader)
        let what = reader.string("do") ?? "complete"
        let deed: PersonScript.Move.Deed?
        switch what {
        case "claim": deed = .claim
        case "release": deed = .release
        case "delegate":
            reader.require("to", "the people who get the task")
            deed = .delegate(to: reader.strings("to") ?? [])
        case "complete":
            let decision = reader.choice("decision", ApprovalDecided.Decision.self)?.rawValue
            let data = self.template(reader, "data") ?? .literal([:])
            deed = .complete(data: data, decision: decision, note: reader.string("note"))
        default:
            let names = ["complete", "claim", "release", "delegate"]
            let hint = NearestName.hint(names, for: what)
            reader.problem("value-unknown", "do", "'\(what)' is none of \(names.joined(separator: ", ")).", hint: hint)
            deed = nil
        }
        reader.finish(Self.file)
        return deed.map { PersonScript.Move(deed: $0, after: after, by: by, roles: roles, refusal: refusal) }
    }

    // MARK: Signals, approvals, actions

    func signal(_ reader: FieldReader) -> ScriptedSignal? {
        reader.require("name", "the name that the wait step waits for")
        let trigger = self.trigger(reader)
        let name = reader.string("name")
        let id = reader.string("id")
        let by = reader.string("by") ?? "sender"
        let payload = self.includer.resolve(reader.value("payload") ?? .null, at: reader.pointer.appending("payload"))
        let refusal = self.refusal(reader)
        reader.finish(Self.file)
        guard let trigger, let name else { return nil }
        return ScriptedSignal(trigger: trigger, name: name, id: id, by: by, payload: payload, refusal: refusal)
    }

    func approval(_ reader: FieldReader) -> ScriptedApproval? {
        reader.require("decision", "'approve' or 'reject'")
        let decision = reader.choice("decision", ApprovalDecided.Decision.self)
        let after = self.duration(reader)
        let by = reader.string("by") ?? "approver"
        let roles = reader.strings("roles")
        let note = reader.string("note")
        let refusal = self.refusal(reader)
        reader.finish(Self.file)
        return decision.map {
            ScriptedApproval(decision: $0, after: after, by: by, roles: roles, note: note, refusal: refusal)
        }
    }

    func action(_ reader: FieldReader) -> ScriptedAction? {
        reader.require("do", "what the operator does")
        let action = reader.choice("do", ControlEvent.Action.self)
        let trigger = self.trigger(reader)
        let step = self.pattern(reader, "step")
        let by = reader.string("by") ?? "operator"
        let note = reader.string("note")
        let refusal = self.refusal(reader)
        let output = reader.value("output").map { self.includer.resolve($0, at: reader.pointer.appending("output")) }
        if action == .skip { reader.require("step", "the step that is skipped") }
        reader.finish(Self.file)
        guard let action, let trigger else { return nil }
        return ScriptedAction(
            trigger: trigger,
            action: action,
            step: step,
            output: output,
            by: by,
            note: note,
            refusal: refusal
        )
    }
}
