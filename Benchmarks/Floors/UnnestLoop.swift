// SPDX-License-Identifier: Apache-2.0

import SkeinDrivers
import SkeinEngine
import SkeinModel
import SkeinStorage

/// PostgreSQL by itself: the events alone, by `INSERT ... SELECT unnest(...)` of binary arrays over libpq.
///
/// Each transaction is one statement and one round trip, and while the server works on one the next is on its way. The
/// table is the engine's own, with its key and its foreign key.
final class UnnestLoop: Floor {
    let rows = FloorRows.events
    private let connection: PipelinedConnection
    private let shapes: [EventColumns.Shape]
    /// The number of the last event of every execution.
    private var last: Int64 = 0

    /// How many executions the events belong to at most.
    private static let executions = 1024

    /// - Parameters:
    ///   - url: An empty database.
    ///   - isBare: Whether the table has a key only, and no foreign key.
    /// - Throws: ``SkeinError`` when the database is not there, or not empty.
    init(url: String, isBare: Bool = false) throws {
        // The driver makes the schema; from there on it is libpq alone.
        let now = SystemClock().now()
        let storage = try DatabaseLocation(url).open(migrations: .apply, exclusive: false, now: now)
        _ = storage
        self.connection = try PipelinedConnection(url)
        try self.connection.script(Self.parents)
        let table = isBare ? "bare_events" : "execution_events"
        try self.connection.prepare(
            """
            INSERT INTO \(table) (execution, sequence, kind, at, payload, hash)
            SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::timestamptz[], $5::json[], $6::bytea[])
            """,
            types: EventColumns.types
        )
        self.shapes = EffectExecution.payloads.map { EventColumns.Shape(payloads: $0) }
    }

    func executions(_ count: Int, atATime: Int) throws -> FloorRun {
        let waves = max(1, count / atATime)
        var transactions: [EventColumns] = []
        transactions.reserveCapacity(waves * EffectExecution.turns)
        for _ in 0..<waves {
            for shape in self.shapes { transactions.append(self.next(shape, executions: atATime)) }
        }
        // One at a time is what waits for each commit; with more there are others to go on with.
        return try self.run(transactions, depth: atATime == 1 ? 1 : 2)
    }

    func turns(_ count: Int, inATransaction: Int) throws -> FloorRun {
        let shape = self.shapes[1]
        let transactions = stride(from: 0, to: count, by: inATransaction).map { done in
            self.next(shape, turns: min(inATransaction, count - done))
        }
        return try self.run(transactions, depth: 1)
    }

    private func next(_ shape: EventColumns.Shape, executions: Int) -> EventColumns {
        precondition(executions <= Self.executions, "The floor has \(Self.executions) executions.")
        defer { self.last += Int64(shape.count) }
        return EventColumns(shape, after: self.last, executions: executions)
    }

    private func next(_ shape: EventColumns.Shape, turns: Int) -> EventColumns {
        defer { self.last += Int64(shape.count * turns) }
        return EventColumns(shape, after: self.last, turns: turns)
    }

    /// Sends transactions, so many at a time.
    private func run(_ transactions: [EventColumns], depth: Int) throws -> FloorRun {
        var commits: [Double] = []
        var sent: [Stopwatch] = []
        let watch = Stopwatch()
        for transaction in transactions {
            sent.append(Stopwatch())
            try self.connection.send(transaction.parameters)
            if sent.count == depth {
                try self.connection.receive()
                commits.append(sent.removeFirst().seconds)
            }
        }
        for first in sent {
            try self.connection.receive()
            commits.append(first.seconds)
        }
        return FloorRun(rows: transactions.reduce(0) { $0 + $1.count }, seconds: watch.seconds, commits: commits)
    }

    private static let parents = """
        CREATE TABLE bare_events (LIKE execution_events INCLUDING INDEXES);
        INSERT INTO definitions (key, display_name, discipline, content_hash, created_at, updated_at, created_by,
            updated_by) VALUES ('k', 'n', 'd', '\\x00', now(), now(), 'a', 'a');
        INSERT INTO executions (uuid, definition, version, content_hash, status, user_id, started_at, updated_at,
            last_sequence, head_hash)
        SELECT gen_random_uuid(), id, 1, '\\x00', 'running', 'bench', now(), now(), 1, '\\x00'
        FROM definitions, generate_series(1, \(UnnestLoop.executions));
        """
}
