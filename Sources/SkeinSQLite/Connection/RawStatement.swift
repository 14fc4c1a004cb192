// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite
import SkeinModel

/// A prepared statement of the hot writer, straight on the C interface.
///
/// GRDB's own statements cost 15 to 40 % more on this path (ADR 0005). All values are bound, texts and blobs copied.
struct RawStatement {
    private let pointer: OpaquePointer

    init(_ connection: OpaquePointer, _ sql: String) throws(SkeinError) {
        var pointer: OpaquePointer?
        let code = sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &pointer, nil)
        guard code == SQLITE_OK, let pointer else { throw SQLiteFailure.error(connection, code) }
        self.pointer = pointer
    }

    func finalize() { sqlite3_finalize(self.pointer) }

    func bind(_ index: Int32, _ value: Int64?) {
        if let value { sqlite3_bind_int64(self.pointer, index, value) } else { sqlite3_bind_null(self.pointer, index) }
    }

    func bind(_ index: Int32, _ value: Int?) { self.bind(index, value.map { Int64($0) }) }

    func bind(_ index: Int32, _ value: Timestamp?) { self.bind(index, value?.microseconds) }

    func bind(_ index: Int32, _ value: Double?) {
        if let value { sqlite3_bind_double(self.pointer, index, value) } else { sqlite3_bind_null(self.pointer, index) }
    }

    func bind(_ index: Int32, _ value: String?) {
        guard var value else {
            sqlite3_bind_null(self.pointer, index)
            return
        }
        value.withUTF8 { self.bind(index, text: $0) }
    }

    func bind(_ index: Int32, text bytes: [UInt8]) { bytes.withUnsafeBufferPointer { self.bind(index, text: $0) } }

    func bind(_ index: Int32, _ hash: ContentHash) {
        hash.bytes.withUnsafeBytes {
            _ = sqlite3_bind_blob(self.pointer, index, $0.baseAddress, Int32($0.count), Self.transient)
        }
    }

    /// Runs the statement that returns nothing.
    func run(_ connection: OpaquePointer) throws(SkeinError) {
        let code = sqlite3_step(self.pointer)
        sqlite3_reset(self.pointer)
        guard code == SQLITE_DONE || code == SQLITE_ROW else { throw SQLiteFailure.error(connection, code) }
    }

    /// Runs the statement and reads its first row, if there is one.
    func first<Value>(_ connection: OpaquePointer, _ read: (RawRow) -> Value) throws(SkeinError) -> Value? {
        let code = sqlite3_step(self.pointer)
        let value = code == SQLITE_ROW ? read(RawRow(pointer: self.pointer)) : nil
        // An UPDATE ... RETURNING is complete only when it has been stepped to its end.
        let last = code == SQLITE_ROW ? sqlite3_step(self.pointer) : code
        sqlite3_reset(self.pointer)
        guard last == SQLITE_DONE || last == SQLITE_ROW else { throw SQLiteFailure.error(connection, last) }
        return value
    }

    /// Runs the statement and reads all its rows.
    func all<Value>(_ connection: OpaquePointer, _ read: (RawRow) -> Value) throws(SkeinError) -> [Value] {
        var values: [Value] = []
        var code = sqlite3_step(self.pointer)
        while code == SQLITE_ROW {
            values.append(read(RawRow(pointer: self.pointer)))
            code = sqlite3_step(self.pointer)
        }
        sqlite3_reset(self.pointer)
        guard code == SQLITE_DONE else { throw SQLiteFailure.error(connection, code) }
        return values
    }

    private func bind(_ index: Int32, text bytes: UnsafeBufferPointer<UInt8>) {
        // An empty buffer may have no address, which SQLite would take for NULL.
        guard let base = bytes.baseAddress, !bytes.isEmpty else {
            sqlite3_bind_text(self.pointer, index, "", 0, Self.transient)
            return
        }
        base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
            _ = sqlite3_bind_text(self.pointer, index, $0, Int32(bytes.count), Self.transient)
        }
    }

    /// Tells SQLite to copy what is bound.
    private static var transient: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}

/// The current row of a statement.
struct RawRow {
    fileprivate let pointer: OpaquePointer

    func int(_ column: Int32) -> Int64 { sqlite3_column_int64(self.pointer, column) }

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(self.pointer, column) == SQLITE_NULL }

    func text(_ column: Int32) -> String {
        sqlite3_column_text(self.pointer, column).map { String(cString: $0) } ?? ""
    }

    func hash(_ column: Int32) -> ContentHash {
        let count = Int(sqlite3_column_bytes(self.pointer, column))
        guard let base = sqlite3_column_blob(self.pointer, column) else { return ContentHash(bytes: []) }
        return ContentHash(bytes: Array(UnsafeRawBufferPointer(start: base, count: count)))
    }
}

/// Turns SQLite's errors into Skein's, in one place.
enum SQLiteFailure {
    static func error(_ connection: OpaquePointer, _ code: Int32) -> SkeinError {
        let text = sqlite3_errmsg(connection).map { String(cString: $0) } ?? "no message"
        let message = "SQLite answered with error \(sqlite3_extended_errcode(connection)): \(text)."
        return SkeinError(.storageUnavailable, message, metadata: ["sqlite_code": String(code)])
    }
}
