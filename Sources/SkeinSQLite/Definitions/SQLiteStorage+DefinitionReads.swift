// SPDX-License-Identifier: Apache-2.0

import GRDB
import SkeinModel
package import SkeinStorage

extension SQLiteStorage {
    package func definition(_ selector: DefinitionSelector) async throws -> DefinitionRecord? {
        try await self.read { database in
            var conditions = SQLConditions()
            conditions.add(selector)
            let sql = "SELECT * FROM definitions \(conditions.sql)"
            let row = try Row.fetchOne(database, sql: sql, arguments: conditions.statementArguments)
            return try row.map { try DefinitionRecord($0) }
        }
    }

    package func version(_ version: Int, of selector: DefinitionSelector) async throws -> VersionRecord? {
        try await self.read { database in
            var conditions = SQLConditions()
            conditions.add(selector)
            conditions.add("definition_versions.version = ?", version)
            let sql = "\(DefinitionSQL.selectVersion) \(conditions.sql)"
            let row = try Row.fetchOne(database, sql: sql, arguments: conditions.statementArguments)
            return try row.map { try VersionRecord($0) }
        }
    }

    package func versions(
        of selector: DefinitionSelector,
        _ page: PageRequest
    ) async throws -> Page<VersionRecord> {
        try await self.read { database in
            var conditions = SQLConditions()
            conditions.add(selector)
            if let after = page.after { conditions.add("definition_versions.version < ?", after.key) }
            let sql = """
                \(DefinitionSQL.selectVersion) \(conditions.sql)
                ORDER BY definition_versions.version DESC LIMIT \(page.limit + 1)
                """
            let rows = try Row.fetchAll(database, sql: sql, arguments: conditions.statementArguments)
            return try Page(rows, limit: page.limit, key: "version") { try VersionRecord($0) }
        }
    }

    package func definitions(
        _ filter: DefinitionFilter,
        _ page: PageRequest
    ) async throws -> Page<DefinitionRecord> {
        try await self.read { database in
            var conditions = SQLConditions()
            if let discipline = filter.discipline { conditions.add("discipline = ?", discipline) }
            if let status = filter.status { conditions.add("status = ?", status.rawValue) }
            for tag in filter.tags {
                conditions.add("EXISTS (SELECT 1 FROM json_each(definitions.tags) WHERE json_each.value = ?)", tag)
            }
            if let after = page.after { conditions.add("id < ?", after.key) }
            let sql = "SELECT * FROM definitions \(conditions.sql) ORDER BY id DESC LIMIT \(page.limit + 1)"
            let rows = try Row.fetchAll(database, sql: sql, arguments: conditions.statementArguments)
            return try Page(rows, limit: page.limit, key: "id") { try DefinitionRecord($0) }
        }
    }

    package func statistics(of selector: DefinitionSelector) async throws -> DefinitionStatistics? {
        try await self.read { database in
            var conditions = SQLConditions()
            conditions.add(selector)
            let select = "SELECT id FROM definitions \(conditions.sql)"
            guard let id = try Int64.fetchOne(database, sql: select, arguments: conditions.statementArguments) else {
                return nil
            }
            let sql = """
                SELECT status, count(*) AS total, total(risk_score) AS risk, count(risk_score) AS weighed,
                    total(requires_approval) AS approvals, total(ended_at - started_at) AS duration
                FROM executions WHERE definition = ? GROUP BY status
                """
            return Self.statistics(try Row.fetchAll(database, sql: sql, arguments: [id]))
        }
    }

    private static func statistics(_ rows: [Row]) -> DefinitionStatistics {
        var statistics = DefinitionStatistics()
        var risk = 0.0
        var weighed = 0
        for row in rows {
            guard let status = ExecutionStatus(rawValue: row["status"] as String) else { continue }
            let total: Int = row["total"]
            statistics.total += total
            statistics.byStatus[status] = total
            statistics.approvalsRequired += Int(row["approvals"] as Double)
            risk += row["risk"] as Double
            weighed += row["weighed"] as Int
            if status == .completed, total > 0 {
                statistics.averageDuration = .microseconds(Int64((row["duration"] as Double) / Double(total)))
            }
        }
        statistics.averageRisk = weighed == 0 ? nil : risk / Double(weighed)
        return statistics
    }
}

extension SQLConditions {
    /// The definition that a selector names.
    mutating func add(_ selector: DefinitionSelector) {
        switch selector {
        case .key(let key): self.add("definitions.key = ?", key)
        case .id(let id): self.add("definitions.uuid = ?", id.description)
        }
    }
}

extension Page {
    /// A page of rows, one more of which were read than fit, so that the last page is known for one.
    init(_ rows: [Row], limit: Int, key: String, _ make: (Row) throws -> Item) throws {
        let next = rows.count > limit ? Cursor(key: rows[limit - 1][key]) : nil
        self.init(items: try rows.prefix(limit).map(make), next: next)
    }
}

extension DefinitionRecord {
    init(_ row: Row) throws {
        self.init(
            id: try row.identifier("uuid"),
            key: row["key"],
            displayName: row["display_name"],
            discipline: row["discipline"],
            status: try row.choice("status"),
            tags: try row.strings("tags"),
            version: row["version"],
            contentHash: row.hash("content_hash"),
            createdAt: row.time("created_at"),
            updatedAt: row.time("updated_at"),
            createdBy: row["created_by"],
            updatedBy: row["updated_by"]
        )
    }
}

extension VersionRecord {
    init(_ row: Row) throws {
        self.init(
            definitionID: try row.identifier("definition_uuid"),
            key: row["key"],
            version: row["version"],
            document: try row.json("document"),
            contentHash: row.hash("content_hash"),
            note: row["change_description"],
            author: row["author"],
            createdAt: row.time("created_at"),
            rolledBackTo: row["rolled_back_to"]
        )
    }
}
