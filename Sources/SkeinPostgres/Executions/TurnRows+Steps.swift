// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinStorage

/// The rows that every turn writes: events, step runs and tasks.
extension TurnRows {
    func addEvents(_ transaction: WriteTransaction) {
        let count = self.stored.reduce(0) { $0 + $1.turn.events.count }
        var execution = Column(.int8, rows: count)
        var sequence = Column(.int8, rows: count)
        var kind = Column(.text, rows: count, width: 16)
        var at = Column(.time, rows: count)
        var payload = Column(.json, rows: count, width: 400)
        var hash = Column(.bytes, rows: count, width: 32)
        for (row, turn) in self.stored {
            for event in turn.events {
                execution.int8(row)
                sequence.int8(event.sequence)
                kind.text(event.kind)
                at.time(event.at)
                payload.blob(event.payload)
                hash.blob(event.hash.bytes)
            }
        }
        transaction.add(
            ExecutionSQL.insertEvents,
            execution.parameter(),
            sequence.parameter(),
            kind.parameter(),
            at.parameter(),
            payload.parameter(),
            hash.parameter()
        )
    }

    func addStepRuns(_ transaction: WriteTransaction) {
        let count = self.stored.reduce(0) { $0 + $1.turn.stepRuns.count }
        if count == 0 { return }
        var execution = Column(.int8, rows: count)
        var path = Column(.text, rows: count, width: 16)
        var name = Column(.text, rows: count, width: 16)
        var number = Column(.int8, rows: count)
        var status = Column(.text, rows: count)
        var attempt = Column(.int8, rows: count)
        var startedAt = Column(.time, rows: count)
        var endedAt = Column(.time, rows: count)
        var scheduled = Column(.int8, rows: count)
        var result = Column(.int8, rows: count)
        var failure = Column(.text, rows: count)
        for (row, turn) in self.stored {
            for run in Self.last(of: turn.stepRuns) {
                execution.int8(row)
                path.text(run.path)
                name.text(run.stepName)
                number.int8(run.stepNumber)
                status.text(run.status.rawValue)
                attempt.int8(run.attempt)
                startedAt.time(run.startedAt)
                endedAt.time(run.endedAt)
                scheduled.int8(run.scheduledSequence)
                result.int8(run.resultSequence)
                failure.text(run.failureCode)
            }
        }
        transaction.add(
            ExecutionSQL.upsertStepRuns,
            execution.parameter(),
            path.parameter(),
            name.parameter(),
            number.parameter(),
            status.parameter(),
            attempt.parameter(),
            startedAt.parameter(),
            endedAt.parameter(),
            scheduled.parameter(),
            result.parameter(),
            failure.parameter()
        )
    }

    /// The step runs of a turn, each path once; of several of one path the last.
    private static func last(of runs: [StepRunProjection]) -> [StepRunProjection] {
        // Most turns touch two: hashing their paths takes longer than comparing them.
        if runs.count < 2 || (runs.count == 2 && runs[0].path != runs[1].path) { return runs }
        var seen: Set<String> = []
        return runs.reversed().filter { seen.insert($0.path).inserted }.reversed()
    }

    func addTasks(_ transaction: WriteTransaction) {
        let closed = self.stored.reduce(0) { $0 + $1.turn.closedTasks.count }
        if closed > 0 {
            var execution = Column(.int8, rows: closed)
            var path = Column(.text, rows: closed, width: 16)
            for (row, turn) in self.stored {
                for task in turn.closedTasks {
                    execution.int8(row)
                    path.text(task)
                }
            }
            transaction.add(ExecutionSQL.deleteTasks, execution.parameter(), path.parameter())
        }
        let opened = self.stored.reduce(0) { $0 + $1.turn.openedTasks.count }
        if opened == 0 { return }
        var execution = Column(.int8, rows: opened)
        var path = Column(.text, rows: opened, width: 16)
        var attempt = Column(.int8, rows: opened)
        var function = Column(.text, rows: opened, width: 16)
        for (row, turn) in self.stored {
            for task in turn.openedTasks {
                execution.int8(row)
                path.text(task.path)
                attempt.int8(task.attempt)
                function.text(task.function)
            }
        }
        transaction.add(
            ExecutionSQL.insertTasks,
            execution.parameter(),
            path.parameter(),
            attempt.parameter(),
            function.parameter()
        )
    }
}
