// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinExpression
import SkeinInterpreter
import SkeinModel

/// What people, other systems and operators do.
extension TestRun {
    // MARK: Tasks of people

    /// Plans what is done with a task that was opened.
    mutating func plan(_ content: HumanTaskContent, at path: String) {
        guard let (script, key) = self.person(for: path) else { return }
        let number = self.answered[key, default: 0] + 1
        self.answered[key] = number
        guard !script.answers.isEmpty else { return }
        for move in script.answers[min(number, script.answers.count) - 1] {
            self.agenda.add(.move(move, taskID: content.id, path: path), at: self.now + move.after)
        }
    }

    private func person(for path: String) -> (PersonScript, key: String)? {
        let lists = [self.test.script.people, self.test.defaults.people]
        let best = Self.best(of: lists) { $0.pattern.matches(path) ? $0.pattern.weight : nil }
        guard let (list, index) = best else { return nil }
        return (lists[list][index], "\(Self.listNames[list]) people \(index)")
    }

    /// Does one thing with a task: as the person who may, unless the test names one.
    mutating func take(_ move: PersonScript.Move, _ taskID: HumanTaskID, _ path: String) {
        guard let task = self.state.steps[path]?.humanTask else { return }
        let action: HumanRequest.Action
        switch move.deed {
        case .claim: action = .claim
        case .release: action = .release
        case .delegate(let names): action = .delegate(to: names)
        case .complete(let template, let decision, let note):
            guard let data = self.data(template, task, path, move.refusal.pointer) else { return }
            // Reviews and approvals are approved unless the test says otherwise.
            let decision = decision ?? (task.content.kind == "task" ? nil : "approve")
            let note = note ?? (decision == "reject" ? "Rejected by the test." : nil)
            action = .complete(data: data, decision: decision, note: note)
        }
        let request = HumanRequest(
            taskID: taskID,
            action: action,
            by: move.by ?? task.claimedBy ?? task.assignees.first ?? "somebody",
            roles: move.roles ?? task.roles
        )
        self.decide(.human(request), expecting: move.refusal)
    }

    /// What a person fills in; it may refer to `$task`, `$input` and `$path`.
    private mutating func data(
        _ template: ValueTemplate,
        _ task: HumanTaskState,
        _ path: String,
        _ pointer: JSONPointer
    ) -> JSONValue? {
        let roots: JSONObject = [
            "task": [
                "title": .string(task.content.title), "show": task.content.show ?? .null,
                "kind": .string(task.content.kind), "assignees": .list(of: task.assignees),
                "roles": .list(of: task.roles),
            ],
            "input": self.state.started?.input ?? .null, "path": .string(path),
        ]
        let place = pointer.appending("data")
        do throws(Failure) {
            return try template.resolve(in: RootScope(roots, timeZones: self.interpreter.timeZones), at: place)
        } catch {
            self.fault("mock-invalid", place, error.message)
            return nil
        }
    }

    // MARK: Signals, approvals, operators

    mutating func send(_ signal: ScriptedSignal, _ number: Int) {
        let id = signal.id ?? "signal-\(number)"
        let received = SignalReceived(id: id, name: signal.name, payload: signal.payload, sentBy: signal.by)
        self.decide(.signal(received), expecting: signal.refusal)
    }

    mutating func take(_ approval: ScriptedApproval) {
        guard let asked = self.state.approval?.request else { return }
        let decided = ApprovalDecided(
            approvalID: asked.approvalID,
            decision: approval.decision,
            decidedBy: approval.by,
            roles: approval.roles ?? asked.roles,
            note: approval.note ?? (approval.decision == .reject ? "Rejected by the test." : nil),
            evidenceHash: asked.evidenceHash
        )
        self.decide(.approvalDecided(decided), expecting: approval.refusal)
    }

    mutating func take(_ action: ScriptedAction) {
        var path = action.step?.text
        if let pattern = action.step {
            // One goes back to a step that has ended, and does everything else with one that has not.
            let candidates = self.state.steps.filter { candidate, run in
                pattern.matches(candidate) && (action.action == .rewind || !run.status.isTerminal)
            }
            path = candidates.keys.sorted().first ?? path
        }
        let event = ControlEvent(
            action: action.action,
            path: path,
            by: action.by,
            note: action.note,
            output: action.output
        )
        self.decide(.control(event), expecting: action.refusal)
    }

    /// Compares whether something was refused with what the test expects.
    mutating func note(_ refusal: SkeinError?, _ expected: ExpectedRefusal) {
        guard refusal?.code.rawValue != expected.code else { return }
        self.outcome.surprises.append(
            Difference(
                pointer: expected.pointer,
                subject: Self.subject(expected.pointer),
                expected: expected.code.map { "refused: \($0)" } ?? "accepted",
                actual: refusal.map { "refused: \($0.code.rawValue): \($0.message)" } ?? "accepted",
                details: refusal?.problems.map(\.description) ?? []
            )
        )
    }

    /// A place in the file as people read it, without the number of the test.
    private static func subject(_ pointer: JSONPointer) -> String {
        let tokens = pointer.tokens.first == "tests" ? Array(pointer.tokens.dropFirst(2)) : pointer.tokens
        return tokens.joined(separator: "/")
    }
}
