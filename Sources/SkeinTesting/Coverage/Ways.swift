// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinModel

/// Finds the ways that executions of a definition can go.
enum Ways {
    /// All of them, in the order of the document.
    static func all(of graph: Graph) -> [Way] {
        var ways = graph.nodes.flatMap { self.ways(of: $0, graph) }
        for (index, rule) in graph.definition.validationRules.enumerated() {
            let pointer = JSONPointer(tokens: ["validation_rules", String(index)])
            ways.append(Way(subject: .rule(rule.name), event: .broken, pointer: pointer))
        }
        return ways + self.riskWays(of: graph.definition.risk)
    }

    private static func ways(of node: Graph.Node, _ graph: Graph) -> [Way] {
        let step = node.step
        var events: [(Way.Event, String?)] = []
        if !step.isContainer { events.append((.runs, nil)) }
        if step.condition != nil {
            if step.isContainer { events.append((.conditionHolds, "condition")) }
            events.append((.conditionFails, "condition"))
        }
        events += Self.events(of: step)
        switch step.errorHandling.onError {
        case .fail: break
        case .skip, .continue, .compensate:
            events.append((.handled(step.errorHandling.onError.rawValue), "error_handling"))
        }
        if step.compensation != nil { events.append((.undone, "compensate_with")) }
        return events.map { event, field in
            let pointer = field.map { step.pointer.appending($0) } ?? step.pointer
            return Way(subject: .step(node.path), event: event, pointer: pointer)
        }
    }

    /// What a step of its kind can come to, with the field that says so.
    private static func events(of step: StepDefinition) -> [(Way.Event, String?)] {
        switch step.kind {
        case .branch(let branch):
            let arms = branch.arms.map { (Way.Event.arm($0.name), "when" as String?) }
            let cases = branch.cases.map { (Way.Event.arm($0.name), "cases" as String?) }
            return arms + cases + [branch.otherwise == nil ? (.arm(nil), nil) : (.arm("else"), "else")]
        case .loop(let loop):
            if case .whileTrue = loop.condition { return [(.notOnce, "while"), (.again, "while")] }
            return [(.again, "until")]
        case .phase(let phase):
            return (phase.gate == nil ? [] : [(.gateClosed, "gate")])
                + (phase.dueIn == nil ? [] : [(.overdue, "due_in")])
        case .validate: return [(.fault, nil)]
        case .wait(.signal(let signal)):
            return [(.signalled, "signal")] + (signal.timeout == nil ? [] : [(.timedOut, "signal")])
        case .human(let human):
            let decisions: [(Way.Event, String?)] = human.kind == .task ? [] : [(.approved, nil), (.rejected, nil)]
            guard human.dueIn != nil else { return decisions }
            return decisions + (human.escalation == nil ? [] : [(.escalated, "task")]) + [(.expired, "task")]
        default: return []
        }
    }

    /// Without factors the score is always 0, and nothing follows from it.
    private static func riskWays(of risk: RiskConfig) -> [Way] {
        guard !risk.factors.isEmpty else { return [] }
        let place = JSONPointer(tokens: ["risk_config"])
        var ways = RiskBand.allCases.map { Way(subject: .risk, event: .band($0), pointer: place) }
        for (index, factor) in risk.factors.enumerated() {
            let pointer = place.appending("factors").appending(index)
            ways.append(Way(subject: .risk, event: .factor(factor.name), pointer: pointer))
        }
        let events: [Way.Event] = [.approved, .rejected] + (risk.approval.expiresAfter == nil ? [] : [.expired])
        return ways + events.map { Way(subject: .approval, event: $0, pointer: place.appending("approval")) }
    }
}
