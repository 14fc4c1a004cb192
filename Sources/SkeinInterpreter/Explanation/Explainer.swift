// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinExpression
import SkeinModel

/// Explains one state: what it waits for, and what a decision in it was made on.
struct Explainer {
    let state: ExecutionState
    let graph: Graph

    // MARK: Choices

    /// Why a step was skipped or a branch went where it went; `nil` for other events.
    func choice(_ event: Event) -> Explanation.Choice? {
        switch event {
        case .stepSkipped(let event): return self.skipped(event)
        case .scopeOpened(let event):
            guard let node = self.graph.node(at: event.path), case .branch(let branch) = node.step.kind else {
                return nil
            }
            return self.branched(event, branch)
        case .stepFailed(let event) where event.resolution != .fail:
            let what = event.resolution == .skip ? "was skipped" : "went on with its fallback value"
            let sentence = "Step '\(event.path)' failed (\(event.failure.code)) and \(what): \(event.failure.message)"
            return self.choice(event.path, sentence, nil)
        default: return nil
        }
    }

    private func skipped(_ event: StepSkipped) -> Explanation.Choice {
        guard event.condition != nil else {
            return self.choice(event.path, "Step '\(event.path)' was skipped by an operator.", nil)
        }
        let condition = self.graph.node(at: event.path)?.step.condition
        return self.choice(event.path, "Step '\(event.path)' was skipped: its condition is false.", condition)
    }

    private func branched(_ event: ScopeOpened, _ branch: BranchStep) -> Explanation.Choice {
        if case .expression(let on)? = branch.on {
            let way = event.arm.map { $0 == "else" ? "no case fits, so 'else'" : "case '\($0)'" } ?? "no case fits"
            return self.choice(event.path, "Branch '\(event.path)': \(way).", on)
        }
        if let arm = branch.arms.first(where: { $0.name == event.arm }) {
            let sentence = "Branch '\(event.path)' took arm \(arm.name): its condition is the first that holds."
            return self.choice(event.path, sentence, arm.condition)
        }
        let way = event.arm == nil ? "took no arm" : "took 'else'"
        let conditions = branch.arms.map(\.condition)
        let values = conditions.flatMap { self.values(of: $0, at: event.path) }
        return Explanation.Choice(
            path: event.path,
            sequence: self.state.sequence + 1,
            sentence: "Branch '\(event.path)' \(way): no condition holds.",
            expression: conditions.map(\.source).joined(separator: "; "),
            values: values
        )
    }

    private func choice(_ path: String, _ sentence: String, _ expression: Expression?) -> Explanation.Choice {
        Explanation.Choice(
            path: path,
            sequence: self.state.sequence + 1,
            sentence: sentence,
            expression: expression?.source,
            values: expression.map { self.values(of: $0, at: path) } ?? []
        )
    }

    /// What an expression read.
    private func values(of expression: Expression, at path: String) -> [(reference: String, value: JSONValue)] {
        // Nothing is evaluated here, only looked up.
        let frame = self.state.frame(of: path)
        let scope = ReferenceScope(self.state, graph: self.graph, frame: frame, timeZones: .none)
        return expression.references.map { reference in
            var text = "$" + reference.root
            var value = scope.value(of: reference.root)
            for segment in reference.path {
                guard case .member(let name) = segment else { break }
                text += "." + name
                value = value?[name]
            }
            return (text, value ?? .null)
        }
    }

    // MARK: The output

    /// Where the members of the output come from, in the state in which it was made.
    func origins() -> [Explanation.Origin] {
        guard let output = self.graph.definition.output else {
            return self.state.outputs.keys.map { self.origin($0, "$" + $0, [$0], []) }
        }
        guard case .object(let members) = output else { return [self.origin(of: output, "")] }
        return members.map { self.origin(of: $0.value, $0.key) }
    }

    private func origin(of value: ValueTemplate, _ member: String) -> Explanation.Origin {
        guard case .expression(let expression) = value else { return self.origin(member, "", [], []) }
        let roots = expression.references.flatMap { reference -> [String] in
            guard reference.root == "steps" || reference.root == "outputs",
                case .member(let name)? = reference.path.first
            else { return [reference.root] }
            return [name]
        }
        return self.origin(member, expression.source, roots, self.values(of: expression, at: ""))
    }

