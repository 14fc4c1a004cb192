// SPDX-License-Identifier: Apache-2.0

import GRDB
package import SkeinModel
package import SkeinStorage

extension SQLiteStorage {
    package func humanTask(_ id: HumanTaskID) async throws -> HumanTaskRecord? {
        try await self.read { database in
            let sql = "\(HumanTaskSQL.select) WHERE human_tasks.uuid = ?"
            return try Row.fetchOne(database, sql: sql, arguments: [id.description]).map { try HumanTaskRecord($0) }
        }
    }

    package func humanTasks(
        _ filter: HumanTaskFilter,
        _ page: PageRequest
    ) async throws -> Page<HumanTaskRecord> {
        try await self.read { database in
            var conditions = SQLConditions()
            // Few tasks are open, or of one execution: these are looked through. Otherwise a person's are, or a role's;
            // with a plus sign the status does not lure the planner to its index.
            var isNarrow = filter.status == .open || filter.executionID != nil
            let isNamed = filter.person != nil || filter.role != nil
            if let status = filter.status {
                conditions.add("\(isNamed && !isNarrow ? "+" : "")human_tasks.status = ?", status.rawValue)
            }
            if let execution = filter.executionID {
                conditions.add(
                    "human_tasks.execution = (SELECT id FROM executions WHERE uuid = ?)",
                    execution.description
                )
            }
            for (kind, name) in [("person", filter.person), ("role", filter.role)] {
                guard let name else { continue }
                conditions.add(isNarrow ? HumanTaskSQL.isNamed : HumanTaskSQL.isOneOfNamed, kind, name)
                isNarrow = true
            }
            if let after = page.after { conditions.add("human_tasks.id < ?", after.key) }
            let sql = "\(HumanTaskSQL.select) \(conditions.sql) ORDER BY human_tasks.id DESC LIMIT \(page.limit + 1)"
            let rows = try Row.fetchAll(database, sql: sql, arguments: conditions.statementArguments)
            return try Page(rows, limit: page.limit, key: "id") { try HumanTaskRecord($0) }
        }
    }
}

extension HumanTaskRecord {
    init(_ row: Row) throws {
        let task = HumanTaskProjection(
            id: try row.identifier("uuid"),
            path: row["path"],
            status: try row.choice("status"),
            kind: row["kind"],
            title: row["title"],
            assignees: try row.strings("assignees"),
            roles: try row.strings("roles"),
            claimedBy: row["claimed_by"],
            openedAt: row.time("opened_at"),
            dueAt: row.optionalTime("due_at"),
            endedAt: row.optionalTime("ended_at"),
            isOverdue: row["is_overdue"],
            openedSequence: row["opened_sequence"]
        )
        self.init(
            task: task,
            executionID: try row.identifier("execution_uuid"),
            definitionKey: row["definition_key"],
            version: row["version"]
        )
    }
}
