// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinInterpreter
import SkeinModel

/// Executions that steps start, which a test answers for like functions, and what steps tell others.
extension TestRun {
    /// What an emit step comes to when nobody waits for its event.
    static let nobodyHeard: JSONValue = ["event_id": "event", "delivered": 0]

    /// The execution that a step asks for starts at once.
    mutating func start(_ child: ChildRequest, _ task: TaskRequest) {
        self.children[task.path] = child.executionID
        let started = ChildStarted(
            path: task.path,
            executionID: child.executionID,
            definition: self.definition(of: child)
        )
        self.agenda.add(.childStarted(started), at: self.now)
    }

    /// It ends after some time, completed or failed, if the step waits for it.
    mutating func end(
        _ child: ChildRequest,
        _ task: TaskRequest,
        _ result: Result<JSONValue, Failure>,
        after takes: Duration
    ) {
        guard child.waits else { return }
        let (status, output, failure): (ExecutionStatus, JSONValue, Failure?) =
            switch result {
            case .success(let output): (.completed, output, nil)
            case .failure(let failure): (.failed, .null, failure)
            }
        let ended = ChildEnded(
            path: task.path,
            executionID: child.executionID,
            definition: self.definition(of: child),
            status: status,
            output: output,
            failure: failure
        )
        self.agenda.add(.childEnded(ended), at: self.now + takes)
    }

    private func definition(of child: ChildRequest) -> DefinitionReference {
        let hash = self.digest(Array(child.key.utf8))
        return DefinitionReference(key: child.key, version: child.version ?? 1, contentHash: hash)
    }
}
