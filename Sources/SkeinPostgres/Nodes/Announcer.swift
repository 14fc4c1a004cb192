// SPDX-License-Identifier: Apache-2.0

import SkeinStorage
import Synchronization

/// What one process tells the others on this schema.
enum Announcement: Hashable, Sendable {
    /// A node has to look at executions that others have changed.
    case wake(Int)
    /// Executions with tasks belong to nobody.
    case work
    /// Timers were set by a process that fires none.
    case timers
    case definitions

    static let channel = "skein"

    /// How it is written; the schema follows after a space.
    var text: String {
        switch self {
        case .wake(let node): "wake:\(node)"
        case .work: "work"
        case .timers: "timers"
        case .definitions: "definitions"
        }
    }

    /// What it means for a process.
    ///
    /// - Parameters:
    ///   - payload: What was heard.
    ///   - node: Which node the process is.
    ///   - schema: The process's schema.
    /// - Returns: The news; `nil` when it is for others.
    static func news(_ payload: String, for node: Int?, in schema: String) -> NodeNews? {
        let parts = payload.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[1] == schema else { return nil }
        switch parts[0] {
        case "work": return .work
        case "timers": return .timers
        case "definitions": return .definitions
        default: return node.map { parts[0] == Self.wake($0).text } == true ? .work : nil
        }
    }
}

/// Tells other processes what has been committed.
///
/// On a connection of its own and after the commit, because a notification inside a transaction makes the server commit
/// one after the other. What is lost with a process or a connection is found by the others when they attend.
final class Announcer: Sendable {
    private struct State {
        var waiting: Set<Announcement> = []
        var isSending = false
    }

    private let session: Session
    private let state = Mutex(State())

    init(_ settings: PostgresSettings) { self.session = Session(settings, label: "skein.postgres.announcer") }

    /// Says something soon; what is said again before it is sent is said once.
    func say(_ announcements: Set<Announcement>) {
        if announcements.isEmpty { return }
        let begins = self.state.withLock { state in
            state.waiting.formUnion(announcements)
            defer { state.isSending = true }
            return !state.isSending
        }
        if begins { self.session.later { self.send($0) } }
    }

    func close() { self.session.close() }

    /// Says what there is to say; without a connection it stays unsaid.
    private func send(_ connection: Connection?) {
        while true {
            let next = self.state.withLock { state -> Set<Announcement> in
                defer { state.waiting = [] }
                if state.waiting.isEmpty { state.isSending = false }
                return state.waiting
            }
            if next.isEmpty { return }
            _ = try? connection?.run(next.map { Statement(NodeSQL.notify, [.text($0.text)]) })
        }
    }
}
