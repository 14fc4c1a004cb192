// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinExpression
import SkeinModel
import SkeinSchema

extension Turn {
    /// Opens a task for a person, with exactly what is shown.
    mutating func beginHuman(_ place: Place, _ human: HumanStep) throws(HistoryError) {
        let pointer = place.step.pointer.appending("task")
        let id = HumanTaskID(self.newUUID())
        let dueAt = human.dueIn.map { self.now + $0 }
        let content = self.evaluate(at: place) { scope throws(Failure) in
            HumanTaskContent(
                id: id,
                kind: human.kind.rawValue,
                title: Self.text(try human.title.resolve(in: scope, at: pointer.appending("title"))),
                instructions: try human.instructions.map { value throws(Failure) in
                    Self.text(try value.resolve(in: scope, at: pointer.appending("instructions")))
                },
                form: human.formDocument,
                show: try human.show?.resolve(in: scope, at: pointer.appending("show")),
                assignees: try Self.names(human.assignees, scope, at: pointer.appending("assignees")),
                roles: human.roles,
                dueAt: dueAt
            )
        }
        switch content {
        case .failure(let failure): try self.settle(place, 1, failure)
        case .success(let content):
            try self.record(.humanTask(HumanTaskEvent(path: place.path, change: .opened(content))))
            if let dueAt { self.command(.setTimer(.due(path: place.path, round: 1), dueAt)) }
        }
    }

    /// Takes what a person does with a task, or refuses it.
    mutating func take(_ request: HumanRequest) throws(HistoryError) {
        let found = self.state.steps.first { $0.value.humanTask?.content.id == request.taskID }
        guard let (path, run) = found, let task = run.humanTask, let node = self.graph.node(at: path),
            case .human(let human) = node.step.kind
        else {
            return self.refuse(SkeinError(.taskNotFound, "This execution has no task \(request.taskID)."))
        }
        if case .complete(let data, let decision, let note) = request.action, run.status == .completed,
            run.output == HumanAnswer(by: request.by, data: data, decision: decision, note: note).output
        {
            return self.acknowledgeRepeat()
        }
        guard run.status == .waiting, !self.state.status.isTerminal else {
            return self.refuse(SkeinError(.taskClosed, "The task is closed: its step is \(run.status.rawValue)."))
        }
        if let refusal = Self.refusal(of: request, task) { return self.refuse(refusal) }
        switch request.action {
        case .claim:
            if task.claimedBy == request.by { return }
            try self.record(.humanTask(HumanTaskEvent(path: path, change: .claimed(by: request.by))))
        case .release:
            if task.claimedBy == nil { return }
            try self.record(.humanTask(HumanTaskEvent(path: path, change: .claimed(by: nil))))
        case .delegate(let names):
            let change = HumanTaskEvent.Change.delegated(to: names, by: request.by)
            try self.record(.humanTask(HumanTaskEvent(path: path, change: change)))
        case .complete(let data, let decision, let note):
            let answer = HumanAnswer(by: request.by, data: data, decision: decision, note: note)
            if let refusal = Self.refusal(of: answer, human) { return self.refuse(refusal) }
            let place = Place(node: node, path: path)
            try self.record(.humanTask(HumanTaskEvent(path: path, change: .completed(answer))))
            try self.succeed(place, output: answer.output)
        }
    }

    /// A phase or a person's task is late.
    mutating func becomeLate(_ place: Place, _ round: Int) throws(HistoryError) {
        guard case .human(let human) = place.step.kind else {
            return try self.record(.stepOverdue(path: place.path))
        }
        if round == 1, let escalation = human.escalation {
            return try self.escalate(place, human, escalation)
        }
        switch human.onExpiry {
        case .keep: try self.record(.humanTask(HumanTaskEvent(path: place.path, change: .overdue)))
        case .skip: try self.succeed(place, output: .null)
        case .reject:
            let note = "Nobody decided in time."
            let answer = HumanAnswer(by: "", data: [:], decision: "reject", note: note)
            try self.succeed(place, output: answer.output)
        case .fail:
            let message = "Nobody completed the task '\(place.step.name)' in time."
            try self.settle(place, 1, Failure(code: FailureCode.taskExpired, message: message))
        }
    }

    private mutating func escalate(
        _ place: Place,
        _ human: HumanStep,
        _ escalation: HumanStep.Escalation
    ) throws(HistoryError) {
        let pointer = place.step.pointer.appending("task").appending("escalate_to").appending("assignees")
        let names = self.evaluate(at: place) { scope throws(Failure) in
            try Self.names(escalation.assignees, scope, at: pointer)
        }
        switch names {
        case .failure(let failure): try self.settle(place, 1, failure)
        case .success(let names):
            let dueAt = human.dueIn.map { self.now + $0 }
            let change = HumanTaskEvent.Change.escalated(assignees: names, roles: escalation.roles, dueAt: dueAt)
            try self.record(.humanTask(HumanTaskEvent(path: place.path, change: change)))
            if let dueAt { self.command(.setTimer(.due(path: place.path, round: 2), dueAt)) }
        }
    }

    /// Why a person may not do that with a task; `nil` when they may.
    private static func refusal(of request: HumanRequest, _ task: HumanTaskState) -> SkeinError? {
        if let holder = task.claimedBy, holder != request.by {
            return SkeinError(.taskForbidden, "\(holder) has taken this task; it has to be released first.")
        }
        guard task.isOpen(to: request.by, roles: request.roles) || task.claimedBy == request.by else {
            let who = (task.assignees + task.roles.map { "role \($0)" }).joined(separator: ", ")
            return SkeinError(.taskForbidden, "This task is for \(who).")
        }
        if case .delegate(let names) = request.action, names.isEmpty {
            return SkeinError(.taskAnswerInvalid, "A delegation names at least one person.")
        }
        return nil
    }

    /// What is wrong with an answer; `nil` when nothing is.
    private static func refusal(of answer: HumanAnswer, _ human: HumanStep) -> SkeinError? {
        let decisions = ["approve", "reject"]
        if human.kind == .task, answer.decision != nil {
            return SkeinError(.taskAnswerInvalid, "A task of the kind 'task' takes no decision.")
        }
        if human.kind != .task, !decisions.contains(answer.decision ?? "") {
            return SkeinError(.taskAnswerInvalid, "Say whether you approve: the decision is 'approve' or 'reject'.")
        }
        if answer.decision == "reject", answer.note?.isEmpty ?? true {
            return SkeinError(.taskAnswerInvalid, "A rejection says why: add a note.")
        }
        guard let form = human.form, answer.decision != "reject", !form.isValid(answer.data) else { return nil }
        let problems = form.validate(answer.data).map { violation in
            Problem(violation.code, at: violation.instance, violation.message, hint: violation.hint)
        }
        return SkeinError(.taskAnswerInvalid, "The answer does not satisfy the task's form.", problems: problems)
    }

    private static func text(_ value: JSONValue) -> String { value.string ?? JSONWriter.text(value) }

    /// One name or a list of names.
    private static func names(
        _ value: ValueTemplate?,
        _ scope: ReferenceScope,
        at pointer: JSONPointer
    ) throws(Failure) -> [String] {
        switch try value?.resolve(in: scope, at: pointer) {
        case nil, .null: return []
        case .string(let name): return [name]
        case .array(let values) where values.allSatisfy({ $0.string != nil }): return values.compactMap(\.string)
        case let value?:
            let text = JSONWriter.text(value).prefix(100)
            let message = "The assignees (at '\(pointer)') are \(text), not a name or a list of names."
            throw Failure(code: FailureCode.itemsInvalid, message: message)
        }
    }
}
