// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinExpression
import SkeinModel

/// What references see: `$input`, `$context`, `$steps`, `$stepN`, `$outputs`, `$error`, the output variables, and the
/// item of the for_each that a step stands in.
struct ReferenceScope: ExpressionScope {
    private let started: ExecutionStarted?
    private let definition: DefinitionReference?
    private let startedAt: Timestamp
    /// The frame that the step stands in, and those around it.
    private var frames: [Frame]
    private let graph: Graph
    private let error: Failure?
    private let signal: SignalReceived?
    private var bindings: JSONObject = [:]
    let timeZones: TimeZoneDatabase

    /// Makes the scope of a state.
    ///
    /// - Parameters:
    ///   - state: What is known of the execution.
    ///   - graph: The version it is pinned to.
    ///   - frame: The path of the frame whose values come first.
    ///   - error: The failure that `$error` stands for, in fallbacks.
    ///   - signal: The signal that `$signal` stands for.
    ///   - timeZones: Where named time zones are looked up.
    init(
        _ state: ExecutionState,
        graph: Graph,
        frame: String = "",
        error: Failure? = nil,
        signal: SignalReceived? = nil,
        timeZones: TimeZoneDatabase
    ) {
        self.started = state.started
        self.definition = state.definition
        self.startedAt = state.startedAt
        var frames: [Frame] = []
        var path: String? = frame
        while let current = path, let frame = state.frames[current] {
            frames.append(frame)
            path = frame.parent
        }
        self.frames = frames
        self.graph = graph
        self.error = error
        self.signal = signal
        self.timeZones = timeZones
    }

    /// The scope with names that come before all others.
    func binding(_ bindings: JSONObject) -> Self {
        var scope = self
        scope.bindings = bindings
        return scope
    }

    func value(of root: String) -> JSONValue? {
        switch root {
        case "input": return self.started?.input
        case "context": return self.started.map { self.context(of: $0) }
        case "steps": return .object(self.merged(\.stepValues))
        case "outputs": return .object(self.merged(\.outputs))
        case "error": return self.error?.json
        case "signal": return self.signal?.json
        default:
            if let value = self.bindings[root] { return value }
            for frame in self.frames {
                if let value = frame.bindings[root] ?? frame.outputs[root] { return value }
            }
            return self.variable(root)
        }
    }

    /// The scope in which a step's value is that of one of its runs.
    func with(_ output: JSONValue, of step: StepDefinition) -> Self {
        guard var frame = self.frames.first else { return self }
        frame.stepValues[step.name] = ["output": output, "status": "completed", "attempts": 1]
        if let variable = step.outputVariable { frame.outputs[variable] = output }
        var scope = self
        scope.frames[0] = frame
        return scope
    }

    /// The values of all frames; what is nearer hides what is farther.
    private func merged(_ values: KeyPath<Frame, JSONObject>) -> JSONObject {
        guard self.frames.count > 1, var merged = self.frames.last?[keyPath: values] else {
            return self.frames.first?[keyPath: values] ?? [:]
        }
        for frame in self.frames.dropLast().reversed() {
            for (name, value) in frame[keyPath: values] { merged[name] = value }
        }
        return merged
    }

    /// An output variable that has not been written, which is `null`, or `$stepN`, an object of the one variable that
    /// the step owns.
    private func variable(_ root: String) -> JSONValue? {
        if self.graph.node(owning: root) != nil { return .null }
        guard let number = stepNumber(ofRoot: root), let node = self.graph.node(numbered: number) else { return nil }
        guard let variable = node.step.outputVariable else { return [:] }
        let value = self.frames.lazy.compactMap { $0.outputs[variable] }.first
        return .object([variable: value ?? .null])
    }

    /// The caller's own names first, so that none of them hides what Skein says.
    private func context(of started: ExecutionStarted) -> JSONValue {
        var context = started.context
        context["user_id"] = .string(started.userID)
        context["execution_id"] = .string(started.executionID.description)
        context["project_id"] = started.projectID.map { .string($0) } ?? .null
        context["parent_execution_id"] = started.parent.map { .string($0.executionID.description) } ?? .null
        context["started_at"] = .string(self.startedAt.description)
        context["definition"] = .string(started.definition.key)
        context["version"] = .int(Int64((self.definition ?? started.definition).version))
        return .object(context)
    }
}
