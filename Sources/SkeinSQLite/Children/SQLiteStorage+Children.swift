// SPDX-License-Identifier: Apache-2.0

import GRDB
package import SkeinModel
package import SkeinStorage

/// The statements of the table `child_waits`.
enum ChildSQL {
    static let insertWait = StaticSQL("INSERT OR REPLACE INTO child_waits (execution, path, child) VALUES (?1, ?2, ?3)")
    static let deleteWait = StaticSQL("DELETE FROM child_waits WHERE execution = ?1 AND path = ?2")

    /// Says who started an execution; most were started by nobody inside.
    static let setParent = StaticSQL(
        """
        UPDATE executions SET parent = (SELECT id FROM executions WHERE uuid = ?2), parent_path = ?3, parent_waits = ?4
        WHERE id = ?1
        """
    )
}

extension SQLiteStorage {
    package func endedChildren() async throws -> [ChildWait] {
        try await self.read { database in
            let sql = """
                SELECT parents.uuid AS parent_uuid, child_waits.path AS path, child_waits.child AS child
                FROM child_waits JOIN executions AS children ON children.uuid = child_waits.child
                    JOIN executions AS parents ON parents.id = child_waits.execution
                WHERE children.status IN \(Self.terminal)
                ORDER BY child_waits.execution, child_waits.path
                """
            return try Row.fetchAll(database, sql: sql).map { row in
                ChildWait(
                    parentID: try row.identifier("parent_uuid"),
                    path: row["path"],
                    childID: try row.identifier("child")
                )
            }
        }
    }

    /// A parent's step that has asked for the child and does not know yet that it has started has a task out for it.
    package func orphanedChildren() async throws -> [ExecutionID] {
        try await self.read { database in
            let sql = """
                SELECT uuid FROM executions
                WHERE parent IS NOT NULL AND parent_waits = 1 AND status NOT IN \(Self.terminal)
                    AND NOT EXISTS (SELECT 1 FROM child_waits
                        WHERE child_waits.execution = executions.parent AND child_waits.child = executions.uuid)
                    AND NOT EXISTS (SELECT 1 FROM tasks WHERE tasks.execution = executions.parent
                        AND tasks.path = executions.parent_path AND tasks.function = 'child:' || executions.uuid)
                ORDER BY id
                """
            return try Row.fetchAll(database, sql: sql).map { try $0.identifier("uuid") }
        }
    }

    package func executions(waitingFor signal: String, _ page: PageRequest) async throws -> Page<ExecutionID> {
        try await self.read { database in
            let sql = """
                SELECT DISTINCT executions.id AS id, executions.uuid AS uuid
                FROM signal_waits JOIN executions ON executions.id = signal_waits.execution
                WHERE signal_waits.name = ? AND signal_waits.execution > ?
                ORDER BY signal_waits.execution LIMIT ?
                """
            let rows = try Row.fetchAll(database, sql: sql, arguments: [signal, page.after?.key ?? 0, page.limit + 1])
            return try Page(rows, limit: page.limit, key: "id") { try $0.identifier("uuid") }
        }
    }
}
