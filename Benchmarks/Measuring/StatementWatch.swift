// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite
import Synchronization

/// The slowest statement of every SQLite connection that is opened while it watches.
///
/// SQLite tells how long each statement took from its first step to its last.
enum StatementWatch {
    private static let slowest = Mutex<(seconds: Double, sql: String)?>(nil)

    /// Begins: connections that are opened from now on are watched.
    static func start() {
        self.slowest.withLock { $0 = (0, "") }
        sqlite3_auto_extension(self.entryPoint)
    }

    /// Forgets what was slow so far.
    static func reset() { self.slowest.withLock { if $0 != nil { $0 = (0, "") } } }

    /// Ends it.
    static func stop() -> (seconds: Double, sql: String) {
        sqlite3_cancel_auto_extension(self.entryPoint)
        return self.slowest.withLock { slowest in
            defer { slowest = nil }
            return slowest ?? (0, "")
        }
    }

    private typealias EntryPoint =
        @convention(c) (
            OpaquePointer?, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, OpaquePointer?
        ) -> Int32

    /// SQLite declares what it calls without the arguments that it calls it with.
    private static var entryPoint: @convention(c) () -> Void {
        let watch: EntryPoint = { connection, _, _ in
            sqlite3_trace_v2(connection, UInt32(SQLITE_TRACE_PROFILE), StatementWatch.callback, nil)
        }
        return unsafeBitCast(watch, to: (@convention(c) () -> Void).self)
    }

    private static let callback:
        @convention(c) (UInt32, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?) -> Int32 =
            { _, _, statement, nanoseconds in
                guard let statement, let nanoseconds else { return 0 }
                let seconds = Double(nanoseconds.load(as: Int64.self)) / 1e9
                StatementWatch.note(seconds, OpaquePointer(statement))
                return 0
            }

    private static func note(_ seconds: Double, _ statement: OpaquePointer) {
        self.slowest.withLock { slowest in
            guard let last = slowest, seconds > last.seconds else { return }
            let text = sqlite3_sql(statement).map { String(cString: $0) } ?? ""
            slowest = (seconds, String(text.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(60)))
        }
    }
}
