// SPDX-License-Identifier: Apache-2.0

package import SkeinExpression
package import SkeinModel

/// A node of the definition.
///
/// It is large and never changes, so it is an object.
package final class StepDefinition: Sendable {
    /// The step's identity, unique in the definition.
    package let name: String
    /// The step's display number, by which `$stepN` finds it.
    package let number: Int?
    package let description: String
    /// The name of the phase that the step is shown under.
    package let phase: String?
    package let condition: Expression?
    package let outputVariable: String?
    package let errorHandling: ErrorHandling
    /// What undoes the step once it has completed.
    package let compensation: CompensationAction?
    /// The steps that have to end before this one starts, beside those whose values it reads.
    package let dependsOn: [String]
    package let clocks: StepClocks
    /// Whether the step starts only when somebody says so.
    package let isManual: Bool
    package let kind: Kind
    /// Where the step stands in the document.
    package let pointer: JSONPointer

    init(
        name: String,
        number: Int?,
        description: String,
        phase: String?,
        condition: Expression?,
        outputVariable: String?,
        errorHandling: ErrorHandling,
        compensation: CompensationAction?,
        dependsOn: [String],
        clocks: StepClocks,
        isManual: Bool,
        kind: Kind,
        pointer: JSONPointer
    ) {
        self.name = name
        self.number = number
        self.description = description
        self.phase = phase
        self.condition = condition
        self.outputVariable = outputVariable
        self.errorHandling = errorHandling
        self.compensation = compensation
        self.dependsOn = dependsOn
        self.clocks = clocks
        self.isManual = isManual
        self.kind = kind
        self.pointer = pointer
    }

    /// What the step does.
    package enum Kind: Sendable {
        /// Calls a function of the registry.
        case function(name: String, input: ValueTemplate)
        /// Computes a map of values.
        case transform(set: ValueTemplate)
        /// Checks its input against a schema, rules, or both.
        case validate(ValidateStep)
        /// Takes one of several ways.
        case branch(BranchStep)
        /// Runs named branches at the same time.
        case parallel(ParallelStep)
        /// Runs the same steps for each item of a list.
        case forEach(ForEachStep)
        /// Runs steps again and again.
        case loop(LoopStep)
        /// Groups steps under a name with a status of its own.
        case phase(PhaseStep)
        /// Fails with an error of the definition's own.
        case raise(RaiseStep)
        /// Ends the execution with an output.
        case finish(output: ValueTemplate?)
        /// Waits for a time or a signal.
        case wait(WaitStep)
        /// Asks a person.
        case human(HumanStep)
        /// Starts an execution of another definition.
        case workflow(WorkflowStep)
        /// Tells every execution that waits for an event.
        case emit(EmitStep)
    }

    /// The name of its type in documents.
    package var typeName: String {
        switch self.kind {
        case .function: "function"
        case .transform: "transform"
        case .validate: "validate"
        case .branch: "branch"
        case .parallel: "parallel"
        case .forEach: "for_each"
        case .loop: "loop"
        case .phase: "phase"
        case .raise: "raise"
        case .finish: "finish"
        case .wait: "wait"
        case .human: "human"
        case .workflow: "workflow"
        case .emit: "emit"
        }
    }

    /// Whether nothing in the same flow can follow it.
    var alwaysEnds: Bool {
        guard self.condition == nil else { return false }
        switch self.kind {
        case .raise: return self.errorHandling.onError == .fail
        case .finish: return true
        default: return false
        }
    }

    /// Whether it holds other steps.
    package var isContainer: Bool {
        switch self.kind {
        case .branch, .parallel, .forEach, .loop, .phase: true
        case .function, .transform, .validate, .raise, .finish, .wait, .human, .workflow, .emit: false
        }
    }
}

/// In which order the steps of a block run.
package enum ExecutionMode: String, Sendable, CaseIterable {
    /// In the order of the list.
    case sequential
    /// Each as soon as the steps that it depends on have ended.
    case parallel
}
