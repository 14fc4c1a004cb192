// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDBSQLite
import SkeinEngine
import SkeinModel
import SkeinSQLite
import SkeinStorage

/// The limit: a plain loop over SQLite's C interface that writes the rows that the engine writes for the same
/// executions, as many turns in a transaction as there are executions at a time.
///
/// It checks and computes nothing.
struct RawLoop {
    let workload: Workload
    let path: String
    let concurrency: Int

    init(_ workload: Workload, folder: String, concurrency: Int) {
        self.workload = workload
        self.path = "\(folder)/raw-\(workload)-\(concurrency).db"
        self.concurrency = concurrency
    }

    func run(_ count: Int) throws -> LoadResult {
        // The driver makes the schema and is closed again; from there on it is SQLite alone.
        do {
            let now = SystemClock().now()
            let storage = try SQLiteStorage(path: self.path, migrations: .apply, exclusive: false, now: now)
            _ = storage
        }
        var connection: OpaquePointer?
        sqlite3_open(self.path, &connection)
        guard let connection else { throw CancellationError() }
        defer { sqlite3_close(connection) }
        for pragma in [
            "journal_mode = WAL", "synchronous = FULL", "wal_autocheckpoint = 1000", "cache_size = -65536",
            "foreign_keys = ON",
        ] { sqlite3_exec(connection, "PRAGMA \(pragma)", nil, nil, nil) }
        sqlite3_exec(connection, Self.definition, nil, nil, nil)
        let rows = RawRows(connection)
        let waves = max(1, count / self.concurrency)
        var samples: [Double] = []
        let watch = Stopwatch()
        for wave in 0..<waves {
            let waveWatch = Stopwatch()
            let first = Int64(wave * self.concurrency + 1)
            for turn in 0..<self.workload.turns {
                sqlite3_exec(connection, "BEGIN IMMEDIATE", nil, nil, nil)
                for offset in 0..<self.concurrency { rows.write(self.workload, turn, of: first + Int64(offset)) }
                let code = sqlite3_exec(connection, "COMMIT", nil, nil, nil)
                precondition(code == SQLITE_OK, "The raw loop's transactions commit.")
            }
            samples.append(waveWatch.seconds)
        }
        return LoadResult(executions: waves * self.concurrency, seconds: watch.seconds, latency: Latency(samples))
    }

    private static let definition = """
        INSERT INTO definitions VALUES (1, 'd', 'k', 'n', 'd', 'active', '[]', 1, x'00', 0, 0, 'a', 'a')
        """
}

/// The rows of one execution, turn by turn.
private struct RawRows {
    private let insertExecution: OpaquePointer?
    private let updateExecution: OpaquePointer?
    private let insertEvent: OpaquePointer?
    private let upsertStep: OpaquePointer?
    private let insertTask: OpaquePointer?
    private let deleteTask: OpaquePointer?
    private let payload = String(repeating: "x", count: 300)
    private let hash = [UInt8](repeating: 7, count: 32)

    private static let steps = ["first", "second", "third"]

    init(_ connection: OpaquePointer) {
        func prepare(_ sql: String) -> OpaquePointer? {
            var statement: OpaquePointer?
            sqlite3_prepare_v2(connection, sql, -1, &statement, nil)
            return statement
        }
        self.insertExecution = prepare(
            """
            INSERT INTO executions (id, uuid, definition, version, content_hash, status, user_id, started_at, updated_at,
                last_sequence, head_hash) VALUES (?1, ?2, 1, 1, ?3, 'running', 'bench', 1, 1, 2, ?3)
            """
        )
        self.updateExecution = prepare(
            "UPDATE executions SET status = ?2, updated_at = 2, last_sequence = ?3, head_hash = ?4 WHERE uuid = ?1"
        )
        self.insertEvent = prepare(
            "INSERT INTO execution_events (execution, sequence, kind, at, payload, hash) VALUES (?1, ?2, ?3, 1, ?4, ?5)"
        )
        self.upsertStep = prepare(
            """
            INSERT INTO step_runs (execution, path, step_name, status, attempt, started_at, result_sequence)
            VALUES (?1, ?2, ?2, ?3, 1, 1, ?4)
            ON CONFLICT (execution, path) DO UPDATE SET status = excluded.status,
                result_sequence = excluded.result_sequence
            """
        )
        self.insertTask = prepare(
            "INSERT INTO tasks (execution, path, attempt, function) VALUES (?1, ?2, 1, 'bench.effect')"
        )
        self.deleteTask = prepare("DELETE FROM tasks WHERE execution = ?1 AND path = ?2")
    }

    func write(_ workload: Workload, _ turn: Int, of execution: Int64) {
        let uuid = "00000000-0000-7000-8000-" + String(execution + 100_000_000_000)
        switch workload {
        case .pure:
            self.run(self.insertExecution, .int(execution), .text(uuid), .hash)
            for event in 1...9 { self.event(execution, event) }
            for step in Self.steps {
                self.run(self.upsertStep, .int(execution), .text(step), .text("completed"), .int(4))
            }
        case .effect where turn == 0:
            self.run(self.insertExecution, .int(execution), .text(uuid), .hash)
            self.event(execution, 1)
            self.event(execution, 2)
            self.run(self.upsertStep, .int(execution), .text("first"), .text("running"), .int(2))
            self.run(self.insertTask, .int(execution), .text("first"))
        case .effect:
            let done = Self.steps[turn - 1]
            let status = turn == 3 ? "completed" : "running"
            self.run(self.updateExecution, .text(uuid), .text(status), .int(Int64(2 * turn + 2)), .hash)
            for event in 0..<(turn == 3 ? 3 : 2) { self.event(execution, 2 * turn + 1 + event) }
            self.run(self.upsertStep, .int(execution), .text(done), .text("completed"), .int(4))
            self.run(self.deleteTask, .int(execution), .text(done))
            guard turn < 3 else { return }
            self.run(self.upsertStep, .int(execution), .text(Self.steps[turn]), .text("running"), .int(4))
            self.run(self.insertTask, .int(execution), .text(Self.steps[turn]))
        }
    }

    private enum Value {
        case int(Int64)
        case text(String)
        case hash
    }

    private func event(_ execution: Int64, _ sequence: Int) {
        self.run(
            self.insertEvent,
            .int(execution),
            .int(Int64(sequence)),
            .text("step_completed"),
            .text(self.payload),
            .hash
        )
    }

    private func run(_ statement: OpaquePointer?, _ values: Value...) {
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        for (index, value) in values.enumerated() {
            let position = Int32(index + 1)
            switch value {
            case .int(let number): sqlite3_bind_int64(statement, position, number)
            case .text(let text): sqlite3_bind_text(statement, position, text, -1, transient)
            case .hash: sqlite3_bind_blob(statement, position, self.hash, 32, transient)
            }
        }
        let code = sqlite3_step(statement)
        precondition(code == SQLITE_DONE, "The raw loop's statements succeed.")
        sqlite3_reset(statement)
    }
}
