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
        if let status = filter.status { conditions.add("human_tasks.status", is: status) }
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
        let isNamed = filter.person != nil || filter.role != nil
        return try await self.read { [conditions] connection in
            if isNamed { return try connection.page(of: conditions, page) }
            return try connection.page(HumanTaskSQL.select, conditions, newestBy: "human_tasks.id", page) {
                try HumanTaskRecord($0)
            }
        }
    }
}

extension Connection {
    /// Reads a page of tasks that are for somebody: first finds all of them, by the indexes of names.
    ///
    /// The planner does not know how few tasks a name has, and would go through all tasks from the newest on.
    fileprivate func page(of conditions: SQLConditions, _ page: PageRequest) throws -> Page<HumanTaskRecord> {
        var values = conditions
        let after = values.place(of: .int8(page.after?.key ?? Int64.max))
        let limit = values.place(of: .int8(page.limit + 1))
        let sql = """
            WITH found AS MATERIALIZED (SELECT id FROM human_tasks \(conditions.sql)),
                page AS MATERIALIZED (SELECT id FROM found WHERE id < \(after) ORDER BY id DESC LIMIT \(limit))
            \(HumanTaskSQL.select) JOIN page ON page.id = human_tasks.id ORDER BY human_tasks.id DESC
            """
        return try self.page(Statement(sql, values.parameters), limit: page.limit) { try HumanTaskRecord($0) }
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
