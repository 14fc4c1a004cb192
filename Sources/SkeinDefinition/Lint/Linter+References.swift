// SPDX-License-Identifier: Apache-2.0

import SkeinModel

extension Linter {
    /// Checks that a reference leads to something that may exist when the step at `position` starts, or when the steps
    /// inside it have run.
    func check(_ use: ReferenceUse, from position: Int, isAtItsEnd: Bool = false) {
        if self.isItem(use, at: position, isAtItsEnd: isAtItsEnd) { return }
        if isAtItsEnd, let target = self.target(of: use), self.graph.isInside(target.index, position) {
            if use.root == "steps" { self.checkStepField(use, target) }
            return
        }
        switch use.root {
        case "input", "context": break
        case "signal" where use.pointer.tokens.last == "correlate": break
        case "signal":
            self.report("reference-unknown", use, "$signal is only known to the correlate of a wait for a signal.")
        case "error":
            self.report("reference-unknown", use, "$error is only known to fallback_value.")
        case "steps":
            guard let name = use.members.first else { return }
            guard let target = self.graph.node(named: name) else {
                let hint = NearestName.hint(self.graph.stepNames, for: name)
                return self.report("reference-unknown", use, "No step is named '\(name)'.", hint)
            }
            self.checkStepField(use, target)
            self.checkOrder(use, target, from: position)
        case "outputs":
            guard let name = use.members.first else { return }
            self.checkVariable(use, name, from: position)
        default:
            if let number = ReservedNames.stepNumber(use.root) {
                self.checkNumbered(use, number, from: position)
            } else {
                self.checkVariable(use, use.root, from: position)
            }
        }
    }

    private func checkVariable(_ use: ReferenceUse, _ name: String, from position: Int) {
        guard let target = self.graph.node(owning: name) else {
            let known = self.graph.outputVariables + ["input", "context", "steps", "outputs"]
            let hint =
                NearestName.hint(known, for: name)
                ?? "References start with $input, $context, $steps, $outputs or an output variable."
            return self.report("reference-unknown", use, "'\(name)' is no output variable of this definition.", hint)
        }
        self.checkOrder(use, target, from: position)
    }

    private func checkNumbered(_ use: ReferenceUse, _ number: Int, from position: Int) {
        guard let target = self.graph.node(numbered: number) else {
            return self.report("reference-unknown", use, "There is no step \(number).")
        }
        if let variable = use.members.first, variable != target.step.outputVariable {
            let owner = self.graph.node(owning: variable)
            let hint =
                owner.map { "'\(variable)' belongs to step '\($0.step.name)': write $\(variable)." }
                ?? target.step.outputVariable.map { "Its output variable is '\($0)'." }
            let message = "Step \(number) ('\(target.step.name)') does not write to '\(variable)'."
            return self.report("step-variable-mismatch", use, message, hint)
        }
        self.checkOrder(use, target, from: position)
    }

    /// Whether a reference reads what a step itself came to.
    func reads(_ use: ReferenceUse, _ node: Graph.Node) -> Bool { self.target(of: use)?.index == node.index }

    /// The step whose value a reference reads.
    private func target(of use: ReferenceUse) -> Graph.Node? {
        switch use.root {
        case "steps": use.members.first.flatMap { self.graph.node(named: $0) }
        case "outputs": use.members.first.flatMap { self.graph.node(owning: $0) }
        default:
            self.graph.node(owning: use.root)
                ?? ReservedNames.stepNumber(use.root).flatMap { self.graph.node(numbered: $0) }
        }
    }

    /// Whether a reference reads the item of a for_each that the step stands in; elsewhere that is an error.
    private func isItem(_ use: ReferenceUse, at position: Int, isAtItsEnd: Bool) -> Bool {
        let names = self.graph.itemNames(at: position, isInside: isAtItsEnd)
        if names.contains(use.root) { return true }
        guard ["item", "index", "key"].contains(use.root) else { return false }
        self.report("reference-unknown", use, "'$\(use.root)' is only known inside a for_each.")
        return true
    }

    private func checkStepField(_ use: ReferenceUse, _ target: Graph.Node) {
        guard use.members.count > 1 else { return }
        let fields = ["output", "status", "attempts"]
        guard !fields.contains(use.members[1]) else { return }
        let hint = "Write $steps.\(target.step.name).output.\(use.members[1]) for a part of its output."
        let message = "'\(use.members[1])' is nothing that a step has; it has \(fields.joined(separator: ", "))."
        self.report("reference-unknown", use, message, hint)
    }

    private func checkOrder(_ use: ReferenceUse, _ target: Graph.Node, from position: Int) {
        let isAtTheEnd = position >= self.graph.nodes.count
        let reader = isAtTheEnd ? "the end" : "step '\(self.graph.nodes[position].step.name)'"
        switch self.graph.order(of: target.index, before: position) {
        case .before: return
        case .earlierIteration:
            guard !use.mayBeAbsent else { return }
            let message = "In the first iteration \(reader) reads step '\(target.step.name)' before it has run."
            self.report("reference-too-early", use, message, "Write `?? default` for the first iteration.")
            return
        case .insideForEach(let name):
            let message = "Step '\(target.step.name)' runs once for each item of '\(name)', so it has no one value."
            let hint = "Read $steps.\(name).output, the list of what the items came to."
            self.report("reference-into-for-each", use, message, hint)
            return
        case .never: break
        }
        if isAtTheEnd { return }
        let name = self.graph.nodes[position].step.name
        let message = "Step '\(name)' reads the output of step '\(target.step.name)', which has not run by then."
        let hint = "Move '\(target.step.name)' before '\(name)', outside of other arms of the same branch."
        self.report("reference-too-early", use, message, hint)
    }

    private func report(
        _ code: String,
        _ use: ReferenceUse,
        _ message: String,
        _ hint: String? = nil
    ) {
        let path = ([use.root] + use.members).joined(separator: ".")
        let whole = "\(message) ('$\(path)')"
        self.collector.add(Problem(code, at: use.pointer, whole, hint: hint))
    }
}
