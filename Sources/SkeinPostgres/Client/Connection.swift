// SPDX-License-Identifier: Apache-2.0

import CLibPQ
import SkeinModel

/// How to reach a server, and how long to wait for it.
package struct PostgresSettings: Sendable {
    package var url: PostgresURL
    /// How long one attempt to connect may take, in whole seconds, from 2.
    ///
    /// The URL's `connect_timeout` wins.
    package var connectTimeout = Duration.seconds(5)
    /// How long one statement may take.
    package var statementTimeout = Duration.seconds(60)
    /// How long a lost server is waited for before whoever needs it is told.
    package var patience = Duration.seconds(10)
    /// How long to wait for the lock of an engine that has just died.
    package var lockPatience = Duration.seconds(5)
    /// How long a node that gives no sign of life keeps what belongs to it.
    package var lease = Duration.seconds(10)
    /// How many connections the pool opens at most.
    package var poolLimit = 8
    /// What the server's lists of connections show.
    package var applicationName = "skein"

    package init(url: PostgresURL) { self.url = url }
}

/// A statement and its values.
package struct Statement: Sendable {
    let sql: String
    let parameters: [Parameter]

    /// Makes a statement.
    ///
    /// - Parameters:
    ///   - sql: Text with `$1`, `$2`, ... for the values. It is prepared once on each connection, so there should be few
    ///     different ones.
    ///   - parameters: The values.
    package init(_ sql: String, _ parameters: [Parameter] = []) {
        self.sql = sql
        self.parameters = parameters
    }
}

/// One connection to a server; it belongs to one thread at a time, and blocks it.
package final class Connection {
    let handle: OpaquePointer
    /// The names of prepared statements by their texts.
    var prepared: [String: String] = [:]
    /// How long the server's answer to a statement is waited for.
    private(set) var answerTimeout: Duration

    /// Connects, and sets what a session needs.
    ///
    /// - Throws: ``PostgresError`` when the server cannot be reached or refuses.
    init(_ settings: PostgresSettings) throws(PostgresError) {
        var parameters = settings.url.parameters
        func add(_ keyword: String, _ value: String) {
            if settings.url.value(keyword) == nil { parameters.append((keyword, value)) }
        }
        add("connect_timeout", String(max(2, settings.connectTimeout.components.seconds)))
        add("fallback_application_name", settings.applicationName)
        parameters.append(("client_encoding", "UTF8"))
        let handle = CStrings.with(parameters.map(\.keyword)) { keywords in
            CStrings.with(parameters.map(\.value)) { values in PQconnectdbParams(keywords, values, 0) }
        }
        guard let handle, PQstatus(handle) == CONNECTION_OK else {
            let error = PostgresError(connection: handle).refused(by: handle)
            PQfinish(handle)
            throw error
        }
        self.handle = handle
        // A grace beyond the server's own limit: who does not answer then is not there any more.
        self.answerTimeout = settings.statementTimeout + .seconds(10)
        // Notices say what nobody asked, on standard error.
        PQsetNoticeReceiver(handle, { _, _ in }, nil)
        PQsetnonblocking(handle, 1)
        let limit = settings.statementTimeout.milliseconds
        try self.script(
            """
            SET TimeZone = 'UTC'; SET statement_timeout = \(limit);
            SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
            """
        )
    }

    deinit { PQfinish(self.handle) }

    /// Whether it stands.
    var isOpen: Bool { PQstatus(self.handle) == CONNECTION_OK }

    /// Whether no transaction and no pipeline is under way, so that somebody else can use it.
    var isClean: Bool {
        PQtransactionStatus(self.handle) == PQTRANS_IDLE && PQpipelineStatus(self.handle) == PQ_PIPELINE_OFF
    }

    /// Runs one statement.
    ///
    /// - Throws: ``PostgresError``.
    @discardableResult
    package func run(_ sql: String, _ parameters: Parameter...) throws(PostgresError) -> Rows {
        try self.run([Statement(sql, parameters)])[0]
    }

    /// Runs SQL of any number of statements, without values and results, in one transaction.
    ///
    /// - Throws: ``PostgresError``.
    package func script(_ sql: String) throws(PostgresError) {
        guard PQsendQuery(self.handle, sql) == 1 else { throw PostgresError(connection: self.handle) }
        try self.flush()
        var failure: PostgresError?
        while let result = try self.nextResult() {
            if Self.isFailed(result) { failure = failure ?? self.error(of: result) }
            PQclear(result)
        }
        if let failure { throw failure }
    }

    /// Runs statements in a transaction, and rolls back what was begun when one fails.
    ///
    /// - Throws: What `body` threw, or ``PostgresError``.
    package func transaction<Value>(_ begin: String = "BEGIN", _ body: (Connection) throws -> Value) throws -> Value {
        try self.run(begin)
        do {
            let value = try body(self)
            try self.run("COMMIT")
            return value
        } catch {
            self.rollBack()
            throw error
        }
    }

    /// Runs `body` in a transaction whose statements may take as long as they need.
    ///
    /// - Throws: What `body` threw, or ``PostgresError``.
    func longTransaction(_ begin: String = "BEGIN", _ body: (Connection) throws -> Void) throws {
        let usual = self.answerTimeout
        self.answerTimeout = .seconds(7 * 86_400)
        defer { self.answerTimeout = usual }
        try self.transaction(begin) { connection in
            try connection.script("SET LOCAL statement_timeout = 0")
            try body(connection)
        }
    }

    /// Leaves the connection as it was before the transaction, or closed.
    func rollBack() {
        guard self.isOpen, PQtransactionStatus(self.handle) != PQTRANS_IDLE else { return }
        // What cannot be rolled back is rolled back by the server when the connection closes.
        try? self.script("ROLLBACK")
    }

    static func isFailed(_ result: OpaquePointer) -> Bool {
        switch PQresultStatus(result) {
        case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE, PGRES_NONFATAL_ERROR, PGRES_PIPELINE_ABORTED: true
        default: false
        }
    }

    func error(of result: OpaquePointer) -> PostgresError {
        PostgresError(result, isConnectionLost: !self.isOpen)
    }
}

