// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// The execution that started an execution, and the step in it.
package struct ParentReference: Hashable, Sendable {
    package let executionID: ExecutionID
    package let path: String
    /// Whether the parent's step waits for the end; then ending the parent cancels the child.
    package let waits: Bool
    /// How many executions are above this one.
    package let depth: Int

    package init(executionID: ExecutionID, path: String, waits: Bool, depth: Int) {
        self.executionID = executionID
        self.path = path
        self.waits = waits
        self.depth = depth
    }

    /// How deep executions may start others; a definition that starts itself ends there.
    package static let depthLimit = 20

    /// The reference as JSON: `{execution_id, path, waits, depth}`.
    package var json: JSONValue {
        [
            "execution_id": .string(self.executionID.description), "path": .string(self.path),
            "waits": .bool(self.waits), "depth": .int(Int64(self.depth)),
        ]
    }

    /// Reads a reference; `nil` for anything else.
    init?(json: JSONValue) {
        guard let id = json["execution_id"]?.string.flatMap({ ExecutionID($0) }), let path = json["path"]?.string,
            let waits = json["waits"]?.bool, let depth = json["depth"]?.int
        else { return nil }
        self.init(executionID: id, path: path, waits: waits, depth: Int(depth))
    }
}

/// An execution that a step asked for has started, pinned to a version.
package struct ChildStarted: Hashable, Sendable {
    /// The step's path.
    package let path: String
    package let executionID: ExecutionID
    package let definition: DefinitionReference
    /// When the step gives it up.
    package var until: Timestamp?

    package init(path: String, executionID: ExecutionID, definition: DefinitionReference) {
        self.path = path
        self.executionID = executionID
        self.definition = definition
    }
}

/// An execution that a step waits for has ended.
package struct ChildEnded: Hashable, Sendable {
    /// The step's path.
    package let path: String
    package let executionID: ExecutionID
    package let definition: DefinitionReference
    package let status: ExecutionStatus
    /// What it came to; it stands in the history as the output of the step.
    package let output: JSONValue
    package let failure: Failure?

    package init(
        path: String,
        executionID: ExecutionID,
        definition: DefinitionReference,
        status: ExecutionStatus,
        output: JSONValue,
        failure: Failure?
    ) {
        self.path = path
        self.executionID = executionID
        self.definition = definition
        self.status = status
        self.output = output
        self.failure = failure
    }
}

extension ChildStarted {
    var payload: JSONObject {
        .of(
            ("path", .string(self.path)),
            ("execution_id", .string(self.executionID.description)),
            ("definition", self.definition.json),
            ("until", self.until.map { .string($0.description) })
        )
    }

    init(fields: EventFields) throws(HistoryError) {
        self.init(
            path: try fields.string("path"),
            executionID: try fields.executionID("execution_id"),
            definition: try fields.definition("definition")
        )
        self.until = fields.payload["until"]?.string.flatMap { Timestamp($0) }
    }
}

extension TaskWork {
    /// The member of the stored event that names what the task is about.
    var kind: String {
        switch self {
        case .function: "function"
        case .workflow: "workflow"
        case .emit: "event"
        }
    }

    var child: ChildRequest? { if case .workflow(let child) = self { child } else { nil } }

    init(fields: EventFields) throws(HistoryError) {
        if let name = fields.payload["function"]?.string {
            self = .function(name)
        } else if let event = fields.payload["event"]?.string {
            self = .emit(event)
        } else {
            let child = try fields.inside("child")
            self = .workflow(
                ChildRequest(
                    executionID: try child.executionID("execution_id"),
                    key: try fields.string("workflow"),
                    version: child.payload["version"]?.int.map { Int($0) },
                    waits: child.payload["waits"]?.bool ?? true
                )
            )
        }
    }
}

extension ChildRequest {
    var json: JSONValue {
        .object(
            .of(
                ("execution_id", .string(self.executionID.description)),
                ("version", self.version.map { .int(Int64($0)) }),
                ("waits", self.waits ? nil : false)
            )
        )
    }
}
