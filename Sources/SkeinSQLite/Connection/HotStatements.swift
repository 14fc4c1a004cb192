// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite
import SkeinModel

/// The writer's connection and its prepared statements, made when first needed and kept.
///
/// It never leaves the writer's queue: ``GroupCommit`` guards it.
final class HotStatements {
    let connection: OpaquePointer
    private var prepared: [ObjectIdentifier: RawStatement] = [:]
    private var texts: [String: RawStatement] = [:]
    /// The rows of executions that were written last.
    var executions = ExecutionRows()

    init(address: UInt) throws(SkeinError) {
        guard let connection = OpaquePointer(bitPattern: address) else {
            throw SkeinError(.storageUnavailable, "The database is closed.")
        }
        self.connection = connection
    }

    /// The prepared statement of a text.
    func prepare(_ sql: StaticSQL) throws(SkeinError) -> RawStatement {
        let key = ObjectIdentifier(sql)
        if let statement = self.prepared[key] { return statement }
        let statement = try RawStatement(self.connection, sql.text)
        self.prepared[key] = statement
        return statement
    }

    /// Runs a statement without values or results.
    func execute(_ sql: String) throws(SkeinError) {
        if let statement = self.texts[sql] { return try statement.run(self.connection) }
        let statement = try RawStatement(self.connection, sql)
        self.texts[sql] = statement
        try statement.run(self.connection)
    }

    func rollBack() {
        self.executions.forget()
        guard sqlite3_get_autocommit(self.connection) == 0 else { return }
        // A failed rollback leaves nothing to roll back; the next BEGIN would say so.
        try? self.execute("ROLLBACK")
    }

    /// How many rows the statement that ran last changed.
    var changedRows: Int { Int(sqlite3_changes(self.connection)) }

    func finalize() {
        for statement in self.prepared.values { statement.finalize() }
        for statement in self.texts.values { statement.finalize() }
        self.prepared = [:]
        self.texts = [:]
    }
}

/// The text of a statement; its identity is the key of the prepared one, so that no text is hashed on the hot path.
final class StaticSQL: Sendable {
    let text: String

    init(_ text: String) { self.text = text }
}