/// Texts as C's null-terminated arrays of strings.
enum CStrings {
    static func with<Value>(
        _ texts: [String],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Value?
    ) -> Value? {
        var bytes: [CChar] = []
        let offsets = texts.map { text -> Int in
            defer { bytes += text.utf8CString }
            return bytes.count
        }
        return bytes.withUnsafeBufferPointer { bytes in
            let pointers = offsets.map { offset in bytes.baseAddress.map { $0 + offset } } + [nil]
            return pointers.withUnsafeBufferPointer { pointers in pointers.baseAddress.flatMap(body) }
        }
    }
}

extension PostgresError {
    /// A refused connection has no result to take the state from: what libpq says of it has to do.
    fileprivate func refused(by handle: OpaquePointer?) -> PostgresError {
        let isRefused = PQconnectionNeedsPassword(handle) == 1 || self.message.contains("authentication failed")
        // After a wrong password libpq may try without encryption as well, and say both.
        if let fault = TLSFault(libpq: self.message), !isRefused || fault != .required {
            return PostgresError(message: self.message, isConnectionLost: true, isRefused: true, tls: fault)
        }
        let states = [
            ("the database system is ", "57P03"), ("too many clients", "53300"),
            ("remaining connection slots", "53300"), ("no pg_hba.conf entry", "28000"),
            ("FATAL:  role ", "28000"), ("does not exist", "3D000"),
        ]
        let state = isRefused ? "28P01" : states.first { self.message.contains($0.0) }?.1
        return PostgresError(state: state, message: self.message, isConnectionLost: true, isRefused: true)
    }
}
