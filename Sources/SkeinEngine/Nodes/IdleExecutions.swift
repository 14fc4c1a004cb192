// SPDX-License-Identifier: Apache-2.0

import SkeinInterpreter
import SkeinModel
import Synchronization

/// Executions that were looked at in vain: no task of theirs is out, so they need not belong to this node.
final class IdleExecutions: Sendable {
    private let state = Mutex<[ExecutionID: Int]>([:])
    /// How many are remembered; of the others the next look reminds.
    private static let capacity = 10_000

    /// Remembers an execution with the number of its last event.
    func add(_ execution: LiveExecution) {
        self.state.withLock { executions in
            if executions.count < Self.capacity { executions[execution.id] = execution.state.sequence }
        }
    }

    /// Takes what there is.
    func take() -> [ExecutionID: Int] {
        self.state.withLock { executions in
            defer { executions = [:] }
            return executions
        }
    }
}
