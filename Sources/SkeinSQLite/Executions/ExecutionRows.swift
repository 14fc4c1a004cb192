// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinStorage

/// What the writer remembers of the executions that it wrote last: the numbers of their rows, and what lists read.
///
/// It saves a search by UUID in most turns, and the upkeep of the indexes in those that change no column of theirs.
/// It is a cache: forgetting costs time only.
struct ExecutionRows {
    struct Known {
        let row: Int64
        /// Whether the turn changes nothing in the row but how long the history is.
        let isOnlyLonger: Bool
    }

    private var rows: [ExecutionID: (row: Int64, projection: ExecutionProjection)] = [:]
    private static let capacity = 20_000

    /// The row of a turn's execution, if it is known.
    func row(of turn: TurnCommit) -> Known? {
        guard let (row, projection) = self.rows[turn.executionID] else { return nil }
        var expected = projection
        expected.updatedAt = turn.execution.updatedAt
        return Known(row: row, isOnlyLonger: expected == turn.execution)
    }

    /// Remembers what a turn has written; an execution that has ended is not written again.
    mutating func keep(_ turn: TurnCommit, _ row: Int64) {
        if turn.execution.status.isTerminal {
            self.rows[turn.executionID] = nil
        } else {
            if self.rows.count >= Self.capacity { self.forget() }
            self.rows[turn.executionID] = (row, turn.execution)
        }
    }

    /// Forgets everything: what a transaction that was rolled back wrote is not there.
    mutating func forget() { self.rows = [:] }
}
