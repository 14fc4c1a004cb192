// SPDX-License-Identifier: Apache-2.0

package import SkeinModel
package import SkeinStorage
import Synchronization

/// Writes everything that a database keeps as lines of JSON that ``Importer`` reads.
///
/// It holds a few records in memory, however many there are.
package struct Exporter: Sendable {
    /// How many records there are and have been written.
    package struct Progress: Sendable {
        package let done: Int
        package let total: Int

        package init(done: Int, total: Int) {
            self.done = done
            self.total = total
        }
    }

    /// What is written at a time.
    private static let blockSize = 1 << 16
    /// After how many records who watches is told.
    static let progressStep = 10_000

    private let storage: any Storage
    private let version: String
    private let now: Timestamp

    /// Prepares an export.
    ///
    /// - Parameters:
    ///   - storage: What to export, in whole and as it stands at one moment; an engine may work on it.
    ///   - version: Which Skein this is.
    ///   - now: The time, for the first line.
    package init(of storage: any Storage, version: String, now: Timestamp) {
        self.storage = storage
        self.version = version
        self.now = now
    }

    private struct State {
        var block: [UInt8] = []
        var digest = RunningDigest()
        var counts: [MovedRecord.Kind: Int] = [:]
        var done = 0
        var total = 0

        /// Puts a line in the block.
        mutating func add(_ line: JSONObject, isHashed: Bool) {
            var bytes = JSONWriter.bytes(.object(line))
            bytes.append(UInt8(ascii: "\n"))
            if isHashed { self.digest.add(bytes) }
            self.block += bytes
        }

        mutating func takeBlock() -> [UInt8] {
            defer { self.block = [] }
            return self.block
        }
    }

    /// Writes the export.
    ///
    /// - Parameters:
    ///   - write: Gets the bytes in order. What it throws ends the export.
    ///   - progress: Called from time to time, and at the end.
    /// - Returns: How many records of each kind were written.
    /// - Throws: What `write` threw, or ``SkeinError`` `storage-unavailable`.
    @discardableResult
    package func run(
        write: @escaping @Sendable ([UInt8]) throws -> Void,
        progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) async throws -> [MovedRecord.Kind: Int] {
        let state = Mutex(State())
        let (storage, version, now) = (self.storage, self.version, self.now)
        try await storage.exportAll { counts in
            let header = ExportFormat.header(counts, version: version, database: storage.name, at: now)
            state.withLock { state in
                state.total = counts.values.reduce(0, +)
                state.add(header, isHashed: false)
            }
        } _: { record in
            let (block, reached) = state.withLock { state -> ([UInt8], Progress?) in
                state.add(record.json, isHashed: true)
                state.counts[record.kind, default: 0] += 1
                state.done += 1
                let isTold = state.done.isMultiple(of: Self.progressStep)
                let reached = isTold ? Progress(done: state.done, total: state.total) : nil
                return (state.block.count < Self.blockSize ? [] : state.takeBlock(), reached)
            }
            if !block.isEmpty { try write(block) }
            if let reached { progress(reached) }
        }
        let end = state.withLock { state in
            state.add(ExportFormat.end(state.counts, hash: state.digest.value), isHashed: false)
            return (block: state.takeBlock(), counts: state.counts, done: state.done)
        }
        try write(end.block)
        progress(Progress(done: end.done, total: end.done))
        return end.counts
    }
}
