// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite

/// The rows of executions of effect steps, turn by turn, as prepared statements of SQLite.
struct RawRows {
    private let insertExecution: OpaquePointer?
    private let updateExecution: OpaquePointer?
    private let insertEvent: OpaquePointer?
    private let upsertStep: OpaquePointer?
    private let insertTask: OpaquePointer?
    private let deleteTask: OpaquePointer?
    private let hash = [UInt8](repeating: 7, count: 32)
    private let payloads = EffectExecution.payloads.map { turn in turn.map { String(repeating: "x", count: $0) } }

    private static let steps = ["first", "second", "third"]
    /// How many rows a turn writes that ends a step and begins the next one.
    static let rowsOfATurn = 7

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

    func finalize() {
        for statement in [
            self.insertExecution, self.updateExecution, self.insertEvent, self.upsertStep, self.insertTask,
            self.deleteTask,
        ] { sqlite3_finalize(statement) }
    }

    /// Writes a turn of an execution of three steps.
    func write(_ turn: Int, of execution: Int64) {
        if turn == 0 { return self.begin(execution) }
        let status = turn == EffectExecution.turns - 1 ? "completed" : "running"
        let events = self.payloads[turn].enumerated().map { (2 * turn + 1 + $0.offset, $0.element) }
        self.update(execution, status, lastSequence: events.last?.0 ?? 0)
        for (sequence, payload) in events { self.event(execution, sequence, payload) }
        self.end(Self.steps[turn - 1], of: execution)
        if turn < EffectExecution.turns - 1 { self.start(Self.steps[turn], of: execution) }
    }

    /// Starts an execution with its first step.
    func begin(_ execution: Int64) {
        self.run(self.insertExecution, .int(execution), .text(Self.uuid(execution)), .hash)
        for (index, payload) in self.payloads[0].enumerated() { self.event(execution, index + 1, payload) }
        self.start(Self.steps[0], of: execution)
    }

    /// Ends a step of a long execution and begins the next one, under the name that this one had.
    func continueWith(step: Int, of execution: Int64) {
        let name = step == 0 ? Self.steps[0] : "again[\(step)]/one"
        let first = 3 + 2 * step
        self.update(execution, "running", lastSequence: first + 1)
        for (index, payload) in self.payloads[1].enumerated() { self.event(execution, first + index, payload) }
        self.end(name, of: execution)
        self.start("again[\(step + 1)]/one", of: execution)
    }

    private static func uuid(_ execution: Int64) -> String {
        "00000000-0000-7000-8000-" + String(execution + 100_000_000_000)
    }

    private func update(_ execution: Int64, _ status: String, lastSequence: Int) {
        self.run(self.updateExecution, .text(Self.uuid(execution)), .text(status), .int(Int64(lastSequence)), .hash)
    }

    private func start(_ step: String, of execution: Int64) {
        self.run(self.upsertStep, .int(execution), .text(step), .text("running"), .int(2))
        self.run(self.insertTask, .int(execution), .text(step))
    }

    private func end(_ step: String, of execution: Int64) {
        self.run(self.upsertStep, .int(execution), .text(step), .text("completed"), .int(4))
        self.run(self.deleteTask, .int(execution), .text(step))
    }

    private func event(_ execution: Int64, _ sequence: Int, _ payload: String) {
        let kind = Value.text("step_completed")
        self.run(self.insertEvent, .int(execution), .int(Int64(sequence)), kind, .text(payload), .hash)
    }

    private enum Value {
        case int(Int64)
        case text(String)
        case hash
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
