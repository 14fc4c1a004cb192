// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite
import SkeinSQLite
import Testing

/// A file that says what is asked of it.
private final class RecordingFile {
    private struct Memory {
        var file = sqlite3_file()
        let owner: Unmanaged<RecordingFile>
    }

    private(set) var calls: [String] = []
    private(set) var content: [UInt8] = []
    /// What the next writes answer.
    var answer = SQLITE_OK

    private let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
    private let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: MemoryLayout<Memory>.size)

    init() {
        var table = sqlite3_io_methods()
        table.xWrite = { file, bytes, count, offset in
            RecordingFile.of(file) { $0.write(UnsafeRawBufferPointer(start: bytes, count: Int(count)), Int(offset)) }
        }
        table.xRead = { file, _, count, offset in RecordingFile.of(file) { $0.note("read \(count) at \(offset)") } }
        table.xSync = { file, _ in RecordingFile.of(file) { $0.note("sync") } }
        table.xFileSize = { file, _ in RecordingFile.of(file) { $0.note("size") } }
        table.xTruncate = { file, size in RecordingFile.of(file) { $0.note("truncate \(size)") } }
        table.xClose = { file in RecordingFile.of(file) { $0.note("close") } }
        self.methods.initialize(to: table)
        let owner = Unmanaged.passUnretained(self)
        UnsafeMutableRawPointer(self.memory).initializeMemory(as: Memory.self, to: Memory(owner: owner))
        self.file.pointee.pMethods = UnsafePointer(self.methods)
    }

    deinit {
        self.memory.deallocate()
        self.methods.deallocate()
    }

    var file: UnsafeMutablePointer<sqlite3_file> {
        UnsafeMutableRawPointer(self.memory).assumingMemoryBound(to: sqlite3_file.self)
    }

    private static func of(_ file: UnsafeMutablePointer<sqlite3_file>?, _ body: (RecordingFile) -> Int32) -> Int32 {
        guard let file else { return SQLITE_ERROR }
        let memory = UnsafeMutableRawPointer(file).assumingMemoryBound(to: Memory.self)
        return body(memory.pointee.owner.takeUnretainedValue())
    }

    private func note(_ call: String) -> Int32 {
        self.calls.append(call)
        return SQLITE_OK
    }

    private func write(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Int32 {
        self.calls.append("write \(bytes.count) at \(offset)")
        guard self.answer == SQLITE_OK else { return self.answer }
        let missing = offset + bytes.count - self.content.count
        if missing > 0 { self.content += [UInt8](repeating: 0, count: missing) }
        self.content.replaceSubrange(offset..<offset + bytes.count, with: bytes)
        return SQLITE_OK
    }

    /// Writes as SQLite would: through the methods that stand there now.
    func append(_ bytes: [UInt8], at offset: Int) -> Int32 {
        bytes.withUnsafeBytes {
            self.file.pointee.pMethods.pointee.xWrite(self.file, $0.baseAddress, Int32($0.count), sqlite3_int64(offset))
        }
    }

    func sync() -> Int32 { self.file.pointee.pMethods.pointee.xSync(self.file, SQLITE_SYNC_NORMAL) }
}

@Suite
struct WriteAheadBufferTests {
    @Test
    func whatIsAppendedIsOneWriteBeforeTheSync() {
        let file = RecordingFile()
        WriteAheadBuffer.install(on: file.file)
        #expect(file.append([1, 2], at: 32) == SQLITE_OK)
        #expect(file.append([3], at: 34) == SQLITE_OK)
        #expect(file.calls.isEmpty)
        #expect(file.sync() == SQLITE_OK)
        #expect(file.append([4], at: 35) == SQLITE_OK)
        #expect(file.sync() == SQLITE_OK)
        #expect(file.calls == ["write 3 at 32", "sync", "write 1 at 35", "sync"])
        #expect(Array(file.content[32...]) == [1, 2, 3, 4])
    }

    @Test
    func whatGoesElsewhereComesAfterWhatCameBefore() {
        let file = RecordingFile()
        WriteAheadBuffer.install(on: file.file)
        for (byte, offset) in [(1, 8), (2, 9), (3, 0), (4, 9)] as [(UInt8, Int)] {
            #expect(file.append([byte], at: offset) == SQLITE_OK)
        }
        #expect(file.sync() == SQLITE_OK)
        #expect(file.calls == ["write 2 at 8", "write 1 at 0", "write 1 at 9", "sync"])
        #expect(file.content == [3, 0, 0, 0, 0, 0, 0, 0, 1, 4])
    }

    @Test
    func whoReadsAsksForTheSizeOrCutsOffFindsEveryWriteDone() {
        let file = RecordingFile()
        WriteAheadBuffer.install(on: file.file)
        let methods = file.file.pointee.pMethods.pointee
        var byte: UInt8 = 0
        var size: sqlite3_int64 = 0
        #expect(file.append([1], at: 0) == SQLITE_OK)
        #expect(methods.xRead(file.file, &byte, 1, 0) == SQLITE_OK)
        #expect(file.append([2], at: 1) == SQLITE_OK)
        #expect(methods.xFileSize(file.file, &size) == SQLITE_OK)
        #expect(file.append([3], at: 2) == SQLITE_OK)
        #expect(methods.xTruncate(file.file, 2) == SQLITE_OK)
        #expect(file.append([4], at: 2) == SQLITE_OK)
        #expect(methods.xClose(file.file) == SQLITE_OK)
        #expect(
            file.calls == [
                "write 1 at 0", "read 1 at 0", "write 1 at 1", "size", "write 1 at 2", "truncate 2", "write 1 at 2",
                "close",
            ]
        )
    }

    @Test(arguments: [4096, 65_536, 200_000])
    func moreThanFitsIsWrittenInParts(_ size: Int) {
        let file = RecordingFile()
        WriteAheadBuffer.install(on: file.file)
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 / 251) }
        for start in stride(from: 0, to: size, by: 4120) {
            #expect(file.append(Array(bytes[start..<min(start + 4120, size)]), at: start) == SQLITE_OK)
        }
        #expect(file.sync() == SQLITE_OK)
        #expect(file.content == bytes)
        #expect(file.calls.count <= 2 + size / 60_000)
    }

    @Test
    func aWriteThatFailsFailsTheSyncAndIsNotMadeUpLater() {
        let file = RecordingFile()
        WriteAheadBuffer.install(on: file.file)
        file.answer = SQLITE_FULL
        #expect(file.append([1, 2, 3], at: 0) == SQLITE_OK)
        #expect(file.sync() == SQLITE_FULL)
        #expect(file.calls == ["write 3 at 0"])
        // SQLite takes the transaction back and begins again where it began.
        file.answer = SQLITE_OK
        #expect(file.append([7], at: 0) == SQLITE_OK)
        #expect(file.sync() == SQLITE_OK)
        #expect(file.content == [7])
    }
}
