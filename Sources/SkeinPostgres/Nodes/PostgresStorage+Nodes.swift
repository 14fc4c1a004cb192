// SPDX-License-Identifier: Apache-2.0

package import SkeinModel
package import SkeinStorage

extension PostgresStorage {
    package var isShared: Bool { true }

    package var lease: Duration { self.settings.lease }

    /// A session that holds the node's lock, which the server lets go of when the process dies.
    static func nodeSession(_ settings: PostgresSettings, _ membership: Membership) -> Session {
        var settings = settings
        settings.statementTimeout = settings.lease / 2
        settings.patience = settings.lease / 2
        settings.applicationName += " node"
        return Session(settings, label: "skein.postgres.node") { connection in
            if let number = membership.number { try connection.run(NodeSQL.holdSession, .int8(number)) }
        }
    }

    package func news() throws -> AsyncStream<NodeNews> {
        let listener: PostgresListener
        let schema: String
        do {
            listener = try PostgresListener(self.settings, channels: [Announcement.channel])
            schema = try self.writer.withConnection { connection in
                try connection.run("SELECT current_schema()::text AS name").first?.text("name") ?? ""
            }
        } catch let error as PostgresError {
            throw error.asSkeinError
        }
        let (news, tell) = AsyncStream.makeStream(of: NodeNews.self)
        let membership = self.membership
        // unstructured: it ends with the stream that it feeds.
        let work = Task {
            for await event in listener.events {
                switch event {
                case .listening: tell.yield(.listening)
                case .deaf: tell.yield(.deaf)
                case .notification(_, let payload):
                    if let item = Announcement.news(payload, for: membership.number, in: schema) { tell.yield(item) }
                }
            }
            tell.finish()
        }
        tell.onTermination = { _ in
            work.cancel()
            listener.stop()
        }
        return news
    }

    package func join(_ node: NodeDescription, now: Timestamp) async throws -> Int {
        let lease = self.lease.milliseconds
        let number = try await self.asNode { connection -> Int in
            let row = try connection.run(
                NodeSQL.insert,
                .text(node.name),
                .text(node.version),
                .text(node.roles.names),
                .int8(lease)
            )
            .first
            guard let number = try row?.int("id") else { throw Row.damaged("id") }
            try connection.run(NodeSQL.holdSession, .int8(number))
            return number
        }
        self.membership.begin(number, node.roles)
        return number
    }

    package func attend(takingOn limit: Int, lettingGo idle: [ExecutionID: Int]) async throws -> Attendance {
        guard let number = self.membership.number else { return Attendance(isMember: false) }
        let (node, lease) = (Parameter.int8(number), Parameter.int8(self.lease.milliseconds))
        let attendance = try await self.asNode { connection -> Attendance in
            let transaction = WriteTransaction(connection)
            if !idle.isEmpty {
                transaction.add(NodeSQL.letGo, node, idle.uuids(\.key.uuid), idle.ints(\.value))
            }
            let answers = try transaction.ask([
                Statement(NodeSQL.renew, [node, lease]), Statement(NodeSQL.takeWakeUps, [node]),
                Statement(NodeSQL.takeOn, [node, .int8(limit)]), Statement(NodeSQL.lockDead, [node, lease]),
            ])
            guard let time = try answers[0].first?.time("renewed_at") else { return Attendance(isMember: false) }
            let taken = try answers[2].map { try $0.identifier("uuid") as ExecutionID }
            let dead = try answers[3].map { (number: Int64(try $0.int("id")), name: try $0.text("name")) }
            if dead.isEmpty {
                // A renewal that a crash of the server undoes is made again; what was taken on has to stay so.
                if taken.isEmpty { transaction.add("SET LOCAL synchronous_commit = off") }
            } else {
                Self.disown(dead.int8s(\.number), transaction)
            }
            try transaction.commit()
            return Attendance(
                isMember: true,
                executions: try answers[1].map { try $0.identifier("uuid") } + taken,
                dead: dead.map(\.name),
                time: time
            )
        }
        if !attendance.isMember { self.membership.end(number) }
        if !attendance.dead.isEmpty { self.announcer.say([.work]) }
        return attendance
    }

    package func leave() async throws {
        guard let number = self.membership.number else { return }
        try await self.asNode { connection in
            let transaction = WriteTransaction(connection)
            Self.disown([number].ints { $0 }, transaction)
            transaction.add(NodeSQL.notify, .text(Announcement.work.text))
            try transaction.commit()
        }
        self.membership.end(number)
    }

    package func nodes() async throws -> [NodeRecord] {
        try await self.read { connection in
            try connection.run(NodeSQL.list).map { row in
                let roles = Set<NodeRole>(names: try row.text("roles"))
                return NodeRecord(
                    number: try row.int("id"),
                    node: NodeDescription(
                        name: try row.text("name"),
                        version: try row.text("version"),
                        roles: roles ?? []
                    ),
                    startedAt: try row.time("started_at"),
                    renewedAt: try row.time("renewed_at"),
                    isAlive: try row.bool("is_alive"),
                    executions: try row.int("executions")
                )
            }
        }
    }

    package func lastSequences(of ids: [ExecutionID]) async throws -> [ExecutionID: Int] {
        try await self.read { connection in
            let sql = "SELECT uuid, last_sequence FROM executions WHERE uuid = ANY($1::uuid[])"
            let rows = try connection.run(sql, ids.uuids(\.uuid)).map { row in
                (ExecutionID(try row.uuid("uuid")), try row.int("last_sequence"))
            }
            return Dictionary(uniqueKeysWithValues: rows)
        }
    }

    /// Works on the node's own connection.
    func asNode<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
        do {
            return try await self.nodeSession.run(isRepeatable: false, body)
        } catch let error as PostgresError {
            throw error.asSkeinError
        }
    }

    /// Makes what belongs to nodes anybody's, and forgets them.
    private static func disown(_ nodes: Parameter, _ transaction: WriteTransaction) {
        transaction.add(NodeSQL.lockOwned, nodes)
        transaction.add(NodeSQL.disown, nodes)
        transaction.add(NodeSQL.forgetWakeUps, nodes)
        transaction.add(NodeSQL.delete, nodes)
    }
}
