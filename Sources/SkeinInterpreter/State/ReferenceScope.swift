// SPDX-License-Identifier: Apache-2.0

package import SkeinDefinition
import SkeinExpression
package import SkeinModel

/// What references see: `$input`, `$context`, `$steps`, `$stepN`, `$outputs`, `$error` and the output variables.
package struct ReferenceScope: ExpressionScope {
    private let started: ExecutionStarted?
    private let startedAt: Timestamp
    private let stepValues: JSONObject
    private let outputs: JSONObject
    private let graph: Graph
    private let error: Failure?

    /// Makes the scope of a state.
    ///
    /// - Parameters:
    ///   - state: What is known of the execution.
    ///   - graph: The version it is pinned to.
    ///   - error: The failure that `$error` stands for, in fallbacks.
    package init(_ state: ExecutionState, graph: Graph, error: Failure? = nil) {
        self.started = state.started
        self.startedAt = state.startedAt
        self.stepValues = state.stepValues
        self.outputs = state.outputs
        self.graph = graph
        self.error = error
    }

    package func value(of root: String) -> JSONValue? {
        switch root {
        case "input": self.started?.input
        case "context": self.started.map { self.context(of: $0) }
        case "steps": .object(self.stepValues)
        case "outputs": .object(self.outputs)
        case "error": self.error?.json
        default: self.variable(root)
        }
    }

    /// An output variable, or `$stepN`, an object of the one variable that the step owns.
    ///
    /// A step that did not run in this execution has the output `null`.
    private func variable(_ root: String) -> JSONValue? {
        if let value = self.outputs[root] { return value }
        if self.graph.node(owning: root) != nil { return .null }
        guard let number = stepNumber(ofRoot: root), let node = self.graph.node(numbered: number) else { return nil }
        guard let variable = node.step.outputVariable else { return [:] }
        return .object([variable: self.outputs[variable] ?? .null])
    }

    /// The caller's own names first, so that none of them hides what Skein says.
    private func context(of started: ExecutionStarted) -> JSONValue {
        var context = started.context
        context["user_id"] = .string(started.userID)
        context["execution_id"] = .string(started.executionID.description)
        context["project_id"] = started.projectID.map { .string($0) } ?? .null
        context["started_at"] = .string(self.startedAt.description)
        context["definition"] = .string(started.definition.key)
        context["version"] = .int(Int64(started.definition.version))
        return .object(context)
    }
}
