// SPDX-License-Identifier: Apache-2.0

import SkeinModel
import SkeinStorage

/// Reads what belongs to executions, each table from its beginning to its end beside them.
struct ExportedParts {
    /// A row of a table.
    private struct Line {
        let execution: Int64
        let record: MovedRecord
    }

    /// The rows of each table in the order of executions and, in each, of what names them there.
    private let tables: [SnapshotCursor<Line>]

    /// Prepares to read.
    ///
    /// - Parameter connection: In a transaction that sees one snapshot.
    /// - Throws: ``PostgresError``.
    init(_ connection: Connection) throws(PostgresError) {
        func table(
            _ name: String,
            _ columns: String,
            by order: String,
            _ make: @escaping (Row) throws -> MovedRecord
        ) throws(PostgresError) -> SnapshotCursor<Line> {
            let sql = "SELECT execution, \(columns) FROM \(name) ORDER BY execution, \(order)"
            return try SnapshotCursor(connection, "moved_\(name)", sql) { row in
                Line(execution: try row.int8("execution"), record: try make(row))
            }
        }
        let stepRun = """
            path, step_name, step_number, status, attempt, started_at, ended_at, scheduled_sequence, result_sequence,
                failure_code
            """
        self.tables = [
            try table("execution_events", "sequence, kind, at, payload, hash", by: "sequence") {
                .event(try EventRecord($0))
            },
            try table("step_runs", stepRun, by: "path") { .stepRun(try StepRunProjection($0)) },
            try table("tasks", "path, attempt, function", by: "path") { row in
                let (path, attempt) = (try row.text("path"), try row.int("attempt"))
                return .task(OpenTask(path: path, attempt: attempt, function: try row.text("function")))
            },
            try table("timers", "name, fire_at", by: "name") {
                .timer(TimerRecord(name: try $0.text("name"), fireAt: try $0.time("fire_at")))
            },
            try table("signal_waits", "path, name", by: "path") {
                .signalWait(path: try $0.text("path"), name: try $0.text("name"))
            },
            try table("child_waits", "path, child", by: "path") {
                .childWait(path: try $0.text("path"), child: try $0.identifier("child"))
            },
        ]
    }

    /// Hands on the history of the next execution, and what waits in it.
    ///
    /// - Parameters:
    ///   - execution: The row of the execution; each later than the one before.
    ///   - take: Gets the records.
    /// - Throws: What `take` threw, or ``PostgresError``.
    func each(of execution: Int64, _ take: (MovedRecord) throws -> Void) throws {
        for table in self.tables {
            while let line = try table.next(if: { $0.execution == execution }) { try take(line.record) }
        }
    }
}
