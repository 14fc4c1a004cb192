// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDBSQLite
import SkeinEngine
import SkeinModel
import SkeinSQLite
import SkeinStorage

/// SQLite by itself: plain prepared statements over its C interface, in the schema and with the settings of the driver.
final class RawLoop: Floor {
    let rows = FloorRows.all
    private let connection: OpaquePointer
    private let statements: RawRows
    /// The number of the last execution.
    private var last: Int64 = 0

    init(path: String) throws {
        // The driver makes the schema and is closed again; from there on it is SQLite alone.
        do {
            let now = SystemClock().now()
            let storage = try SQLiteStorage(path: path, migrations: .apply, exclusive: false, now: now)
            _ = storage
        }
        var connection: OpaquePointer?
        sqlite3_open(path, &connection)
        guard let connection else { throw SkeinError(.storageUnavailable, "SQLite does not open \(path).") }
        self.connection = connection
        for pragma in [
            "journal_mode = WAL", "synchronous = FULL", "wal_autocheckpoint = 1000", "cache_size = -65536",
            "foreign_keys = ON",
        ] { sqlite3_exec(connection, "PRAGMA \(pragma)", nil, nil, nil) }
        sqlite3_exec(connection, Self.definition, nil, nil, nil)
        self.statements = RawRows(connection)
    }

    deinit {
        self.statements.finalize()
        sqlite3_close(self.connection)
    }

    func executions(_ count: Int, atATime: Int) throws -> FloorRun {
        let waves = max(1, count / atATime)
        var commits: [Double] = []
        let watch = Stopwatch()
        for _ in 0..<waves {
            for turn in 0..<EffectExecution.turns {
                commits.append(
                    self.transaction {
                        for offset in 1...atATime { self.statements.write(turn, of: self.last + Int64(offset)) }
                    }
                )
            }
            self.last += Int64(atATime)
        }
        let rows = waves * atATime * EffectExecution.allRows
        return FloorRun(rows: rows, seconds: watch.seconds, commits: commits)
    }

    func turns(_ count: Int, inATransaction: Int) throws -> FloorRun {
        self.last += 1
        let execution = self.last
        _ = self.transaction { self.statements.begin(execution) }
        var commits: [Double] = []
        var done = 0
        let watch = Stopwatch()
        while done < count {
            commits.append(
                self.transaction {
                    for _ in 0..<min(inATransaction, count - done) {
                        self.statements.continueWith(step: done, of: execution)
                        done += 1
                    }
                }
            )
        }
        return FloorRun(rows: done * RawRows.rowsOfATurn, seconds: watch.seconds, commits: commits)
    }

    private func transaction(_ body: () -> Void) -> Double {
        let watch = Stopwatch()
        sqlite3_exec(self.connection, "BEGIN IMMEDIATE", nil, nil, nil)
        body()
        let code = sqlite3_exec(self.connection, "COMMIT", nil, nil, nil)
        precondition(code == SQLITE_OK, "The raw loop's transactions commit.")
        return watch.seconds
    }

    private static let definition = """
        INSERT INTO definitions VALUES (1, 'd', 'k', 'n', 'd', 'active', '[]', 1, x'00', 0, 0, 'a', 'a')
        """
}
