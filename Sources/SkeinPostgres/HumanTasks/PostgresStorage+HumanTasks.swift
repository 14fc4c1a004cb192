// SPDX-License-Identifier: Apache-2.0

package import SkeinModel
package import SkeinStorage

extension PostgresStorage {
    package func humanTask(_ id: HumanTaskID) async throws -> HumanTaskRecord? {
        try await self.read { connection in
            try connection.run("\(HumanTaskSQL.select) WHERE human_tasks.uuid = $1", .uuid(id.uuid)).first.map {
                try HumanTaskRecord($0)
            }
        }
    }

    package func humanTasks(
        _ filter: HumanTaskFilter,
        _ page: PageRequest
    ) async throws -> Page<HumanTaskRecord> {
        var conditions = SQLConditions()
        if let status = filter.status {
            conditions.add("human_tasks.status = ?::human_task_status", .text(status.rawValue))
        }
        if let execution = filter.executionID {
            conditions.add("human_tasks.execution = (SELECT id FROM executions WHERE uuid = ?)", .uuid(execution.uuid))
        }
        if let person = filter.person {
            conditions.add(
                "(human_tasks.claimed_by = ? OR human_tasks.assignees @> jsonb_build_array(?))",
                .text(person)
            )
        }
        if let role = filter.role { conditions.add("human_tasks.roles @> jsonb_build_array(?)", .text(role)) }
        return try await self.read { [conditions] connection in
            try connection.page(HumanTaskSQL.select, conditions, newestBy: "human_tasks.id", page) {
                try HumanTaskRecord($0)
            }
        }
    }
}

extension HumanTaskRecord {
    init(_ row: Row) throws {
        let task = HumanTaskProjection(
            id: try row.identifier("uuid"),
            path: try row.text("path"),
            status: try row.choice("status"),
            kind: try row.text("kind"),
            title: try row.text("title"),
            assignees: try row.strings("assignees"),
            roles: try row.strings("roles"),
            claimedBy: try row.optionalText("claimed_by"),
            openedAt: try row.time("opened_at"),
            dueAt: try row.optionalTime("due_at"),
            endedAt: try row.optionalTime("ended_at"),
            isOverdue: try row.bool("is_overdue"),
            openedSequence: try row.int("opened_sequence")
        )
        self.init(
            task: task,
            executionID: try row.identifier("execution_uuid"),
            definitionKey: try row.text("definition_key"),
            version: try row.int("version")
        )
    }
}
