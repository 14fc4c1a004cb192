// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDBSQLite
import SkeinSQLite
import SkeinTestKit
import Testing

/// A connection to a database, straight on SQLite's interface.
private final class Connection {
    let pointer: OpaquePointer

    init(_ path: String) throws {
        var pointer: OpaquePointer?
        try #require(sqlite3_open(path, &pointer) == SQLITE_OK)
        self.pointer = try #require(pointer)
    }

    deinit { sqlite3_close(self.pointer) }

    func run(_ sql: String) throws {
        try #require(sqlite3_exec(self.pointer, sql, nil, nil, nil) == SQLITE_OK, "\(sql)")
    }

    /// The first value of the first row.
    func text(_ sql: String) throws -> String {
        var statement: OpaquePointer?
        try #require(sqlite3_prepare_v2(self.pointer, sql, -1, &statement, nil) == SQLITE_OK, "\(sql)")
        defer { sqlite3_finalize(statement) }
        try #require(sqlite3_step(statement) == SQLITE_ROW)
        return try #require(sqlite3_column_text(statement, 0).map { String(cString: $0) })
    }
}

@Suite(.timeLimit(.minutes(1)))
struct BufferedLogTests {
    private static let count = "SELECT count(*) FROM rows"
    private static let more = """
        INSERT INTO rows SELECT NULL, printf('%0500d', value)
        FROM (WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 3000) SELECT * FROM n)
        """

    /// A writer whose cache is so small that a transaction goes to the log before it is committed.
    private static func writer(_ path: String) throws -> Connection {
        let writer = try Connection(path)
        for pragma in ["journal_mode = WAL", "synchronous = FULL", "cache_size = 10", "wal_autocheckpoint = 0"] {
            try writer.run("PRAGMA \(pragma)")
        }
        try writer.run("CREATE TABLE rows (id INTEGER PRIMARY KEY, content TEXT)")
        try #require(WriteAheadBuffer.install(on: writer.pointer))
        return writer
    }

    /// How many rows stand in a copy of the files as they are now, which is what a crash would leave.
    private static func rowsAfterACrash(_ path: String) throws -> String {
        let copy = path + "-copy"
        for suffix in ["", "-wal"] {
            try? FileManager.default.removeItem(atPath: copy + suffix)
            try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
        }
        let connection = try Connection(copy)
        #expect(try connection.text("PRAGMA integrity_check") == "ok")
        return try connection.text(self.count)
    }

    @Test
    func whatIsCommittedIsInTheFileAndSeenByOthersAndNothingElseIs() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/log.db"
            let writer = try Self.writer(path)
            let reader = try Connection(path)
            try writer.run("BEGIN IMMEDIATE")
            try writer.run(Self.more)
            #expect(try writer.text(Self.count) == "3000")
            #expect(try reader.text(Self.count) == "0")
            #expect(try Self.rowsAfterACrash(path) == "0")
            try writer.run("COMMIT")
            #expect(try reader.text(Self.count) == "3000")
            #expect(try Self.rowsAfterACrash(path) == "3000")
        }
    }

    @Test
    func whatIsTakenBackLeavesNothingBehind() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/log.db"
            let writer = try Self.writer(path)
            try writer.run(Self.more)
            try writer.run("BEGIN IMMEDIATE")
            try writer.run("DELETE FROM rows WHERE id % 2 = 0")
            try writer.run("ROLLBACK")
            #expect(try writer.text(Self.count) == "3000")
            try writer.run("DELETE FROM rows WHERE id = 1")
            #expect(try Self.rowsAfterACrash(path) == "2999")
        }
    }

    @Test(arguments: ["PASSIVE", "RESTART", "TRUNCATE"])
    func theLogBeginsAnewAfterACheckpoint(_ mode: String) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/log.db"
            let writer = try Self.writer(path)
            for expected in ["3000", "6000", "9000"] {
                try writer.run(Self.more)
                try writer.run("PRAGMA wal_checkpoint(\(mode))")
                try writer.run("UPDATE rows SET content = 'x' WHERE id = 7")
                #expect(try Self.rowsAfterACrash(path) == expected)
            }
            #expect(try writer.text("PRAGMA integrity_check") == "ok")
        }
    }
}
