// SPDX-License-Identifier: Apache-2.0

import SkeinModel
package import SkeinStorage

extension PostgresStorage {
    package func definition(_ selector: DefinitionSelector) async throws -> DefinitionRecord? {
        var conditions = SQLConditions()
        conditions.add(selector)
        return try await self.read { [conditions] connection in
            let statement = Statement("\(DefinitionSQL.select) \(conditions.sql)", conditions.parameters)
            return try connection.run([statement])[0].first.map { try DefinitionRecord($0) }
        }
    }

    package func version(_ version: Int, of selector: DefinitionSelector) async throws -> VersionRecord? {
        var conditions = SQLConditions()
        conditions.add(selector)
        conditions.add("definition_versions.version = ?", .int8(version))
        return try await self.read { [conditions] connection in
            let statement = Statement("\(DefinitionSQL.selectVersion) \(conditions.sql)", conditions.parameters)
            return try connection.run([statement])[0].first.map { try VersionRecord($0) }
        }
    }

    package func versions(
        of selector: DefinitionSelector,
        _ page: PageRequest
    ) async throws -> Page<VersionRecord> {
        var conditions = SQLConditions()
        conditions.add(selector)
        return try await self.read { [conditions] connection in
            let order = "definition_versions.version"
            return try connection.page(DefinitionSQL.selectVersion, conditions, newestBy: order, page) {
                try VersionRecord($0)
            }
        }
    }

    package func definitions(
        _ filter: DefinitionFilter,
        _ page: PageRequest
    ) async throws -> Page<DefinitionRecord> {
        var conditions = SQLConditions()
        if let discipline = filter.discipline { conditions.add("discipline = ?", .text(discipline)) }
        if let status = filter.status { conditions.add("status", is: status) }
        if !filter.tags.isEmpty { conditions.add("tags @> ?", .strings(filter.tags)) }
        return try await self.read { [conditions] connection in
            try connection.page(DefinitionSQL.select, conditions, newestBy: "definitions.id", page) {
                try DefinitionRecord($0)
            }
        }
    }

    package func statistics(of selector: DefinitionSelector) async throws -> DefinitionStatistics? {
        try await self.read { connection in
            guard let definition = try Self.row(of: selector, connection) else { return nil }
            let sql = """
                SELECT status, count(*) AS total, coalesce(sum(risk_score), 0) AS risk, count(risk_score) AS weighed,
                    count(*) FILTER (WHERE requires_approval) AS approvals,
                    coalesce(sum(extract(epoch FROM ended_at - started_at)), 0)::float8 AS duration
                FROM executions WHERE definition = $1 GROUP BY status
                """
            var statistics = DefinitionStatistics()
            var risk = 0.0
            var weighed = 0
            for entry in try connection.run(sql, .int8(definition)).map({ try StatusCount($0) }) {
                statistics.total += entry.total
                statistics.byStatus[entry.status] = entry.total
                statistics.approvalsRequired += entry.approvals
                risk += entry.risk
                weighed += entry.weighed
                if entry.status == .completed, entry.total > 0 {
                    let microseconds = entry.seconds * 1_000_000 / Double(entry.total)
                    statistics.averageDuration = .microseconds(Int64(microseconds.rounded()))
                }
            }
            statistics.averageRisk = weighed == 0 ? nil : risk / Double(weighed)
            return statistics
        }
    }
}

/// What the executions of a definition that have one status add up to.
private struct StatusCount {
    let status: ExecutionStatus
    let total: Int
    let risk: Double
    let weighed: Int
    let approvals: Int
    let seconds: Double

    init(_ row: Row) throws {
        self.status = try row.choice("status")
        self.total = try row.int("total")
        self.risk = try row.float8("risk")
        self.weighed = try row.int("weighed")
        self.approvals = try row.int("approvals")
        self.seconds = try row.float8("duration")
    }
}

extension DefinitionRecord {
    init(_ row: Row) throws {
        self.init(
            id: try row.identifier("uuid"),
            key: try row.text("key"),
            displayName: try row.text("display_name"),
            discipline: try row.text("discipline"),
            status: try row.choice("status"),
            tags: try row.strings("tags"),
            version: try row.int("version"),
            contentHash: try row.hash("content_hash"),
            createdAt: try row.time("created_at"),
            updatedAt: try row.time("updated_at"),
            createdBy: try row.text("created_by"),
            updatedBy: try row.text("updated_by")
        )
    }
}

extension VersionRecord {
    init(_ row: Row) throws {
        self.init(
            definitionID: try row.identifier("definition_uuid"),
            key: try row.text("key"),
            version: try row.int("version"),
            document: try row.json("document"),
            contentHash: try row.hash("content_hash"),
            note: try row.text("change_description"),
            author: try row.text("author"),
            createdAt: try row.time("created_at"),
            rolledBackTo: try row.optionalInt("rolled_back_to")
        )
    }
}
