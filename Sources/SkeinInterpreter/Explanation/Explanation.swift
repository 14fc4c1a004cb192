// SPDX-License-Identifier: Apache-2.0

package import SkeinDefinition
package import SkeinModel

/// Why an execution is where it is: what it waits for, which way it took and why, and where its output comes from.
///
/// Everything is worked out again from the history: each decision is looked at in the state before it.
package struct Explanation: Sendable {
    /// Something that will wake the execution.
    package struct Wait: Sendable {
        /// The step run that waits; `nil` for the execution itself.
        package let path: String?
        /// What it waits for: `task`, `retry`, `time`, `signal`, `child`, `person`,
        /// `approval` or `operator`.
        package let kind: String
        package let sentence: String
        package let since: Timestamp
        /// When it ends by itself.
        package let until: Timestamp?
        /// Who can act.
        package let people: [String]
    }

    /// A way that was taken, or not.
    package struct Choice: Sendable {
        package let path: String
        /// The number of the event that recorded it.
        package let sequence: Int
        package let sentence: String
        /// The expression that decided.
        package let expression: String?
        /// What the expression read, as `$path` and value.
        package let values: [(reference: String, value: JSONValue)]
    }

    /// Where a part of the output comes from.
    package struct Origin: Sendable {
        /// The member of the output.
        package let member: String
        package let expression: String
        /// The step runs that it was read from, with their attempts; none for the input.
        package let steps: [(path: String, attempt: Int)]
        package let values: [(reference: String, value: JSONValue)]
    }

    package private(set) var status = ExecutionStatus.pending
    package private(set) var waits: [Wait] = []
    package private(set) var choices: [Choice] = []
    package private(set) var origins: [Origin] = []

    /// Explains an execution.
    ///
    /// - Parameters:
    ///   - history: Its events with their times, from the first.
    ///   - graph: The version that it is pinned to.
    /// - Throws: ``HistoryError`` when the history does not belong to the graph or is damaged.
    package init(of history: some Sequence<(Event, Timestamp)>, graph: Graph) throws(HistoryError) {
        var state = ExecutionState()
        var startedWaiting: [String: Timestamp] = [:]
        var output: [Origin] = []
        for (event, time) in history {
            let explainer = Explainer(state: state, graph: graph)
            if let choice = explainer.choice(event) { self.choices.append(choice) }
            if case .riskAssessed = event { output = explainer.origins() }
            if let path = event.stepPath { startedWaiting[path] = time }
            try state.apply(event, time, graph: graph)
        }
        self.status = state.status
        self.origins = output
        self.waits = Explainer(state: state, graph: graph).waits(since: startedWaiting)
    }

    /// The explanation as JSON.
    package var json: JSONValue {
        [
            "status": .string(self.status.rawValue), "waits": .array(self.waits.map(\.json)),
            "choices": .array(self.choices.map(\.json)), "output": .array(self.origins.map(\.json)),
        ]
    }
}

extension Event {
    /// The step run that the event moves on.
    fileprivate var stepPath: String? {
        switch self {
        case .stepScheduled(let event): event.path
        case .stepWaiting(let event): event.path
        case .childStarted(let event): event.path
        case .stepRetryScheduled(let event): event.path
        case .humanTask(let event): event.path
        default: nil
        }
    }
}

extension Explanation.Wait {
    fileprivate var json: JSONValue {
        .object(
            .of(
                ("path", self.path.map { .string($0) }),
                ("kind", .string(self.kind)),
                ("why", .string(self.sentence)),
                ("since", .string(self.since.description)),
                ("until", self.until.map { .string($0.description) }),
                ("who", .texts(self.people))
            )
        )
    }
}

extension Explanation.Choice {
    fileprivate var json: JSONValue {
        .object(
            .of(
                ("path", .string(self.path)),
                ("event", .int(Int64(self.sequence))),
                ("why", .string(self.sentence)),
                ("expression", self.expression.map { .string($0) }),
                ("values", self.values.isEmpty ? nil : .values(self.values))
            )
        )
    }
}

extension Explanation.Origin {
    fileprivate var json: JSONValue {
        .object(
            .of(
                ("member", .string(self.member)),
                ("expression", .string(self.expression)),
                (
                    "steps",
                    .array(self.steps.map { ["path": .string($0.path), "attempt": .int(Int64($0.attempt))] })
                ),
                ("values", self.values.isEmpty ? nil : .values(self.values))
            )
        )
    }
}

extension JSONValue {
    fileprivate static func values(_ values: [(reference: String, value: JSONValue)]) -> JSONValue {
        var object = JSONObject()
        for (reference, value) in values { object[reference] = value }
        return .object(object)
    }
}
