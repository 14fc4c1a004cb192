// SPDX-License-Identifier: Apache-2.0

import SkeinModel
package import SkeinStorage

extension SQLiteStorage {
    package func commit(_ turns: [TurnCommit]) throws -> [CommitResult] {  // [tour:5]
        try self.group.runBlocking { statements in
            try turns.map { try TurnWriter(statements: statements, turn: $0).write() }
        }
    }
}

/// Writes one turn inside the writer's transaction.
struct TurnWriter {
    let statements: HotStatements
    let turn: TurnCommit

    /// Checks before it writes, so that a turn that conflicts leaves nothing behind.
    func write() throws(SkeinError) -> CommitResult {
        let execution: Int64
        if let new = self.turn.new {
            if let claim = new.claim {
                let (result, isNew) = try IdempotencyKeys.take(
                    claim,
                    reference: self.turn.executionID.description,
                    now: new.startedAt,
                    self.statements
                )
                guard isNew else { return result }
            }
            guard let row = try self.insertExecution(new) else { return .conflict }
            execution = row
        } else {
            guard let row = try self.updateExecution() else { return .conflict }
            execution = row
        }
        if let pinned = self.turn.pinned { try self.write(pinned, execution) }
        try self.writeEvents(execution)
        try self.writeStepRuns(execution)
        try self.writeTasks(execution)
        try self.writeTimers(execution)
        for id in self.turn.closedHumanTasks { try self.end(HumanTaskSQL.close, id.description) }
        for task in self.turn.humanTasks { try self.statements.write(task, execution) }
        for wait in self.turn.signalWaits { try self.write(wait, execution) }
        for wait in self.turn.childWaits { try self.write(wait, execution) }
        if let id = self.turn.withdrawnApproval { try self.end(ApprovalSQL.withdraw, id.description) }
        if let approval = self.turn.approval { try self.statements.write(approval, execution) }
        for entry in self.turn.audit { try AuditWriter.append(entry, self.statements) }
        return .committed
    }

    private func insertExecution(_ new: NewExecution) throws(SkeinError) -> Int64? {
        let insert = try self.statements.prepare(ExecutionSQL.insert)
        insert.bind(1, self.turn.executionID.description)
        insert.bind(2, new.definitionID.description)
        insert.bind(3, new.version)
        insert.bind(4, new.contentHash)
        insert.bind(5, new.userID)
        insert.bind(6, new.projectID)
        insert.bind(7, new.startedAt)
        self.bindProjection(insert, from: 8)
        let row = try insert.first(self.statements.connection) { $0.int(0) }
        guard let row else { return nil }
        if let parent = new.parent {
            let update = try self.statements.prepare(ChildSQL.setParent)
            update.bind(1, row)
            update.bind(2, parent.executionID.description)
            update.bind(3, parent.path)
            update.bind(4, parent.waits && self.turn.execution.endedAt == nil ? 1 : 0)
            try update.run(self.statements.connection)
        }
        self.statements.executions.keep(self.turn, row)
        return row
    }

    /// Finds the row by its number, if that is known, and leaves alone what has not changed: the indexes then stay as
    /// they are.
    private func updateExecution() throws(SkeinError) -> Int64? {
        let known = self.statements.executions.row(of: self.turn)
        if let known, known.isOnlyLonger {
            let update = try self.statements.prepare(ExecutionSQL.lengthen)
            update.bind(1, known.row)
            update.bind(2, self.turn.expectedSequence)
            update.bind(3, self.turn.execution.updatedAt)
            update.bind(4, self.turn.events.last?.sequence)
            update.bind(5, self.turn.events.last?.hash ?? ContentHash(bytes: []))
            try update.run(self.statements.connection)
            return self.statements.changedRows == 1 ? known.row : nil
        }
        let update = try self.statements.prepare(ExecutionSQL.update)
        update.bind(1, self.turn.executionID.description)
        update.bind(2, self.turn.expectedSequence)
        self.bindProjection(update, from: 3)
        let row = try update.first(self.statements.connection) { $0.int(0) }
        if let row { self.statements.executions.keep(self.turn, row) }
        return row
    }

