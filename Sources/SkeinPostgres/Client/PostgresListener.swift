// SPDX-License-Identifier: Apache-2.0

import CLibPQ
import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Hears what others say with NOTIFY, on a connection and a thread of its own.
package final class PostgresListener: Sendable {
    /// What is heard.
    package enum Event: Hashable, Sendable {
        /// The server is being listened to from now on: look for what was said before, which nobody has heard.
        case listening
        /// Nothing is heard until the next ``listening``.
        case deaf
        case notification(channel: String, payload: String)
    }

    /// What is heard, in order; it ends when the listener is stopped.
    package let events: AsyncStream<Event>
    private let announce: AsyncStream<Event>.Continuation
    private let settings: PostgresSettings
    private let channels: [String]
    /// A pipe that wakes the thread when it has to end.
    private let wakeUp: (read: Int32, write: Int32)
    private let isStopped = Mutex(false)

    /// Begins to listen; what was lost with a connection is announced by another ``Event/listening``.
    ///
    /// - Parameters:
    ///   - settings: Whom to reach.
    ///   - channels: What to listen to; `NOTIFY` in another schema has the same channels.
    /// - Throws: ``PostgresError`` when the process has too many files open.
    package init(_ settings: PostgresSettings, channels: [String]) throws(PostgresError) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw PostgresError(state: nil, message: "No pipe (errno \(errno))") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        self.wakeUp = (ends[0], ends[1])
        self.settings = settings
        self.channels = channels
        (self.events, self.announce) = AsyncStream.makeStream()
        DispatchQueue(label: "skein.postgres.listener").async { self.listen() }
    }

    /// Stops listening.
    package func stop() {
        self.isStopped.withLock { isStopped in
            if isStopped { return }
            isStopped = true
            _ = write(self.wakeUp.write, [1], 1)
        }
    }

    /// Listens until it is stopped, on one connection after the other.
    private func listen() {
        var backoff = Backoff(patience: .seconds(60))
        while !self.isStopped.withLock({ $0 }) {
            do {
                let connection = try Connection(self.settings)
                for channel in self.channels { try connection.script("LISTEN \(Self.quoted(channel))") }
                self.announce.yield(.listening)
                backoff = Backoff(patience: .seconds(60))
                defer { self.announce.yield(.deaf) }
                try self.hear(connection)
            } catch {
                if !backoff.wait() { backoff = Backoff(patience: .seconds(60)) }
            }
        }
        self.announce.finish()
        // The writing end is closed by nobody else, and nobody writes once it is stopped.
        close(self.wakeUp.read)
        close(self.wakeUp.write)
    }

    /// Hands on what one connection hears; returns when the listener is stopped.
    private func hear(_ connection: Connection) throws {
        while !self.isStopped.withLock({ $0 }) {
            while let notification = PQnotifies(connection.handle) {
                let channel = String(cString: notification.pointee.relname)
                let payload = String(cString: notification.pointee.extra)
                PQfreemem(notification)
                self.announce.yield(.notification(channel: channel, payload: payload))
            }
            var descriptors = [
                pollfd(fd: PQsocket(connection.handle), events: Int16(POLLIN), revents: 0),
                pollfd(fd: self.wakeUp.read, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&descriptors, 2, -1) > 0 || errno == EINTR else { continue }
            guard PQconsumeInput(connection.handle) == 1 else { throw PostgresError(connection: connection.handle) }
        }
    }

    private static func quoted(_ name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
