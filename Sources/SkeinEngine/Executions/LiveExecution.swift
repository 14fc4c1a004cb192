// SPDX-License-Identifier: Apache-2.0

import SkeinDefinition
import SkeinInterpreter
import SkeinModel
import SkeinStorage

/// An execution in memory: its state, and what its next turn needs.
///
/// The database has the truth; this is a cache.
struct LiveExecution: Sendable {
    let id: ExecutionID
    let version: CompiledVersion
    var state: ExecutionState
    /// The last link of the hash chain.
    var head: ContentHash
    /// The paths of the steps whose task is stored.
    var openTasks: Set<String>
    /// The paths of the steps that are stored as waiting for a signal.
    var signalWaits: Set<String> = []
    /// The paths of the steps that are stored as waiting for an execution.
    var childWaits: Set<String> = []

    /// An execution that is about to start.
    init(new id: ExecutionID, version: CompiledVersion) {
        self.id = id
        self.version = version
        self.state = ExecutionState()
        self.head = HashChain.start(of: id.description)
        self.openTasks = []
    }

    /// An execution as its history tells it.
    ///
    /// - Throws: ``SkeinError`` `storage-unavailable` when the history cannot be read or folded.
    init(id: ExecutionID, version: CompiledVersion, history: [EventRecord]) throws(SkeinError) {
        self.init(new: id, version: version)
        for record in history {
            do {
                let event = try Event(kind: record.kind, payload: try JSONParser.parse(record.payload))
                try self.state.apply(event, record.at, graph: version.graph)
            } catch {
                let message = "Event \(record.sequence) of execution \(id) cannot be read: \(error)"
                throw SkeinError(.storageUnavailable, message, cause: error)
            }
            self.head = record.hash
        }
        self.signalWaits = Set(self.state.steps.filter { $0.value.signal != nil }.keys)
        let waiting = self.state.steps.filter { $0.value.status == .waiting }
        self.childWaits = Set(waiting.filter { $0.value.child != nil }.keys)
        let running = Set(self.state.steps.filter { $0.value.status == .running && !$0.value.isContainer }.keys)
        self.openTasks = running.union(self.state.runningCompensation.map { [CompensationPath.make($0)] } ?? [])
    }

    /// Whether nothing but the outside can wake it, so that it need not stay in memory.
    var isIdle: Bool { self.openTasks.isEmpty }

    /// The tasks that are out, for the dispatcher to take up after a restart.
    var pendingTasks: [TaskRequest] {
        self.openTasks.sorted().compactMap { path in
            if let target = CompensationPath.target(of: path) { return self.compensationTask(of: target) }
            return self.state.openTask(of: path, graph: self.version.graph)
        }
    }

    private func compensationTask(of path: String) -> TaskRequest? {
        guard let compensation = self.state.compensation, let node = self.version.graph.node(at: path),
            let action = node.step.compensation
        else { return nil }
        return TaskRequest(
            path: CompensationPath.make(path),
            attempt: compensation.attempt,
            work: .function(action.function),
            input: compensation.input ?? .null,
            clocks: node.step.clocks
        )
    }
}
