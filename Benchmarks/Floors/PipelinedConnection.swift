// SPDX-License-Identifier: Apache-2.0

import CLibPQ
import SkeinModel

/// A connection of libpq on which transactions of one statement are sent without waiting for the one before.
final class PipelinedConnection {
    private let handle: OpaquePointer
    private static let statement = "insert"

    init(_ url: String) throws {
        guard let handle = PQconnectdb(url), PQstatus(handle) == CONNECTION_OK else {
            throw SkeinError(.storageUnavailable, "The benchmark's own connection is refused.")
        }
        self.handle = handle
    }

    deinit { PQfinish(self.handle) }

    /// Runs statements without values, and returns when they are done.
    func script(_ sql: String) throws {
        let result = PQexec(self.handle, sql)
        defer { PQclear(result) }
        guard [PGRES_COMMAND_OK, PGRES_TUPLES_OK].contains(PQresultStatus(result)) else { throw self.failure }
    }

    /// Prepares the one statement that is sent from here on.
    func prepare(_ sql: String, types: [UInt32]) throws {
        let result = PQprepare(self.handle, Self.statement, sql, Int32(types.count), types)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK, PQenterPipelineMode(self.handle) == 1 else {
            throw self.failure
        }
    }

    /// Sends a transaction: the statement with these values in binary form, none of them empty.
    func send(_ parameters: [[UInt8]]) throws {
        let lengths = parameters.map { Int32($0.count) }
        let formats = [Int32](repeating: 1, count: parameters.count)
        let block = parameters.flatMap { $0 }
        let isSent = block.withUnsafeBytes { bytes -> Bool in
            var offset = 0
            let values = parameters.map { parameter -> UnsafePointer<CChar>? in
                defer { offset += parameter.count }
                return bytes.baseAddress.map { ($0 + offset).assumingMemoryBound(to: CChar.self) }
            }
            let count = Int32(values.count)
            return PQsendQueryPrepared(self.handle, Self.statement, count, values, lengths, formats, 1) == 1
        }
        guard isSent, PQpipelineSync(self.handle) == 1 else { throw self.failure }
    }

    /// Waits until the oldest transaction that has been sent is durable.
    func receive() throws {
        var isDone = false
        while !isDone {
            guard let result = PQgetResult(self.handle) else { continue }
            let status = PQresultStatus(result)
            PQclear(result)
            switch status {
            case PGRES_PIPELINE_SYNC: isDone = true
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK: break
            default: throw self.failure
            }
        }
    }

    private var failure: SkeinError {
        SkeinError(
            .storageUnavailable,
            "The benchmark's own statements fail: \(String(cString: PQerrorMessage(self.handle)))"
        )
    }
}
