// SPDX-License-Identifier: Apache-2.0

package import Logging
import Metrics
import SkeinInterpreter
import SkeinModel

/// What the engine says in logs and counts in metrics, in one place.
package struct EngineLog: Sendable {
    let logger: Logger
    private let turnsFailed = Counter(label: "skein_turns_failed_total")
    private let commitsFailed = Counter(label: "skein_commits_failed_total")
    private let nodesDead = Counter(label: "skein_nodes_dead_total")
    private let leasesLost = Counter(label: "skein_leases_lost_total")
    private let executionsErased = Counter(label: "skein_executions_erased_total")
    private let tasksTimedOut = Counter(label: "skein_tasks_timed_out_total")

    package init(_ logger: Logger) { self.logger = logger }

    func joined(_ node: Int) { self.logger.info("engine started", metadata: ["node": "\(node)"]) }

    func tookOver(_ dead: [String]) {
        self.nodesDead.increment(by: dead.count)
        self.logger.warning("nodes have died; others take over", metadata: ["nodes": "\(dead.joined(separator: ", "))"])
    }

    func leaseLost() {
        self.leasesLost.increment()
        self.logger.warning("this node's lease has run out; its tasks are left to others")
    }

    func nodeFailed(_ action: String, _ error: any Error) {
        self.logger.error("node failed", metadata: ["action": "\(action)", "error": "\(error)"])
    }

    func stopped() { self.logger.info("engine stopped") }

    func turnFailed(_ id: ExecutionID, _ error: any Error) {
        self.turnsFailed.increment()
        self.logger.error("turn failed", metadata: ["execution_id": "\(id)", "error": "\(error)"])
    }

    func commitFailed(_ turns: Int, _ error: any Error) {
        self.commitsFailed.increment()
        self.logger.error("commit failed", metadata: ["turns": "\(turns)", "error": "\(error)"])
    }

    func taskTimedOut(_ assignment: TaskDispatcher.Assignment) {
        self.tasksTimedOut.increment()
        self.logger.warning(
            "task timed out",
            metadata: ["execution_id": "\(assignment.execution)", "step": "\(assignment.task.path)"]
        )
    }

    func erased(_ count: Int) {
        self.executionsErased.increment(by: count)
        self.logger.info("executions erased", metadata: ["executions": "\(count)"])
    }

    func erasingFailed(_ error: any Error) {
        self.logger.error("executions could not be erased", metadata: ["error": "\(error)"])
    }

    func timersFailed(_ error: any Error) {
        self.logger.error("timers could not be read", metadata: ["error": "\(error)"])
    }
}
