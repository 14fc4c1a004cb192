// SPDX-License-Identifier: Apache-2.0

import GRDB
package import SkeinModel
package import SkeinStorage
import Synchronization

/// Nodes on a file: one at a time, which the file's lock sees to. So it needs no lease and hears no news.
extension SQLiteStorage {
    package var isShared: Bool { false }

    package var lease: Duration { .seconds(10) }

    package func news() -> AsyncStream<NodeNews> { AsyncStream { $0.yield(.listening) } }

    package func join(_ node: NodeDescription, now: Timestamp) async throws -> Int {
        try await self.group.run { statements in
            // Who is still in the table died while it had the lock.
            try statements.prepare(NodeSQL.delete).run(statements.connection)
            let insert = try statements.prepare(NodeSQL.insert)
            insert.bind(1, node.name)
            insert.bind(2, node.version)
            insert.bind(3, node.roles.names)
            insert.bind(4, now)
            return Int(try insert.first(statements.connection) { $0.int(0) } ?? 0)
        }
    }

    package func attend(takingOn limit: Int, lettingGo idle: [ExecutionID: Int]) async throws -> Attendance {
        if limit == 0 || self.hasAttended.withLock({ $0 }) { return Attendance(isMember: true) }
        let executions = try await self.executionsWithOpenTasks()
        self.hasAttended.withLock { $0 = true }
        return Attendance(isMember: true, executions: executions)
    }

    package func leave() async throws {
        self.hasAttended.withLock { $0 = false }
        try await self.group.run { try $0.prepare(NodeSQL.delete).run($0.connection) }
    }

    package func nodes() async throws -> [NodeRecord] {
        try await self.read { database in
            try Row.fetchAll(database, sql: NodeSQL.list).map { row in
                let node = NodeDescription(
                    name: row["name"],
                    version: row["version"],
                    roles: Set<NodeRole>(names: row["roles"]) ?? []
                )
                return NodeRecord(
                    number: row["id"],
                    node: node,
                    startedAt: row.time("started_at"),
                    renewedAt: nil,
                    isAlive: true,
                    executions: row["executions"]
                )
            }
        }
    }

    package func lastSequences(of ids: [ExecutionID]) async throws -> [ExecutionID: Int] {
        try await self.read { database in
            var sequences: [ExecutionID: Int] = [:]
            let sql = "SELECT last_sequence FROM executions WHERE uuid = ?"
            for id in ids { sequences[id] = try Int.fetchOne(database, sql: sql, arguments: [id.description]) }
            return sequences
        }
    }
}

private enum NodeSQL {
    static let delete = StaticSQL("DELETE FROM nodes")
    static let insert = StaticSQL(
        "INSERT INTO nodes (name, version, roles, started_at) VALUES (?1, ?2, ?3, ?4) RETURNING id"
    )
    static let list = """
        SELECT nodes.*, (SELECT count(DISTINCT execution) FROM tasks) AS executions FROM nodes ORDER BY id
        """
}
