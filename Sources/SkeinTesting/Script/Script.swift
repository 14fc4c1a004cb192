// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinInterpreter
import SkeinModel

/// Everything that happens to an execution from outside in a test.
package struct Script: Sendable {
    var functions: [FunctionMock] = []
    var people: [PersonScript] = []
    var signals: [ScriptedSignal] = []
    var approvals: [ScriptedApproval] = []
    var actions: [ScriptedAction] = []
}

/// What stands in for a function.
struct FunctionMock: Sendable {
    /// Whose calls it answers.
    enum Subject: Sendable {
        /// Those of a function, wherever it is called.
        case function(String)
        /// Those of step runs.
        case step(StepPattern)
    }

    /// What one call comes to.
    struct Answer: Sendable {
        enum Result: Sendable {
            case returns(ValueTemplate)
            case fails(Failure)
            /// The registered function runs; not for what is no function.
            case real
            /// Nothing, until the step's time is up.
            case timesOut
        }

        let result: Result
        /// The virtual time that the call takes.
        let takes: Duration
        let pointer: JSONPointer
    }

    let subject: Subject
    /// One for each call; the last one repeats.
    let answers: [Answer]

    /// How exactly it names a call, 0 for all of them; `nil` when it does not mean it.
    func weight(for task: TaskRequest) -> Int? {
        switch self.subject {
        case .function(let name): task.work == .function(name) ? 1 : nil
        case .step(let pattern): pattern.matches(task.path) ? 2 * pattern.weight : nil
        }
    }
}

/// What people do with the tasks of human steps.
struct PersonScript: Sendable {
    /// What is done with one task.
    struct Move: Sendable {
        enum Deed: Sendable {
            case claim
            case release
            case delegate(to: [String])
            case complete(data: ValueTemplate, decision: String?, note: String?)
        }

        let deed: Deed
        /// From when the task was opened.
        let after: Duration
        /// Who does it; whoever may, without it.
        let by: String?
        /// The roles of who does it; those that the task is for, without it.
        let roles: [String]?
        let refusal: ExpectedRefusal
    }

    let pattern: StepPattern
    /// One list of moves for each task, of which the last repeats; an empty list leaves the task alone.
    let answers: [[Move]]
}

/// Whether something that the test does is expected to be refused.
struct ExpectedRefusal: Sendable {
    /// The code of the refusal; `nil` when it is to be accepted.
    let code: String?
    /// Where what is done stands in the file.
    let pointer: JSONPointer
}

/// When something happens: some time after the start, or after a step began or a status was reached.
struct Trigger: Sendable {
    enum Moment: Sendable, Equatable {
        case start
        case step(StepPattern)
        case status(ExecutionStatus)
    }

    let moment: Moment
    /// The how-manieth time that the step begins or the status is reached.
    let time: Int
    let after: Duration
}

/// A signal that is sent.
struct ScriptedSignal: Sendable {
    let trigger: Trigger
    let name: String
    let id: String?
    let by: String
    let payload: JSONValue
    let refusal: ExpectedRefusal
}

/// What somebody says to the approval of the result.
struct ScriptedApproval: Sendable {
    let decision: ApprovalDecided.Decision
    /// From when the approval was asked for.
    let after: Duration
    let by: String
    /// The roles of who decides; those that may, without it.
    let roles: [String]?
    let note: String?
    let refusal: ExpectedRefusal
}

/// What an operator does.
struct ScriptedAction: Sendable {
    let trigger: Trigger
    let action: ControlEvent.Action
    /// The step run that it is about.
    let step: StepPattern?
    /// What a step that is completed by hand comes to.
    let output: JSONValue?
    let by: String
    let note: String?
    let refusal: ExpectedRefusal
}
