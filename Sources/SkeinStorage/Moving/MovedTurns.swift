// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// Makes the commits that store moved executions: what an import writes is what an engine would have written.
///
/// A long history comes in several commits, so that none of them is large. The first one makes the execution.
package struct MovedTurns {
    private struct Pending {
        let execution: MovedExecution
        /// The number of the last event that an earlier commit has.
        var stored = 0
        var events: [EventRecord] = []
        var stepRuns: [StepRunProjection] = []
        var tasks: [OpenTask] = []
        var timers: [TimerRecord] = []
        var signalWaits: [SignalWaitChange] = []
        var childWaits: [ChildWaitChange] = []
    }

    /// How many events a commit has at most.
    private static let eventLimit = 500
    private var pending: Pending?

    package init() {}

    /// Takes in a record.
    ///
    /// - Returns: A commit that is complete now.
    /// - Throws: ``SkeinError`` `import-refused` for a part without its execution.
    package mutating func add(_ record: MovedRecord) throws(SkeinError) -> TurnCommit? {
        if case .execution(let execution) = record {
            let last = try self.finish()
            self.pending = Pending(execution: execution)
            return last
        }
        guard var pending = self.pending.take() else {
            throw .notImportable("A record of the kind '\(record.kind.rawValue)' belongs to no execution.")
        }
        var commit: TurnCommit?
        switch record {
        case .event(let event):
            if pending.events.count == Self.eventLimit { commit = Self.commit(&pending) }
            pending.events.append(event)
        case .stepRun(let run): pending.stepRuns.append(run)
        case .task(let task): pending.tasks.append(task)
        case .timer(let timer): pending.timers.append(timer)
        case .signalWait(let path, let name): pending.signalWaits.append(SignalWaitChange(path: path, name: name))
        case .childWait(let path, let child): pending.childWaits.append(ChildWaitChange(path: path, child: child))
        default: throw .notImportable("A record of the kind '\(record.kind.rawValue)' is no part of an execution.")
        }
        self.pending = pending
        return commit
    }

    /// Ends the last execution.
    ///
    /// - Returns: Its last commit; `nil` when there is no execution.
    /// - Throws: ``SkeinError`` `import-refused` for an execution without a history.
    package mutating func finish() throws(SkeinError) -> TurnCommit? {
        guard var pending = self.pending.take() else { return nil }
        guard !pending.events.isEmpty else {
            throw .notImportable("Execution \(pending.execution.record.id) has no history.")
        }
        return Self.commit(&pending)
    }

    /// The commit of what is there, which is taken away.
    private static func commit(_ pending: inout Pending) -> TurnCommit {
        let execution = pending.execution
        let record = execution.record
        let new = NewExecution(
            definitionID: record.definitionID,
            definitionKey: record.definitionKey,
            version: record.version,
            contentHash: record.contentHash,
            userID: record.userID,
            projectID: record.projectID,
            startedAt: record.startedAt,
            claim: nil,
            parent: execution.parent
        )
        let commit = TurnCommit(
            executionID: record.id,
            expectedSequence: pending.stored,
            new: pending.stored == 0 ? new : nil,
            events: pending.events,
            execution: record.projection,
            stepRuns: pending.stepRuns,
            openedTasks: pending.tasks,
            setTimers: pending.timers,
            signalWaits: pending.signalWaits,
            childWaits: pending.childWaits,
            hasTasksOut: !pending.tasks.isEmpty
        )
        pending = Pending(execution: execution, stored: pending.events.last?.sequence ?? pending.stored)
        return commit
    }
}
