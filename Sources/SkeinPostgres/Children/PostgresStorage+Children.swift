// SPDX-License-Identifier: Apache-2.0

package import SkeinModel
package import SkeinStorage

extension PostgresStorage {
    package func endedChildren() async throws -> [ChildWait] {
        try await self.read { connection in
            let sql = """
                SELECT parents.uuid AS parent_uuid, child_waits.path, child_waits.child
                FROM child_waits JOIN executions AS children ON children.uuid = child_waits.child
                    JOIN executions AS parents ON parents.id = child_waits.execution
                WHERE children.status IN \(Self.terminal)
                ORDER BY child_waits.execution, child_waits.path
                """
            return try connection.run(sql).map { row in
                ChildWait(
                    parentID: try row.identifier("parent_uuid"),
                    path: try row.text("path"),
                    childID: try row.identifier("child")
                )
            }
        }
    }

    /// A parent's step that has asked for the child and does not know yet that it has started has a task out for it.
    package func orphanedChildren() async throws -> [ExecutionID] {
        try await self.read { connection in
            let sql = """
                SELECT uuid FROM executions
                WHERE parent IS NOT NULL AND parent_waits AND status NOT IN \(Self.terminal)
                    AND NOT EXISTS (SELECT 1 FROM child_waits
                        WHERE child_waits.execution = executions.parent AND child_waits.child = executions.uuid)
                    AND NOT EXISTS (SELECT 1 FROM tasks WHERE tasks.execution = executions.parent
                        AND tasks.path = executions.parent_path AND tasks.function = 'child:' || executions.uuid)
                ORDER BY id
                """
            return try connection.run(sql).map { try $0.identifier("uuid") }
        }
    }

    package func executions(waitingFor signal: String, _ page: PageRequest) async throws -> Page<ExecutionID> {
        try await self.read { connection in
            let sql = """
                SELECT executions.id AS cursor, executions.uuid
                FROM (SELECT DISTINCT execution FROM signal_waits WHERE name = $1 AND execution > $2
                    ORDER BY execution LIMIT $3) AS waiting
                    JOIN executions ON executions.id = waiting.execution
                ORDER BY executions.id
                """
            let parameters = [Parameter.text(signal), .int8(page.after?.key ?? 0), .int8(page.limit + 1)]
            return try connection.transaction("BEGIN READ ONLY") { connection in
                try connection.script(Self.indexOrder)
                return try connection.page(Statement(sql, parameters), limit: page.limit) { try $0.identifier("uuid") }
            }
        }
    }

    /// Pages are cut from an index, whatever a table that filled up just now makes the planner believe: that few rows
    /// wait, and may as well be sorted, all of them for each page.
    private static let indexOrder = """
        SET LOCAL enable_sort = off; SET LOCAL enable_hashagg = off; SET LOCAL enable_seqscan = off;
        SET LOCAL enable_bitmapscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off;
        SET LOCAL jit = off
        """

    /// The statuses of executions that have ended, as SQL.
    static let terminal: String = {
        let names = ExecutionStatus.allCases.filter(\.isTerminal).map { "'\($0.rawValue)'" }
        return "(\(names.joined(separator: ", ")))"
    }()
}
