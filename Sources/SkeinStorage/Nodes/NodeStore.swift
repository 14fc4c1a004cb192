// SPDX-License-Identifier: Apache-2.0

package import SkeinModel

/// Shares the work on a database out among nodes: the processes that run an engine on it.
///
/// A node has a lease, which it renews by attending. An execution that has tasks out belongs to one node, which runs
/// them; what becomes of the lease is decided by the database's clock. Any node can store a turn of any execution: the
/// number of its last event decides who was first, and the execution's node is told to look at it again.
package protocol NodeStore: Sendable {
    /// Whether other nodes can work on the database at the same time.
    var isShared: Bool { get }

    /// How long a node that does not attend keeps what belongs to it.
    var lease: Duration { get }

    /// What the other nodes say; some of it may get lost, so attend from time to time all the same.
    func news() throws -> AsyncStream<NodeNews>

    /// Makes this process a node.
    ///
    /// - Parameters:
    ///   - node: What it is.
    ///   - now: This machine's time; a server's database goes by its own.
    /// - Returns: The node's number, never used before.
    /// - Throws: ``SkeinError`` `storage-unavailable`.
    func join(_ node: NodeDescription, now: Timestamp) async throws -> Int

    /// Renews the lease; takes up what was left behind, and what others have changed.
    ///
    /// What a node whose lease has run out, or whose process has died, leaves behind is shared out among the others.
    ///
    /// - Parameters:
    ///   - limit: How many more executions this node can take on; none for one that runs no engine.
    ///   - idle: Executions that it saw without tasks, with the numbers of their last events then; they belong to it no
    ///     more.
    /// - Returns: What there is to do.
    /// - Throws: ``SkeinError`` `storage-unavailable`.
    func attend(takingOn limit: Int, lettingGo idle: [ExecutionID: Int]) async throws -> Attendance

    /// Gives back what belongs to this node, for others or for its next start.
    func leave() async throws

    /// The nodes, in the order in which they joined.
    func nodes() async throws -> [NodeRecord]

    /// The numbers of the last events of executions; without those that are not stored.
    func lastSequences(of ids: [ExecutionID]) async throws -> [ExecutionID: Int]
}

/// What a node does.
package enum NodeRole: String, CaseIterable, Sendable {
    /// It answers over HTTP.
    case api
    /// It runs tasks and fires timers.
    case engine
}

extension Set<NodeRole> {
    /// Reads names with commas between; `nil` when one is none of the roles, or there is none.
    package init?(names: String) {
        let roles = names.split(separator: ",").map { NodeRole(rawValue: String($0)) }
        guard !roles.isEmpty, !roles.contains(nil) else { return nil }
        self = Set(roles.compactMap(\.self))
    }

    /// The names in their order, with commas between.
    package var names: String { NodeRole.allCases.filter(self.contains).map(\.rawValue).joined(separator: ",") }
}

/// What a node says of itself when it joins.
package struct NodeDescription: Hashable, Sendable {
    /// What people call it: the host and the process.
    package let name: String
    /// Its Skein's version.
    package let version: String
    package let roles: Set<NodeRole>

    package init(name: String, version: String, roles: Set<NodeRole>) {
        self.name = name
        self.version = version
        self.roles = roles
    }
}

/// A node as others see it.
package struct NodeRecord: Hashable, Sendable {
    package let number: Int
    package let node: NodeDescription
    package let startedAt: Timestamp
    /// When it last renewed its lease; `nil` where there are no leases.
    package let renewedAt: Timestamp?
    /// Whether its lease stands.
    package let isAlive: Bool
    /// How many executions belong to it.
    package let executions: Int

    package init(
        number: Int,
        node: NodeDescription,
        startedAt: Timestamp,
        renewedAt: Timestamp?,
        isAlive: Bool,
        executions: Int
    ) {
        self.number = number
        self.node = node
        self.startedAt = startedAt
        self.renewedAt = renewedAt
        self.isAlive = isAlive
        self.executions = executions
    }
}

/// What a node found when it attended.
package struct Attendance: Hashable, Sendable {
    /// Whether it still is a node; if not, nothing belongs to it any more, and it may join again.
    package let isMember: Bool
    /// Executions of this node that it has to look at: it has just taken them on, or others have changed them.
    package let executions: [ExecutionID]
    /// The names of nodes that were found dead.
    package let dead: [String]
    /// The database's time; `nil` where it is this machine's.
    package let time: Timestamp?

    package init(isMember: Bool, executions: [ExecutionID] = [], dead: [String] = [], time: Timestamp? = nil) {
        self.isMember = isMember
        self.executions = executions
        self.dead = dead
        self.time = time
    }
}

/// What nodes tell each other.
package enum NodeNews: Hashable, Sendable {
    /// There is something to do for this node: attend.
    case work
    /// Timers were set by a node that fires none.
    case timers
    /// A definition has changed.
    case definitions
    /// From now on nothing is heard until the next ``listening``.
    case deaf
    /// What was said before may have gone unheard.
    case listening
}

extension NodeStore {
    /// Attends without anything to let go of.
    package func attend(takingOn limit: Int) async throws -> Attendance {
        try await self.attend(takingOn: limit, lettingGo: [:])
    }
}