    private func origin(
        _ member: String,
        _ expression: String,
        _ names: [String],
        _ values: [(reference: String, value: JSONValue)]
    ) -> Explanation.Origin {
        let nodes = names.compactMap { name in
            self.graph.node(owning: name) ?? self.graph.node(named: name)
                ?? stepNumber(ofRoot: name).flatMap { self.graph.node(numbered: $0) }
        }
        let steps = nodes.compactMap { node -> (path: String, attempt: Int)? in
            let runs = self.state.steps.filter { InstancePath.withoutInstances($0.key) == node.path }
            let last = runs.max { ($0.value.resultSequence ?? 0) < ($1.value.resultSequence ?? 0) }
            return last.map { ($0.key, $0.value.attempt) }
        }
        return Explanation.Origin(member: member, expression: expression, steps: steps, values: values)
    }

    // MARK: Waits

    /// What will wake the execution; none for one that has ended.
    func waits(since: [String: Timestamp]) -> [Explanation.Wait] {
        if self.state.status.isTerminal { return [] }
        var waits: [Explanation.Wait] = []
        if self.state.isPaused {
            waits.append(self.wait(nil, "operator", "An operator holds it; `skein resume` lets it go on.", since))
        }
        if self.state.status == .awaitingApproval, let approval = self.state.approval {
            let request = approval.request
            let sentence = "Its result waits for \(request.approvals - approval.approvals) more approval(s)."
            waits.append(
                Explanation.Wait(
                    path: nil,
                    kind: "approval",
                    sentence: sentence,
                    since: approval.requestedAt,
                    until: request.expiresAt,
                    people: request.roles.map { "role \($0)" }
                )
            )
        }
        let open = self.state.steps.filter { $0.value.isOpenItself }
        return waits + open.sorted { $0.key < $1.key }.map { self.wait($0.key, $0.value, since) }
    }

    private func wait(_ path: String, _ run: StepRun, _ since: [String: Timestamp]) -> Explanation.Wait {
        let until = self.state.timers.filter { $0.key.path == path }.values.min()
        if let task = run.humanTask {
            let holder = task.claimedBy.map { [$0] }
            let people = holder ?? task.assignees + task.roles.map { "role \($0)" }
            let verb = holder == nil ? "waits for somebody to take it" : "has been taken"
            let late = run.isOverdue ? "; it is overdue" : ""
            let sentence = "The task '\(task.content.title)' \(verb)\(late)."
            return self.wait(path, "person", sentence, since, until: task.dueAt, people: people)
        }
        if let signal = run.signal {
            return self.wait(path, "signal", "It waits for the signal '\(signal)'.", since, until: until)
        }
        if let child = run.child, run.status == .waiting {
            return self.wait(path, "child", "It waits for the end of execution \(child).", since, until: until)
        }
        switch run.status {
        case .retrying:
            let why = run.failure.map { "Attempt \(run.attempt) failed (\($0.code)): \($0.message)" } ?? ""
            return self.wait(path, "retry", "\(why) It is tried again.", since, until: until)
        case .blocked:
            let sentence = "It is its turn; `skein advance` starts it."
            return self.wait(path, "operator", sentence, since)
        case .waiting: return self.wait(path, "time", "It waits for its time.", since, until: until)
        default:
            let sentence = "Attempt \(run.attempt) of its task is out."
            return self.wait(path, "task", sentence, since, until: until)
        }
    }

    private func wait(
        _ path: String?,
        _ kind: String,
        _ sentence: String,
        _ since: [String: Timestamp],
        until: Timestamp? = nil,
        people: [String] = []
    ) -> Explanation.Wait {
        Explanation.Wait(
            path: path,
            kind: kind,
            sentence: sentence,
            since: path.flatMap { since[$0] } ?? self.state.startedAt,
            until: until,
            people: people
        )
    }
}
