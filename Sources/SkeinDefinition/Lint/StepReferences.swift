// SPDX-License-Identifier: Apache-2.0

import SkeinExpression
import SkeinModel

/// Finds every reference that a step makes.
enum StepReferences {
    /// The references of a step and of all steps inside it.
    static func allUses(of step: StepDefinition) -> [ReferenceUse] {
        self.uses(of: step) + self.fallbackUses(of: step)
            + step.blocks.flatMap { $0.steps.flatMap { Self.allUses(of: $0) } }
    }

    /// The references that are read before or while a step runs, without those of steps inside it.
    static func uses(of step: StepDefinition) -> [ReferenceUse] {
        let place = step.pointer
        let condition = step.condition.map { ReferenceUse.all(in: $0, at: place.appending("condition")) } ?? []
        return condition + Self.uses(of: step.kind, at: place)
    }

    /// The references of what is stored when a step fails.
    static func fallbackUses(of step: StepDefinition) -> [ReferenceUse] {
        let place = step.pointer.appending("error_handling").appending("fallback_value")
        return ReferenceUse.all(in: step.errorHandling.fallback, at: place)
    }

    /// The references of what undoes a step; they may read the step itself.
    static func compensationUses(of step: StepDefinition) -> [ReferenceUse] {
        let place = step.pointer.appending("compensate_with").appending("input_mapping")
        return step.compensation.map { ReferenceUse.all(in: $0.input, at: place) } ?? []
    }

    static func uses(of rules: [ValidationRule], at pointer: JSONPointer) -> [ReferenceUse] {
        rules.enumerated().flatMap { index, rule -> [ReferenceUse] in
            let place = pointer.appending(index)
            let message = rule.message.map { ReferenceUse.all(in: $0, at: place.appending("message")) } ?? []
            return ReferenceUse.all(in: rule.rule, at: place.appending("rule")) + message
        }
    }

    private static func uses(of kind: StepDefinition.Kind, at place: JSONPointer) -> [ReferenceUse] {
        switch kind {
        case .function(_, let input): return ReferenceUse.all(in: input, at: place.appending("input_mapping"))
        case .transform(let set): return ReferenceUse.all(in: set, at: place.appending("set"))
        case .validate(let validate):
            return Self.uses(of: validate.value, at: place.appending("input_mapping"))
                + Self.uses(of: validate.rules, at: place.appending("rules"))
        case .branch(let branch):
            let arms = branch.arms.enumerated().flatMap { index, arm in
                ReferenceUse.all(in: arm.condition, at: place.appending("when").appending(index).appending("condition"))
            }
            return arms + Self.uses(of: branch.on, at: place.appending("on"))
        case .parallel: return []
        case .forEach(let each):
            return ReferenceUse.all(in: each.items, at: place.appending("items"))
                + (each.key.map { ReferenceUse.all(in: $0, at: place.appending("key")) } ?? [])
        case .loop(let loop): return Self.uses(of: loop, at: place)
        case .phase(let phase):
            return phase.gate.map { ReferenceUse.all(in: $0, at: place.appending("gate")) } ?? []
        case .raise(let raise):
            return ReferenceUse.all(in: raise.message, at: place.appending("error").appending("message"))
        case .finish(let output): return Self.uses(of: output, at: place.appending("output"))
        case .wait(let wait): return Self.uses(of: wait, at: place)
        case .human(let human): return Self.uses(of: human, at: place.appending("task"))
        case .workflow(let workflow):
            return ReferenceUse.all(in: workflow.input, at: place.appending("input_mapping"))
        case .emit(let emit): return ReferenceUse.all(in: emit.payload, at: place.appending("payload"))
        }
    }

    private static func uses(of loop: LoopStep, at place: JSONPointer) -> [ReferenceUse] {
        switch loop.condition {
        case .whileTrue(let condition): ReferenceUse.all(in: condition, at: place.appending("while"))
        case .untilTrue(let condition): ReferenceUse.all(in: condition, at: place.appending("until"))
        }
    }

    private static func uses(of wait: WaitStep, at place: JSONPointer) -> [ReferenceUse] {
        switch wait {
        case .duration(let value): return ReferenceUse.all(in: value, at: place.appending("for"))
        case .until(let value): return ReferenceUse.all(in: value, at: place.appending("until"))
        case .signal(let signal):
            let inside = place.appending("signal")
            return (signal.correlate.map { ReferenceUse.all(in: $0, at: inside.appending("correlate")) } ?? [])
                + Self.uses(of: signal.timeout, at: inside.appending("timeout"))
        }
    }

    private static func uses(of human: HumanStep, at place: JSONPointer) -> [ReferenceUse] {
        let values = [
            ("title", human.title), ("instructions", human.instructions), ("show", human.show),
            ("assignees", human.assignees),
        ]
        return values.flatMap { name, value in Self.uses(of: value, at: place.appending(name)) }
            + Self.uses(of: human.escalation?.assignees, at: place.appending("escalate_to").appending("assignees"))
    }

    private static func uses(of value: ValueTemplate?, at pointer: JSONPointer) -> [ReferenceUse] {
        value.map { ReferenceUse.all(in: $0, at: pointer) } ?? []
    }
}