    private func bindProjection(_ statement: RawStatement, from first: Int32) {
        let projection = self.turn.execution
        let head = self.turn.events.last
        statement.bind(first, projection.status.rawValue)
        statement.bind(first + 1, projection.updatedAt)
        statement.bind(first + 2, projection.endedAt)
        statement.bind(first + 3, head?.sequence)
        statement.bind(first + 4, head?.hash ?? ContentHash(bytes: []))
        statement.bind(first + 5, projection.riskScore)
        statement.bind(first + 6, projection.riskBand?.rawValue)
        statement.bind(first + 7, projection.requiresApproval ? 1 : 0)
        statement.bind(first + 8, projection.failureCode)
        statement.bind(first + 9, projection.failureMessage)
        statement.bind(first + 10, projection.failedStep)
        statement.bind(first + 11, projection.failedStepNumber)
    }

    private func writeEvents(_ execution: Int64) throws(SkeinError) {
        let insert = try self.statements.prepare(ExecutionSQL.insertEvent)
        for event in self.turn.events {
            insert.bind(1, execution)
            insert.bind(2, event.sequence)
            insert.bind(3, event.kind)
            insert.bind(4, event.at)
            insert.bind(5, text: event.payload)
            insert.bind(6, event.hash)
            try insert.run(self.statements.connection)
        }
    }

    private func writeStepRuns(_ execution: Int64) throws(SkeinError) {
        guard !self.turn.stepRuns.isEmpty else { return }
        let upsert = try self.statements.prepare(ExecutionSQL.upsertStepRun)
        for run in self.turn.stepRuns {
            upsert.bind(1, execution)
            upsert.bind(2, run.path)
            upsert.bind(3, run.stepName)
            upsert.bind(4, run.stepNumber)
            upsert.bind(5, run.status.rawValue)
            upsert.bind(6, run.attempt)
            upsert.bind(7, run.startedAt)
            upsert.bind(8, run.endedAt)
            upsert.bind(9, run.scheduledSequence)
            upsert.bind(10, run.resultSequence)
            upsert.bind(11, run.failureCode)
            try upsert.run(self.statements.connection)
        }
    }

    private func writeTasks(_ execution: Int64) throws(SkeinError) {
        for path in self.turn.closedTasks {
            let delete = try self.statements.prepare(ExecutionSQL.deleteTask)
            delete.bind(1, execution)
            delete.bind(2, path)
            try delete.run(self.statements.connection)
        }
        for task in self.turn.openedTasks {
            let insert = try self.statements.prepare(ExecutionSQL.insertTask)
            insert.bind(1, execution)
            insert.bind(2, task.path)
            insert.bind(3, task.attempt)
            insert.bind(4, task.function)
            try insert.run(self.statements.connection)
        }
    }

    private func writeTimers(_ execution: Int64) throws(SkeinError) {
        for name in self.turn.removedTimers {
            let delete = try self.statements.prepare(ExecutionSQL.deleteTimer)
            delete.bind(1, execution)
            delete.bind(2, name)
            try delete.run(self.statements.connection)
        }
        for timer in self.turn.setTimers {
            let insert = try self.statements.prepare(ExecutionSQL.insertTimer)
            insert.bind(1, execution)
            insert.bind(2, timer.name)
            insert.bind(3, timer.fireAt)
            try insert.run(self.statements.connection)
        }
    }

    private func write(_ pinned: PinnedVersion, _ execution: Int64) throws(SkeinError) {
        let update = try self.statements.prepare(ExecutionSQL.pin)
        update.bind(1, execution)
        update.bind(2, pinned.version)
        update.bind(3, pinned.contentHash)
        try update.run(self.statements.connection)
    }

    /// Ends what was asked of people.
    private func end(_ sql: StaticSQL, _ uuid: String) throws(SkeinError) {
        let statement = try self.statements.prepare(sql)
        statement.bind(1, uuid)
        statement.bind(2, self.turn.execution.updatedAt)
        try statement.run(self.statements.connection)
    }

    private func write(_ wait: SignalWaitChange, _ execution: Int64) throws(SkeinError) {
        let sql = wait.name == nil ? HumanTaskSQL.deleteWait : HumanTaskSQL.insertWait
        let statement = try self.statements.prepare(sql)
        statement.bind(1, execution)
        statement.bind(2, wait.path)
        if let name = wait.name { statement.bind(3, name) }
        try statement.run(self.statements.connection)
    }

    private func write(_ wait: ChildWaitChange, _ execution: Int64) throws(SkeinError) {
        let statement = try self.statements.prepare(wait.child == nil ? ChildSQL.deleteWait : ChildSQL.insertWait)
        statement.bind(1, execution)
        statement.bind(2, wait.path)
        if let child = wait.child { statement.bind(3, child.description) }
        try statement.run(self.statements.connection)
    }
}
