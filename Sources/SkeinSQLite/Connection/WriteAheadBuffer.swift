// SPDX-License-Identifier: Apache-2.0

package import GRDBSQLite

/// Gathers what SQLite appends to its write-ahead log, and writes it in one call when SQLite makes it durable.
///
/// SQLite writes every changed page in two calls, the head of its frame and the page: some fifty for an execution of
/// three steps, a fifth of all that it costs beside the syncs (ADR 0019). A transaction appends its frames one behind the
/// other and syncs them before it lets readers know of them (`synchronous = FULL`), so nobody can miss what is only here
/// until then.
///
/// It takes the place of the methods of one open file, that of the writer's log, and keeps SQLite's contract of them
/// (https://sqlite.org/c3ref/io_methods.html): whatever asks for the content, the size or the durability of the file
/// finds every write done before.
package final class WriteAheadBuffer {
    /// What stands in the place of a file's methods: SQLite sees the table, which comes first, and nothing behind it.
    private struct Methods {
        let table: sqlite3_io_methods
        let buffer: Unmanaged<WriteAheadBuffer>
    }

    /// SQLite's file system for Unix writes less than 128 KiB at a time, and takes more for a full disk.
    private static let capacity = 1 << 16

    private let original: UnsafePointer<sqlite3_io_methods>
    private var bytes: [UInt8] = []
    /// Where the bytes belong in the file.
    private var offset: sqlite3_int64 = 0

    private init(_ original: UnsafePointer<sqlite3_io_methods>) {
        self.original = original
        self.bytes.reserveCapacity(Self.capacity)
    }

    /// Gathers from now on what a connection appends to its log, until it is closed.
    ///
    /// - Returns: Whether the connection has a log.
    @discardableResult
    package static func install(on connection: OpaquePointer) -> Bool {
        var log: UnsafeMutablePointer<sqlite3_file>?
        let code = sqlite3_file_control(connection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log)
        guard code == SQLITE_OK, let log else { return false }
        return self.install(on: log)
    }

    /// Gathers from now on what is appended to a file.
    ///
    /// - Returns: Whether the file is open.
    @discardableResult
    package static func install(on file: UnsafeMutablePointer<sqlite3_file>) -> Bool {
        guard let original = file.pointee.pMethods else { return false }
        let methods = UnsafeMutablePointer<Methods>.allocate(capacity: 1)
        let buffer = Unmanaged.passRetained(WriteAheadBuffer(original))
        methods.initialize(to: Methods(table: self.table(over: original.pointee), buffer: buffer))
        file.pointee.pMethods = UnsafeRawPointer(methods).assumingMemoryBound(to: sqlite3_io_methods.self)
        return true
    }

    private static func table(over original: sqlite3_io_methods) -> sqlite3_io_methods {
        var table = original
        table.xWrite = { file, bytes, count, offset in
            WriteAheadBuffer.with(file) {
                $0.write($1, UnsafeRawBufferPointer(start: bytes, count: Int(count)), offset)
            }
        }
        table.xRead = { file, bytes, count, offset in
            WriteAheadBuffer.written(file) { $0.xRead($1, bytes, count, offset) }
        }
        table.xSync = { file, flags in WriteAheadBuffer.written(file) { $0.xSync($1, flags) } }
        table.xFileSize = { file, size in WriteAheadBuffer.written(file) { $0.xFileSize($1, size) } }
        table.xTruncate = { file, size in WriteAheadBuffer.written(file) { $0.xTruncate($1, size) } }
        table.xClose = { WriteAheadBuffer.close($0) }
        return table
    }

    private static func with(
        _ file: UnsafeMutablePointer<sqlite3_file>?,
        _ body: (WriteAheadBuffer, UnsafeMutablePointer<sqlite3_file>) -> Int32
    ) -> Int32 {
        guard let file, let methods = self.methods(of: file) else { return SQLITE_IOERR }
        return body(methods.pointee.buffer.takeUnretainedValue(), file)
    }

    /// Calls one of the file's own methods when everything before it has been written.
    private static func written(
        _ file: UnsafeMutablePointer<sqlite3_file>?,
        _ call: (sqlite3_io_methods, UnsafeMutablePointer<sqlite3_file>) -> Int32
    ) -> Int32 {
        self.with(file) { buffer, file in
            let code = buffer.flush(file)
            return code == SQLITE_OK ? call(buffer.original.pointee, file) : code
        }
    }

    private static func methods(of file: UnsafeMutablePointer<sqlite3_file>) -> UnsafeMutablePointer<Methods>? {
        file.pointee.pMethods.map { UnsafeMutableRawPointer(mutating: $0).assumingMemoryBound(to: Methods.self) }
    }

    /// Closes the file, whether or not what was left could be written.
    private static func close(_ file: UnsafeMutablePointer<sqlite3_file>?) -> Int32 {
        guard let file, let methods = self.methods(of: file) else { return SQLITE_OK }
        let buffer = methods.pointee.buffer.takeRetainedValue()
        let code = buffer.flush(file)
        let closed = buffer.original.pointee.xClose(file)
        methods.deinitialize(count: 1)
        methods.deallocate()
        return code == SQLITE_OK ? closed : code
    }

    private func write(
        _ file: UnsafeMutablePointer<sqlite3_file>,
        _ new: UnsafeRawBufferPointer,
        _ place: sqlite3_int64
    ) -> Int32 {
        let continues = place == self.offset + sqlite3_int64(self.bytes.count)
        if !continues || self.bytes.count + new.count > Self.capacity {
            let code = self.flush(file)
            guard code == SQLITE_OK else { return code }
            self.offset = place
        }
        if new.count > Self.capacity {
            return self.original.pointee.xWrite(file, new.baseAddress, Int32(new.count), place)
        }
        self.bytes.append(contentsOf: new)
        return SQLITE_OK
    }

    /// Writes what has been gathered, and forgets it even if that fails.
    ///
    /// SQLite then takes the transaction back, and writes the next one to the same place.
    private func flush(_ file: UnsafeMutablePointer<sqlite3_file>) -> Int32 {
        if self.bytes.isEmpty { return SQLITE_OK }
        let code = self.bytes.withUnsafeBytes {
            self.original.pointee.xWrite(file, $0.baseAddress, Int32($0.count), self.offset)
        }
        self.offset += sqlite3_int64(self.bytes.count)
        self.bytes.removeAll(keepingCapacity: true)
        return code
    }
}
