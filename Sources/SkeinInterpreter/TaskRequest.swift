// SPDX-License-Identifier: Apache-2.0

package import SkeinDefinition
package import SkeinModel

/// A unit of work that a step hands out.
package struct TaskRequest: Hashable, Sendable {
    package let path: String
    package let attempt: Int
    package let work: TaskWork
    package let input: JSONValue
    package let clocks: StepClocks

    package init(path: String, attempt: Int, work: TaskWork, input: JSONValue, clocks: StepClocks = StepClocks()) {
        self.path = path
        self.attempt = attempt
        self.work = work
        self.input = input
        self.clocks = clocks
    }

    /// How long it may take; the time of a workflow step counts from the start of its execution.
    package var timeout: Duration {
        if case .workflow = self.work { return StepClocks.standardAttempt }
        return self.clocks.attempt ?? StepClocks.standardAttempt
    }
}

extension ExecutionState {
    /// The task that a step run has out; `nil` when it has none.
    package func openTask(of path: String, graph: Graph) -> TaskRequest? {
        guard let run = self.steps[path], run.status == .running, let input = run.input,
            let step = graph.node(at: path)?.step
        else { return nil }
        let work: TaskWork
        switch step.kind {
        case .function(let name, _): work = .function(name)
        case .emit(let emit): work = .emit(emit.event)
        case .workflow(let workflow):
            guard let child = run.child else { return nil }
            work = .workflow(
                ChildRequest(
                    executionID: child,
                    key: workflow.key,
                    version: workflow.version,
                    waits: workflow.waits
                )
            )
        default: return nil
        }
        return TaskRequest(path: path, attempt: run.attempt, work: work, input: input, clocks: step.clocks)
    }
}

/// What a task does.
package enum TaskWork: Hashable, Sendable {
    /// Calls a function of the registry.
    case function(String)
    /// Starts an execution of another definition.
    case workflow(ChildRequest)
    /// Tells every execution that waits for the event of that name.
    case emit(String)

    /// What it is about, for people: the function, the definition or the event.
    package var name: String {
        switch self {
        case .function(let name), .emit(let name): name
        case .workflow(let child): child.key
        }
    }
}

/// An execution that a step wants started.
package struct ChildRequest: Hashable, Sendable {
    /// Its identity: given by the step, so that starting it twice starts it once.
    package let executionID: ExecutionID
    package let key: String
    /// A version; `nil` for the current one.
    package let version: Int?
    /// Whether the step waits for its end.
    package let waits: Bool

    package init(executionID: ExecutionID, key: String, version: Int?, waits: Bool) {
        self.executionID = executionID
        self.key = key
        self.version = version
        self.waits = waits
    }
}
