// SPDX-License-Identifier: Apache-2.0

import CLibPQ
import SkeinModel

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension Connection {
    /// How many statements a connection keeps prepared.
    private static let preparedLimit = 300

    /// Runs statements in one round trip.
    ///
    /// Outside a transaction they are one: all of them happen, or none.
    ///
    /// - Parameter statements: In order. After one that fails the others are not run.
    /// - Returns: The result of each.
    /// - Throws: ``PostgresError``, the first.
    package func run(_ statements: [Statement]) throws(PostgresError) -> [Rows] {
        if self.prepared.count > Self.preparedLimit { try self.forgetPrepared() }
        guard PQenterPipelineMode(self.handle) == 1 else { throw PostgresError(connection: self.handle) }
        do {
            let sent = try self.send(statements)
            let results = try self.receive(sent)
            PQexitPipelineMode(self.handle)
            return try results.get()
        } catch {
            // A table was changed, or somebody between us and the server mixed up sessions: the next try prepares again.
            if error.state == "0A000" || error.state == "26000" { try? self.forgetPrepared() }
            throw error
        }
    }

    private func forgetPrepared() throws(PostgresError) {
        self.prepared = [:]
        try self.script("DEALLOCATE ALL")
    }

    /// What an answer of the server will be about.
    private enum Sent {
        case preparation(sql: String, name: String)
        case statement
    }

    private func send(_ statements: [Statement]) throws(PostgresError) -> [Sent] {
        var sent: [Sent] = []
        var new: [String: String] = [:]
        for statement in statements {
            var name = self.prepared[statement.sql] ?? new[statement.sql]
            if name == nil {
                let next = "s\(self.prepared.count + new.count)"
                let types = statement.parameters.map(\.type)
                try self.check(PQsendPrepare(self.handle, next, statement.sql, Int32(types.count), types))
                sent.append(.preparation(sql: statement.sql, name: next))
                new[statement.sql] = next
                name = next
            }
            try self.check(self.send(statement.parameters, to: name ?? ""))
            sent.append(.statement)
            // So that neither side waits for the other one to read.
            try self.flush()
        }
        try self.check(PQpipelineSync(self.handle))
        try self.flush()
        return sent
    }

    private func check(_ code: Int32) throws(PostgresError) {
        if code != 1 { throw PostgresError(connection: self.handle) }
    }

    private func send(_ parameters: [Parameter], to name: String) -> Int32 {
        // One block of memory for all values, so that one pointer has to be kept.
        var block: [UInt8] = []
        block.reserveCapacity(parameters.reduce(1) { $0 + ($1.bytes?.count ?? 0) })
        let offsets = parameters.map { parameter -> Int? in
            guard let bytes = parameter.bytes else { return nil }
            defer { block += bytes }
            return block.count
        }
        // Even an empty value needs an address, or it would be NULL.
        block.append(0)
        let lengths = parameters.map { Int32($0.bytes?.count ?? 0) }
        let formats = [Int32](repeating: 1, count: parameters.count)
        return block.withUnsafeBytes { block in
            let base = block.baseAddress?.assumingMemoryBound(to: CChar.self)
            let values = offsets.map { offset in offset.flatMap { offset in base.map { $0 + offset } } }
            return PQsendQueryPrepared(self.handle, name, Int32(values.count), values, lengths, formats, 1)
        }
    }

    private func receive(_ sent: [Sent]) throws(PostgresError) -> Result<[Rows], PostgresError> {
        var rows: [Rows] = []
        var failure: PostgresError?
        for item in sent {
            while let result = try self.nextResult() {
                if Self.isFailed(result) {
                    if PQresultStatus(result) != PGRES_PIPELINE_ABORTED { failure = failure ?? self.error(of: result) }
                    PQclear(result)
                    if !self.isOpen { throw failure ?? PostgresError(connection: self.handle) }
                } else if case .preparation(let sql, let name) = item {
                    self.prepared[sql] = name
                    PQclear(result)
                } else {
                    rows.append(Rows(result))
                }
            }
        }
        guard let end = try self.nextResult() else { throw PostgresError(connection: self.handle) }
        PQclear(end)
        return failure.map { .failure($0) } ?? .success(rows)
    }

    /// Sends what waits to be sent; takes in what comes meanwhile.
    func flush() throws(PostgresError) {
        while true {
            let left = PQflush(self.handle)
            if left == 0 { return }
            guard left == 1 else { throw PostgresError(connection: self.handle) }
            try self.wait(for: Int16(POLLIN | POLLOUT))
            try self.check(PQconsumeInput(self.handle))
        }
    }

    /// The next result; `nil` after the last one of a statement.
    func nextResult() throws(PostgresError) -> OpaquePointer? {
        while PQisBusy(self.handle) == 1 {
            try self.wait(for: Int16(POLLIN))
            try self.check(PQconsumeInput(self.handle))
        }
        return PQgetResult(self.handle)
    }

    private func wait(for events: Int16) throws(PostgresError) {
        var descriptor = pollfd(fd: PQsocket(self.handle), events: events, revents: 0)
        let limit = Int32(clamping: self.answerTimeout.milliseconds)
        while true {
            let count = poll(&descriptor, 1, limit)
            if count > 0 { return }
            if count < 0, errno == EINTR { continue }
            throw PostgresError(state: nil, message: "The server does not answer any more", isConnectionLost: true)
        }
    }
}
