// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
import SkeinModel

/// Finds what a well-formed definition says that cannot work, or is probably a mistake.
struct Linter {
    let graph: Graph
    let collector: ProblemCollector

    /// Checks every reference, then looks for things that are never used.
    func run() {
        let uses = self.graph.nodes.flatMap { self.check($0) } + self.checkEnd()
        self.reportUnused(uses)
        self.reportUnreachable()
        self.reportRisk()
    }

    /// What decides whether a loop goes on, or a phase is done, is read when the steps inside have run.
    private static let fieldsReadAtTheEnd: Set<String> = ["while", "until", "gate", "key"]

    /// Checks the references of one step and returns them.
    private func check(_ node: Graph.Node) -> [ReferenceUse] {
        let step = node.step
        if let condition = step.condition { self.reportConstant(condition, at: step.pointer.appending("condition")) }
        let uses = StepReferences.uses(of: step)
        for use in uses {
            let field = use.pointer.tokens.dropFirst(step.pointer.tokens.count).first ?? ""
            // `while` is read before the first iteration too, when nothing inside has run.
            let isEarly = field == "while" && !use.mayBeAbsent
            self.check(use, from: node.index, isAtItsEnd: !isEarly && Self.fieldsReadAtTheEnd.contains(field))
        }
        let fallback = StepReferences.fallbackUses(of: step)
        for use in fallback where use.root != "error" { self.check(use, from: node.index) }
        let compensation = StepReferences.compensationUses(of: step)
        for use in compensation where use.root != "error" && !self.reads(use, node) {
            self.check(use, from: node.index)
        }
        return uses + fallback + compensation
    }

    /// Checks the references that are read after the last step.
    private func checkEnd() -> [ReferenceUse] {
        let definition = self.graph.definition
        var uses = StepReferences.uses(of: definition.validationRules, at: JSONPointer(tokens: ["validation_rules"]))
        if let output = definition.output { uses += ReferenceUse.all(in: output, at: JSONPointer(tokens: ["output"])) }
        for (index, factor) in definition.risk.factors.enumerated() {
            let place = JSONPointer(tokens: ["risk_config", "factors", String(index)])
            if let when = factor.when { uses += ReferenceUse.all(in: when, at: place.appending("when")) }
            if let level = factor.level { uses += ReferenceUse.all(in: level, at: place.appending("level")) }
        }
        for use in uses { self.check(use, from: self.graph.nodes.count) }
        return uses
    }

    private func reportConstant(_ condition: Expression, at pointer: JSONPointer) {
        guard condition.references.isEmpty else { return }
        let message = "The condition '\(condition.source)' reads nothing, so it is always the same."
        self.collector.add(Problem("condition-constant", at: pointer, message, severity: .warning))
    }

    private func reportUnused(_ uses: [ReferenceUse]) {
        guard let output = self.graph.definition.document["output"], !output.isNull else { return }
        let readSteps = Set(uses.filter { $0.root == "steps" }.compactMap(\.members.first))
        let readNumbers = Set(uses.compactMap { ReservedNames.stepNumber($0.root) })
        let readVariables = Set(uses.map(\.root)).union(
            uses.filter { $0.root == "outputs" }.compactMap(\.members.first)
        )
        for node in self.graph.nodes {
            guard let variable = node.step.outputVariable, !readVariables.contains(variable),
                !readSteps.contains(node.step.name),
                !readNumbers.contains(where: { self.graph.node(numbered: $0)?.index == node.index }),
                !uses.contains(where: { $0.root == "outputs" && $0.members.isEmpty }),
                // The output of a for_each is made of the variables inside of it.
                self.graph.itemNames(at: node.index, isInside: false).isEmpty
            else { continue }
            let message = "Nothing reads '\(variable)', the output of step '\(node.step.name)'."
            let place = node.step.pointer.appending("output_variable")
            self.collector.add(Problem("output-variable-unused", at: place, message, severity: .warning))
        }
    }

    /// In a flow nothing follows a step that always ends the execution or its scope.
    private func reportUnreachable() {
        for scope in self.graph.scopes where scope.dependencies == nil {
            let nodes = scope.nodes.map { self.graph.nodes[$0] }
            guard let end = nodes.first(where: { $0.step.alwaysEnds }), end.position + 1 < nodes.count else { continue }
            let step = nodes[end.position + 1].step
            let message = "Step '\(step.name)' is never reached: '\(end.step.name)' ends the execution before it."
            let hint = "Give '\(end.step.name)' a condition, or take out what follows it."
            self.collector.add(Problem("step-unreachable", at: step.pointer, message, hint: hint))
        }
    }

    private func reportRisk() {
        let document = self.graph.definition.document
        guard document["risk_config"] != nil, self.graph.definition.risk.factors.isEmpty else { return }
        let message = "risk_config has no factors, so every result scores 0 and no threshold is ever reached."
        let hint = "Add factors: {name, when, weight} or {name, level, weight}."
        let place = JSONPointer(tokens: ["risk_config"])
        self.collector.add(Problem("risk-never-scored", at: place, message, hint: hint, severity: .warning))
    }
}
