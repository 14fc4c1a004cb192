// SPDX-License-Identifier: Apache-2.0

import SkeinModel
package import SkeinStorage
import Synchronization

/// Fills a database that has no data with what ``Exporter`` has written.
///
/// Everything is checked before the one transaction is committed that stores it, so a file that is damaged or cut off
/// changes nothing.
package struct Importer: Sendable {
    private let storage: any Storage

    /// Prepares an import.
    ///
    /// - Parameter storage: A database without data that nobody else writes to.
    package init(into storage: any Storage) { self.storage = storage }

    /// Reads the export.
    ///
    /// - Parameters:
    ///   - read: Gives the bytes in order, some at a time; none at the end.
    ///   - progress: Called from time to time, and at the end.
    /// - Returns: How many records of each kind were stored.
    /// - Throws: What `read` threw, or ``SkeinError`` `import-refused` with the number of the line, `database-not-empty`,
    ///   `storage-unavailable`; then nothing was stored.
    @discardableResult
    package func run(
        read: @escaping @Sendable () throws -> [UInt8],
        progress: @escaping @Sendable (Exporter.Progress) -> Void = { _ in }
    ) async throws -> [MovedRecord.Kind: Int] {
        let file = Mutex(ImportFile(lines: LineReader(read)))
        try await self.storage.importAll {
            try file.withLock { file in
                let record = try file.next()
                if record == nil || file.done.isMultiple(of: Exporter.progressStep) {
                    progress(Exporter.Progress(done: file.done, total: file.total))
                }
                return record
            }
        }
        return file.withLock { $0.counts }
    }
}

/// The file of an export, as it is read and checked.
private struct ImportFile {
    private var lines: LineReader
    private var reader = MovedRecordReader()
    private var check = ImportCheck()
    private var digest = RunningDigest()
    private(set) var counts: [MovedRecord.Kind: Int] = [:]
    private(set) var done = 0
    /// How many records the first line promises; 0 before it was read.
    private(set) var total = 0
    private var promised: JSONValue?

    init(lines: LineReader) { self.lines = lines }

    /// The next record; `nil` at the end of a file that is whole.
    mutating func next() throws -> MovedRecord? {
        do throws(ImportFault) {
            if self.promised == nil { try self.readHeader(try self.object(try self.line())) }
            let bytes = try self.line()
            let line = try self.object(bytes)
            if line["kind"]?.string == ExportFormat.end {
                try self.readEnd(line)
                return nil
            }
            let record = try self.reader.read(line)
            try self.check.take(record)
            self.digest.add(bytes)
            self.counts[record.kind, default: 0] += 1
            self.done += 1
            return record
        } catch {
            if let failure = self.lines.failure { throw failure }
            let usual = "Copy the file once more if it came from elsewhere, or else make the export again."
            let what = "Line \(self.lines.number): \(error.what)"
            throw SkeinError(.importRefused, "\(what) Nothing was imported. \(error.advice ?? usual)")
        }
    }

    private mutating func line() throws(ImportFault) -> [UInt8] {
        guard let line = try self.lines.next() else {
            throw ImportFault("The file ends before its last line, so a part of it is missing.")
        }
        return line
    }

    private func object(_ line: [UInt8]) throws(ImportFault) -> JSONObject {
        let isFirst = self.promised == nil
        do throws(JSONError) {
            // A document may be as deep as the parser allows, and the line is round it.
            let value = try JSONParser.parse(line, depthLimit: JSONParser.defaultDepthLimit + 1)
            if let object = value.object { return object }
        } catch {
            throw ImportFault(isFirst ? "This is no export of Skein." : "The line is no JSON: \(error)")
        }
        throw ImportFault(isFirst ? "This is no export of Skein." : "The line is no JSON object.")
    }

    private mutating func readHeader(_ header: JSONObject) throws(ImportFault) {
        let advice = "Give a file that `skein export` has written."
        guard header["format"]?.string == ExportFormat.name, let number = header["number"]?.int else {
            throw ImportFault("This is no export of Skein.", advice: advice)
        }
        guard number <= ExportFormat.number else {
            throw ImportFault(
                "The export has form \(number), and this Skein reads forms up to \(ExportFormat.number).",
                advice: "Use the Skein that wrote it (\(header["skein"]?.string ?? "unknown")), or a newer one."
            )
        }
        guard header["hash"]?.string == ExportFormat.hash(ofHeader: header).description,
            let counts = header["counts"]
        else { throw ImportFault("The line's hash is not that of its content.") }
        self.promised = counts
        self.total = (counts.object ?? [:]).reduce(0) { $0 &+ Int($1.value.int ?? 0) }
    }

    private mutating func readEnd(_ line: JSONObject) throws(ImportFault) {
        try self.check.end()
        let counts = ExportFormat.json(self.counts)
        guard line["counts"] == counts, self.promised == counts else {
            throw ImportFault("There are not as many records as the first and the last line say.")
        }
        guard line["hash"]?.string == self.digest.value.description else {
            throw ImportFault("The hash of all lines is not the one that stands here: something before was changed.")
        }
        guard try self.lines.next() == nil else { throw ImportFault("Something comes after the last line.") }
    }
}

/// Cuts bytes that come in blocks into lines.
private struct LineReader {
    /// A line that is longer is no line of an export; it bounds the memory that a hostile file can take.
    private static let limit = 1 << 28

    private let read: @Sendable () throws -> [UInt8]
    private var block: ArraySlice<UInt8> = []
    /// The number of the line that was read last, from 1.
    private(set) var number = 0
    /// Why the bytes could not be read.
    private(set) var failure: (any Error)?

    init(_ read: @escaping @Sendable () throws -> [UInt8]) { self.read = read }

    /// The next line with its end; `nil` after the last one.
    ///
    /// - Throws: ``ImportFault`` for a line without an end, and when the bytes cannot be read (``failure``).
    mutating func next() throws(ImportFault) -> [UInt8]? {
        self.number += 1
        var line: [UInt8] = []
        while true {
            if let end = self.block.firstIndex(of: UInt8(ascii: "\n")) {
                line += self.block[...end]
                self.block = self.block[(end + 1)...]
                return line
            }
            line += self.block
            guard line.count < Self.limit else { throw ImportFault("The line is longer than any that Skein writes.") }
            do {
                self.block = try self.read()[...]
            } catch {
                self.failure = error
                throw ImportFault("The file cannot be read.")
            }
            if self.block.isEmpty {
                guard line.isEmpty else { throw ImportFault("The line has no end, so a part of the file is missing.") }
                return nil
            }
        }
    }
}
