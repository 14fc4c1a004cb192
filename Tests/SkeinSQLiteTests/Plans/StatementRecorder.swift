// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite
import Synchronization

/// Takes down the statements that run on connections.
final class StatementRecorder: Sendable {
    /// A statement as it was prepared, and with its values.
    struct Entry: Hashable {
        let sql: String
        let filled: String
    }

    private let entries = Mutex<[Entry]>([])

    /// Listens to a connection.
    func listen(to database: Database) {
        database.trace { event in
            guard case .statement(let statement) = event else { return }
            let words = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"]
            guard words.contains(where: { statement.sql.hasPrefix($0) }) else { return }
            let entry = Entry(sql: statement.sql, filled: statement.expandedSQL)
            self.entries.withLock { $0.append(entry) }
        }
    }

    /// What has run since the last time.
    func take() -> [Entry] {
        self.entries.withLock { entries in
            defer { entries = [] }
            return entries
        }
    }
}

/// Looks at what SQLite makes of a statement.
struct StatementInspector {
    let database: Database

    /// The steps of the plan, in SQLite's words.
    func plan(_ sql: String) throws -> [String] {
        let statement = try self.database.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
        statement.setUncheckedArguments([])
        return try Row.fetchAll(statement).map { $0["detail"] }
    }

    /// How many instructions of SQLite's machine a question takes.
    func steps(_ sql: String) throws -> Int {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(self.database.sqliteConnection, sql, -1, &statement, nil) == SQLITE_OK else {
            throw DatabaseError(message: "\(sql) cannot be prepared")
        }
        defer { sqlite3_finalize(statement) }
        while sqlite3_step(statement) == SQLITE_ROW {}
        return Int(sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 0))
    }
}
